using PyExt.Wheel.PyProject;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.PyProject;

/// <summary>What stands in a <c>pyproject.toml</c>, and what is refused, with its line.</summary>
public sealed class PyProjectFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tables_of_other_tools_and_dependency_groups_are_left_alone()
    {
        PyProjectFile file = Read("""
            [build-system]
            requires = []
            build-backend = "_pyext_build"
            backend-path = ["."]

            [project]
            name = "fast.md"
            version = "1.0"

            [[tool.other.list]]
            x = 1
            [[tool.other.list]]
            x = 1979-05-27T07:32:00Z

            [dependency-groups]
            test = ["pytest", { include-group = "lint" }]
            lint = []
            """);

        Assert.Equal("fast.md", file.Project!.Name);
        Assert.NotNull(file.BuildSystem);
    }

    [Fact]
    public void Every_key_of_the_project_table_is_read()
    {
        ProjectTable project = Read("""
            [project]
            name = "fastmd"
            dynamic = ["version"]
            description = "Markdown"
            readme = { file = "docs/README.rst", content-type = "text/x-rst" }
            requires-python = ">=3.12"
            license = "MIT"
            license-files = ["LICEN[CS]E*"]
            authors = [{ name = "Ada", email = "ada@example.org" }, { name = "Grace" }]
            maintainers = [{ email = "m@example.org" }]
            keywords = ["a", "b"]
            classifiers = ["Topic :: Utilities"]
            dependencies = ["attrs>=22"]
            import-names = ["fastmd"]
            urls.Home = "https://example.org"
            [project.optional-dependencies]
            test = ["pytest"]
            [project.scripts]
            fastmd = "fastmd.cli:main"
            [project.gui-scripts]
            fastmd-gui = "fastmd.gui:main"
            [project.entry-points.pytest11]
            fastmd = "fastmd.plugin"
            """).Project!;

        Assert.Equal(("fastmd", "Markdown", ">=3.12", "MIT"), (project.Name, project.Description, project.RequiresPython, project.License));
        Assert.Equal(new ReadmeSource("docs/README.rst", null, "text/x-rst"), project.Readme);
        Assert.Equal([new("Ada", "ada@example.org"), new("Grace", null)], project.Authors!);
        Assert.Equal([new(null, "m@example.org")], project.Maintainers!);
        Assert.Equal([new("Home", "https://example.org")], project.Urls!);
        Assert.Equal([new("console_scripts", "fastmd", "fastmd.cli:main")], project.Scripts!);
        Assert.Equal([new("gui_scripts", "fastmd-gui", "fastmd.gui:main")], project.GuiScripts!);
        Assert.Equal([new("pytest11", "fastmd", "fastmd.plugin")], project.EntryPoints!);
        Assert.Equal(["pytest"], Assert.Single(project.OptionalDependencies!).Requirements);
        Assert.Equal(["version"], project.Dynamic);
    }

    [Theory]
    [InlineData(2, "not TOML", "[project]\nname = fastmd\n")]
    [InlineData(3, "", "[project]\nname = \"a\"\nname = \"b\"\n")]
    [InlineData(4, "not TOML", "[project]\nname = \"a\"\n\nversion = \"1.0\n")]
    [InlineData(1, "", "= 1\n")]
    public void Broken_TOML_is_one_finding_with_its_line(int line, string text, string toml)
    {
        Finding finding = Assert.Single(Refused(toml));
        Assert.Equal("PYX4020", finding.Code);
        Assert.Equal((_folder["pyproject.toml"], line), (finding.Location!.File, finding.Location.Line));
        Assert.Contains(text, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "(did you mean description?)", "descripton = \"x\"")]
    [InlineData(3, "'keywords' is a string, but must be an array", "keywords = \"x\"")]
    [InlineData(3, "array of strings", "keywords = [1]")]
    [InlineData(3, "'description' is a number", "description = 1.5")]
    [InlineData(3, "'not an address' is not an e-mail address", "authors = [{ email = \"not an address\" }]")]
    [InlineData(3, "has a comma", "authors = [{ name = \"Lovelace, Ada\" }]")]
    [InlineData(3, "a person is a table", "authors = [\"Ada\"]")]
    [InlineData(3, "SPDX expression", "license = { text = \"as you like\" }")]
    [InlineData(3, "content-type", "readme = { file = \"README.md\" }")]
    [InlineData(3, "either a file or a text", "readme = { content-type = \"text/plain\" }")]
    [InlineData(3, "'description', but [project] has a value for it in line 4", "dynamic = [\"description\"]\ndescription = \"x\"")]
    [InlineData(3, "the name cannot be dynamic", "dynamic = [\"name\"]")]
    [InlineData(3, "'dynamic' lists 'versoin', but [project] has no such key (did you mean version?)", "dynamic = [\"versoin\"]")]
    [InlineData(3, "[project.scripts]", "entry-points.console_scripts.x = \"a:b\"")]
    [InlineData(5, "[tool.pyext] has no key 'configuration'", "[tool.pyext]\nconfiguration = \"Debug\"")]
    [InlineData(5, "[build-system] has no key 'backend'", "[build-system]\nbackend = \"x\"")]
    public void A_mistake_is_one_finding_with_its_line(int line, string text, string toml)
    {
        // A version at the end would belong to another table.
        string version = toml[0] == '[' ? "" : "version = \"1\"\n";
        string own = toml[0] == '[' ? "version = \"1\"\n" : "";
        Finding finding = Assert.Single(Refused($"[project]\nname = \"x\"\n{own}{toml}\n{version}"));
        Assert.Equal("PYX4020", finding.Code);
        Assert.Equal(line, finding.Location!.Line);
        Assert.Contains(text, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("version = \"1\"")]
    [InlineData("name = \"x\"")]
    public void Name_and_version_are_needed(string toml) => Assert.NotEmpty(Refused("[project]\n" + toml));

    [Fact]
    public void A_file_that_is_no_text_is_one_finding()
    {
        File.WriteAllBytes(_folder["pyproject.toml"], [0x5b, 0xff, 0xfe, 0x00]);

        Finding finding = Assert.Single(Assert.Throws<WheelException>(() => PyProjectFile.Read(_folder["pyproject.toml"])).Findings);
        Assert.Equal("PYX4020", finding.Code);
    }

    [Fact]
    public void Generated_nonsense_is_refused_and_nothing_else()
    {
        Random random = new(4020);
        string good = "[project]\nname = \"x\"\nversion = \"1\"\nauthors = [{ name = \"a\" }]\n[project.urls]\nHome = \"https://x.org\"\n[[a.b]]\nc = 1\n[a.b.d]\n";
        string letters = "[]{}\"'=.,#\n \\ax1-é\0";
        for (int i = 0; i < 4_000; i++)
        {
            char[] text = good.ToCharArray();
            for (int j = random.Next(1, 6); j > 0; j--)
                text[random.Next(text.Length)] = letters[random.Next(letters.Length)];
            File.WriteAllText(_folder["pyproject.toml"], new string(text));
            try
            {
                PyProjectFile.Read(_folder["pyproject.toml"]);
            }
            catch (WheelException exception)
            {
                Assert.All(exception.Findings, finding => Assert.Equal("PYX4020", finding.Code));
            }
        }
    }

    private PyProjectFile Read(string toml) => PyProjectFile.Read(_folder.Write("pyproject.toml", toml));

    private IReadOnlyList<Finding> Refused(string toml) => Assert.Throws<WheelException>(() => Read(toml)).Findings;
}
