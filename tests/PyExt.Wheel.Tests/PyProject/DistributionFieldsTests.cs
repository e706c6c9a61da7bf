using PyExt.Wheel.Metadata;
using PyExt.Wheel.PyProject;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.PyProject;

/// <summary>How the project file and <c>pyproject.toml</c> become one.</summary>
public sealed class DistributionFieldsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_table_the_project_file_says_everything()
    {
        DistributionFields fields = Merge("[build-system]\nrequires = []\n", new() { Summary = "Its\nown", Authors = ["Ada <ada@example.org>"] });

        Assert.Equal(("Own", "1.2.3", "Its own", ">=3.12"), (fields.Name, fields.Version.ToString(), fields.Summary, fields.RequiresPython));
        Assert.Equal([new Person("Ada", "ada@example.org")], fields.Authors);
        Assert.Equal("Its own\n", fields.Readme!.Text);
    }

    [Fact]
    public void The_table_wins_where_the_project_file_is_silent()
    {
        _folder.Write("docs/READ.me", "Text");
        _folder.Write("licenses/MIT.txt", "MIT");
        DistributionFields fields = Merge("""
            [project]
            name = "other-name"
            version = "2.0b1"
            description = "Described"
            readme = { file = "docs/READ.me", content-type = "text/plain" }
            license = "MIT"
            license-files = ["licenses/*.txt"]
            authors = [{ name = "Ada" }]
            requires-python = ">=3.13,!=3.13.1"
            """, new() { IsNameDefault = true, IsVersionDefault = true });

        Assert.Equal(("other-name", "2.0b1", "Described", ">=3.13,!=3.13.1", "MIT"), (fields.Name, fields.Version.ToString(), fields.Summary, fields.RequiresPython, fields.LicenseExpression));
        Assert.Equal("licenses/MIT.txt", Assert.Single(fields.Licenses).Path);
        Assert.Equal(("Text", "text/plain"), (fields.Readme!.Text, fields.Readme.ContentType));
    }

    [Fact]
    public void What_both_say_alike_is_no_contradiction()
    {
        DistributionFields fields = Merge("""
            [project]
            name = "OWN"
            version = "1.2.3"
            description = "Same"
            authors = [{ name = "Ada", email = "ada@example.org" }]
            dependencies = ["attrs >= 22"]
            urls.Homepage = "https://example.org"
            """, new() { Summary = "Same", Authors = ["Ada"], Requirements = ["attrs>=22"], HomePage = "https://example.org" });

        Assert.Equal("ada@example.org", Assert.Single(fields.Authors).Email);
    }

    [Theory]
    [InlineData("PackageId", "name = \"other\"\nversion = \"1.2.3\"", 2)]
    [InlineData("Version", "name = \"own\"\nversion = \"1.2.4\"", 3)]
    [InlineData("Description", "name = \"own\"\nversion = \"1.2.3\"\ndescription = \"other\"", 4)]
    [InlineData("Authors", "name = \"own\"\nversion = \"1.2.3\"\nauthors = [{ name = \"Grace\" }]", 4)]
    [InlineData("PackageLicenseExpression", "name = \"own\"\nversion = \"1.2.3\"\nlicense = \"Apache-2.0\"", 4)]
    [InlineData("PackageReadmeFile", "name = \"own\"\nversion = \"1.2.3\"\nreadme = \"other.md\"", 4)]
    [InlineData("PyRequirement", "name = \"own\"\nversion = \"1.2.3\"\ndependencies = []", 4)]
    [InlineData("PyScript", "name = \"own\"\nversion = \"1.2.3\"\nscripts.a = \"other:main\"", 4)]
    [InlineData("PackageTags", "name = \"own\"\nversion = \"1.2.3\"\nkeywords = [\"other\"]", 4)]
    public void What_both_say_differently_is_one_error_that_names_both_places(string property, string toml, int line)
    {
        _folder.Write("other.md", "");
        _folder.Write("README.md", "");
        Request request = property switch
        {
            "Description" => new() { Summary = "Own" },
            "Authors" => new() { Authors = ["Ada"] },
            "PackageLicenseExpression" => new() { License = "MIT" },
            "PackageReadmeFile" => new() { Readme = "README.md" },
            "PyRequirement" => new() { Requirements = ["attrs"] },
            "PyScript" => new() { Scripts = [new("console_scripts", "a", "own:main")] },
            "PackageTags" => new() { Keywords = ["own"] },
            _ => new(),
        };

        Finding finding = Assert.Single(Assert.Throws<WheelException>(() => Merge("[project]\n" + toml, request)).Findings);
        Assert.Equal(("PYX4021", line), (finding.Code, finding.Location!.Line));
        Assert.Contains(property, finding.Message, StringComparison.Ordinal);
        Assert.Contains("Own.csproj", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_table_does_not_call_dynamic_may_not_come_from_the_project_file()
    {
        const string Toml = "[project]\nname = \"own\"\ndynamic = [\"version\"]\n";

        Finding finding = Assert.Single(Assert.Throws<WheelException>(() => Merge(Toml, new() { Requirements = ["attrs"] })).Findings);
        Assert.Equal(("PYX4021", 3), (finding.Code, finding.Location!.Line));
        Assert.Contains("Add \"dependencies\" to dynamic", finding.Message, StringComparison.Ordinal);

        DistributionFields fields = Merge(Toml.Replace("\"version\"", "\"version\", \"dependencies\"", StringComparison.Ordinal), new() { Requirements = ["attrs"] });
        Assert.Equal(["attrs"], fields.Requirements);
    }

    [Theory]
    [InlineData(">=3.9", "PYX4021")]
    [InlineData("<4", "PYX4021")]
    [InlineData("3.12", "PYX4020")]
    public void Requires_python_may_not_admit_what_the_tag_does_not(string specifiers, string code) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<WheelException>(() => Merge($"[project]\nname = \"own\"\nversion = \"1.2.3\"\nrequires-python = \"{specifiers}\"", new())).Findings).Code);

    [Theory]
    [InlineData("LICENSE.txt", "PYX4003")]
    [InlineData("../LICENSE", "PYX4020")]
    [InlineData("/LICENSE", "PYX4020")]
    [InlineData("LICEN[SE", "PYX4020")]
    [InlineData("a\\\\\\\\b", "PYX4020")]
    public void A_licence_pattern_must_be_valid_and_fit(string pattern, string code) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<WheelException>(() => Merge($"[project]\nname = \"own\"\nversion = \"1.2.3\"\nlicense-files = [\"{pattern}\"]", new())).Findings).Code);

    [Theory]
    [InlineData("*.txt", "a.txt", true)]
    [InlineData("*.txt", "b/a.txt", false)]
    [InlineData("**/*.txt", "a.txt", true)]
    [InlineData("**/*.txt", "c/b/a.txt", true)]
    [InlineData("c/**", "c/b/a.txt", true)]
    [InlineData("LICEN[CS]E", "LICENCE", true)]
    [InlineData("LICEN[CS]E", "LICENXE", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("[[]x]", "[x]", true)]
    [InlineData("[a-c]", "b", true)]
    [InlineData("[^a]", "^", true)]
    public void A_pattern_fits_as_PEP_639_says(string pattern, string path, bool fits) => Assert.Equal(fits, PathPattern.Parse(pattern, out _)!.IsMatch(path));

    [Theory]
    [InlineData("Ada Lovelace", "ada@example.org", "Ada Lovelace <ada@example.org>")]
    [InlineData("Ada \"Countess\" Lovelace", "ada@example.org", "\"Ada \\\"Countess\\\" Lovelace\" <ada@example.org>")]
    [InlineData("J. Doe", "j@example.org", "\"J. Doe\" <j@example.org>")]
    [InlineData("Åsa Ünal", "asa@example.org", "Åsa Ünal <asa@example.org>")]
    [InlineData(null, "ada@example.org", "ada@example.org")]
    public void A_mailbox_survives_Pythons_own_parser(string? name, string email, string mailbox)
    {
        Assert.Equal(mailbox, new Person(name, email).Mailbox);
        Assert.Equal(new Person(name, email), Person.Parse(mailbox));
        Assert.Null(Person.MailboxesProblem($"{mailbox}, {mailbox}"));
        Assert.Equal([name ?? "", email], PythonOracle.Run("from email.utils import parseaddr\nresult = list(parseaddr(data[0]))", [mailbox]));
    }

    private DistributionFields Merge(string toml, Request request) =>
        new(request.Create(_folder.Path), PyProjectFile.Read(_folder.Write("pyproject.toml", toml)));

    private sealed record Request
    {
        public bool IsNameDefault { get; init; }

        public bool IsVersionDefault { get; init; }

        public string? Summary { get; init; }

        public string? License { get; init; }

        public string? Readme { get; init; }

        public string? HomePage { get; init; }

        public IReadOnlyList<string> Authors { get; init; } = [];

        public IReadOnlyList<string> Keywords { get; init; } = [];

        public IReadOnlyList<string> Requirements { get; init; } = [];

        public IReadOnlyList<EntryPoint> Scripts { get; init; } = [];

        public DistributionRequest Create(string folder) => new()
        {
            ProjectDirectory = folder,
            ProjectFile = "Own.csproj",
            OutputDirectory = folder,
            Name = "Own",
            IsNameDefault = IsNameDefault,
            Version = "1.2.3",
            IsVersionDefault = IsVersionDefault,
            Summary = Summary,
            Authors = Authors,
            Keywords = Keywords,
            LicenseExpression = License,
            ReadmeFile = Readme,
            HomePage = HomePage,
            Requirements = Requirements,
            Scripts = Scripts,
        };
    }
}
