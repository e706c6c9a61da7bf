using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Metadata;

public sealed class CoreMetadataTests
{
    [Fact]
    public void Write_gives_fields_in_order_and_the_readme_as_body() => Assert.Equal(
        """
        Metadata-Version: 2.4
        Name: Fast.Md
        Version: 1.2.3
        Summary: Ünïcode — one line.
        Keywords: a,b
        Author: Ada, Grace
        License-Expression: Apache-2.0 OR MIT
        License-File: LICENSE
        Classifier: Programming Language :: C#
        Project-URL: Homepage, https://example.org/
        Requires-Python: >=3.12
        Requires-Dist: attrs>=22
        Provides-Extra: test
        Requires-Dist: pytest; extra == 'test'
        Requires-Dist: tomli; (python_version < "3.13" or os_name == "nt") and extra == 'test'
        Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM

        # Title: not a field

        Text.

        """.ReplaceLineEndings("\n"),
        Full().Write());

    [Fact]
    public void Packaging_reads_back_what_Write_wrote()
    {
        string[] read = PythonOracle.Run(
            """
            from pip._vendor.packaging.metadata import parse_email
            raw, unparsed = parse_email(data[0])
            result = [raw['name'], raw['summary'], raw['description'], '|'.join(raw['requires_dist']), ','.join(raw['keywords']), str(sorted(set(unparsed) - {'license-expression', 'license-file'}))]
            """,
            [Full().Write()]);

        Assert.Equal(
            ["Fast.Md", "Ünïcode — one line.", "# Title: not a field\n\nText.\n", "attrs>=22|pytest; extra == 'test'|tomli; (python_version < \"3.13\" or os_name == \"nt\") and extra == 'test'", "a,b", "[]"],
            read);
    }

    public static TheoryData<string, string, CoreMetadata> Invalid() => new()
    {
        { "PYX4007", "Summary", Full(summary: "two\nlines") },
        { "PYX4007", "Summary", Full(summary: new string('x', 513)) },
        { "PYX4007", "Author", Full(author: "Ada\r\nName: other") },
        { "PYX4007", "Classifier", Full(classifier: "Beta") },
        { "PYX4007", "Classifier", Full(classifier: "License :: OSI Approved :: MIT License") },
        { "PYX4007", "Project-URL", Full(url: new("A label that is longer than allowed", "https://example.org")) },
        { "PYX4007", "Project-URL", Full(url: new("Home", "ftp://example.org")) },
        { "PYX4007", "Project-URL", Full(url: new("Home", "example.org")) },
        { "PYX4007", "Requires-Dist", Full(requirement: "attrs >>= 2") },
        { "PYX4007", "Requires-Dist", Full(requirement: "attrs @ https://example.org/a.whl") },
        { "PYX4007", "Provides-Extra", Full(extra: "Test_") },
        { "PYX4007", "License-File", Full(licenseFile: "../LICENSE") },
        { "PYX4007", "License-File", Full(licenseFile: "/LICENSE") },
        { "PYX4004", "License-Expression", Full(license: "MIT License") },
        { "PYX4004", "License-Expression", Full(license: "MIT AND") },
        { "PYX4004", "License-Expression", Full(license: "mit") },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public void Write_refuses_invalid_fields_by_name(string code, string field, CoreMetadata metadata)
    {
        Finding finding = Assert.Single(Assert.Throws<WheelException>(metadata.Write).Findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains($"The metadata field {field} ", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', finding.Message);
    }

    [Fact]
    public void Write_reports_every_invalid_field_at_once() => Assert.Equal(
        ["PYX4007", "PYX4004"],
        Assert.Throws<WheelException>(Full(summary: "a\nb", license: "nonsense").Write).Findings.Select(finding => finding.Code));

    [Theory]
    [InlineData("MIT")]
    [InlineData("Apache-2.0 OR MIT")]
    [InlineData("GPL-3.0-or-later WITH Classpath-exception-2.0")]
    [InlineData("(MIT AND BSD-3-Clause) OR LicenseRef-Proprietary")]
    public void Licence_expressions_of_SPDX_are_accepted(string license) =>
        Assert.Contains($"License-Expression: {license}\n", Full(license: license).Write(), StringComparison.Ordinal);

    [Fact]
    public void Requirements_are_judged_as_packaging_judges_them()
    {
        string[] candidates =
        [
            "a", "a-b.c_d", "a[x]", "a[x,y] >=1", "a [ x , y ] >= 1.0, <2", "a(>=1.0)", "a (>=1.0,<2)", "a==1.*", "a!=1.2.*", "a~=1.4", "a===foo", "a ; os_name == 'nt'",
            "a; python_version < \"3.13\" and (sys_platform == 'linux' or sys_platform != 'darwin')", "a; 'linux' in sys_platform", "a; sys_platform not in 'x'", "a;extra=='x'",
            "", "-a", "a-", "a[", "a[x", "a >", "a >=", "a >= x", "a=1", "a >=1 <2", "a;", "a; os_name", "a; os_name = 'nt'", "a; os_name == nt", "a; (os_name == 'nt'", "a; os_name == 'nt' and",
            "a; unknown == 'x'", "a b", "a >=1.*", "a ~=1", "a; os_name == 'nt' or or os_name == 'x'", "a,b", "a>=1,", "ä", "a; python_version not 'x'", "a; 'x' == 'x'",
        ];
        string[] expected = PythonOracle.Run(
            """
            from pip._vendor.packaging.requirements import InvalidRequirement, Requirement
            def judge(text):
                try: Requirement(text)
                except InvalidRequirement: return 'no'
                return 'yes'
            result = [judge(text) for text in data]
            """,
            candidates);

        // Two deliberate differences: a trailing comma, which only some tools accept, and a marker that compares two constants.
        string[] stricter = ["a>=1,", "a; 'x' == 'x'"];
        Assert.Equal(
            candidates.Zip(expected).Select(pair => $"{pair.First}: {(stricter.Contains(pair.First) ? "no" : pair.Second)}"),
            candidates.Select(text => $"{text}: {(Requirement.Problem(text) is null ? "yes" : "no")}"));
    }

    private static CoreMetadata Full(
        string summary = "Ünïcode — one line.",
        string author = "Ada, Grace",
        string license = "Apache-2.0 OR MIT",
        string licenseFile = "LICENSE",
        string classifier = "Programming Language :: C#",
        string requirement = "attrs>=22",
        string extra = "test",
        ProjectUrl? url = null) => new()
        {
            Name = DistributionName.Parse("Fast.Md"),
            Version = VersionMapping.FromNuGet("1.2.3"),
            Summary = summary,
            Authors = [new Person(author, null)],
            LicenseExpression = license,
            LicenseFiles = [licenseFile],
            Keywords = ["a", "b"],
            Classifiers = [classifier],
            ProjectUrls = [url ?? new("Homepage", "https://example.org/")],
            RequiresPython = ">=3.12",
            Requirements = [requirement],
            Extras = [new(extra, extra == "test" ? ["pytest", "tomli; python_version < \"3.13\" or os_name == \"nt\""] : [])],
            Description = new("# Title: not a field\n\nText.\n", "text/markdown; charset=UTF-8; variant=GFM"),
        };
}
