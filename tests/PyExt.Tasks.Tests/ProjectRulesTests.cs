using PyExt.Tasks.Projects;
using PyExt.Wheel;

namespace PyExt.Tasks.Tests;

public sealed class ProjectRulesTests
{
    private static ProjectSettings Valid => new()
    {
        ProjectFile = "Fast.csproj",
        ProjectDirectory = AppContext.BaseDirectory,
        MultipleInterpreters = "PerInterpreterGil",
        Gil = "Used",
        ModuleName = "fast",
        MinimumVersion = "3.12",
        TargetFramework = "net10.0",
        OutputType = "Library",
    };

    [Theory]
    [InlineData("NotSupported")]
    [InlineData("SharedGil")]
    [InlineData("PerInterpreterGil")]
    public void A_valid_project_has_no_findings(string promise) =>
        Assert.Empty(ProjectRules.Check(Valid with { MultipleInterpreters = promise }));

    [Theory]
    [InlineData("")]
    [InlineData("Yes")]
    [InlineData("perinterpretergil")]
    [InlineData(" PerInterpreterGil")]
    public void The_promise_is_one_of_three_spelt_exactly(string value)
    {
        Finding finding = Assert.Single(ProjectRules.Check(Valid with { MultipleInterpreters = value }));

        Assert.Equal("PYX1001", finding.Code);
        foreach (string promise in new[] { " NotSupported: ", " SharedGil: ", " PerInterpreterGil: ", "Fast.csproj" })
            Assert.Contains(promise, finding.Message);
        Assert.Contains(value.Length == 0 ? "is not set" : $"is '{value}'", finding.Message);
    }

    [Theory]
    [InlineData("perinterpretergil", "PerInterpreterGil")]
    [InlineData("PerInterpretterGil", "PerInterpreterGil")]
    [InlineData("Shared", "SharedGil")]
    [InlineData("NOT_SUPPORTED", "NotSupported")]
    public void A_near_miss_names_what_was_meant(string value, string meant) =>
        Assert.Contains($"(did you mean {meant}?)", Assert.Single(ProjectRules.Check(Valid with { MultipleInterpreters = value })).Message);

    [Theory]
    [InlineData("Yes")]
    [InlineData("true")]
    [InlineData("2")]
    public void A_far_miss_names_nothing(string value) =>
        Assert.DoesNotContain("did you mean", Assert.Single(ProjectRules.Check(Valid with { MultipleInterpreters = value })).Message);

    [Theory]
    [InlineData("used", "", "did you mean Used?")]
    [InlineData("", "", "not one of its values")]
    [InlineData("Used", "3.13", "Set PyGil to NotUsed")]
    [InlineData("NotUsed", "3.12", "'3.12'")]
    [InlineData("NotUsed", "3.13;cp314t", "'cp314t'")]
    public void The_gil_is_used_or_not(string value, string versions, string expected)
    {
        Finding finding = Assert.Single(ProjectRules.Check(Valid with { Gil = value, FreeThreadedVersions = versions }));

        Assert.Equal("PYX1002", finding.Code);
        Assert.Contains(expected, finding.Message);
    }

    [Fact]
    public void A_free_threaded_version_is_not_older_than_the_oldest() =>
        Assert.Equal(
            "PyFreeThreadedVersions holds '3.13', but PyMinimumVersion is 3.14. Remove it from the list, or set PyMinimumVersion to '3.13'.",
            Assert.Single(ProjectRules.Check(Valid with { Gil = "NotUsed", MinimumVersion = "3.14", FreeThreadedVersions = "3.14;3.13" })).Message);

    [Theory]
    [InlineData("Used", "")]
    [InlineData("NotUsed", "")]
    [InlineData("NotUsed", "3.13;3.14")]
    public void What_can_be_said_of_the_gil(string value, string versions) =>
        Assert.Empty(ProjectRules.Check(Valid with { Gil = value, FreeThreadedVersions = versions }));

    [Theory]
    [InlineData("net9.0", "", "'net9.0'")]
    [InlineData("net10.0-windows", "", "'net10.0-windows'")]
    [InlineData("netstandard2.0", "", "'netstandard2.0'")]
    [InlineData("", "", "is not set")]
    [InlineData("", "net10.0;net11.0", "'net10.0;net11.0'")]
    public void The_framework_is_one_and_new_enough(string framework, string frameworks, string expected)
    {
        Finding finding = Assert.Single(ProjectRules.Check(Valid with { TargetFramework = framework, TargetFrameworks = frameworks }));

        Assert.Equal("PYX1005", finding.Code);
        Assert.Contains(expected, finding.Message);
        Assert.EndsWith("Set <TargetFramework>net10.0</TargetFramework>.", finding.Message);
    }

    [Fact]
    public void A_later_framework_is_welcome() => Assert.Empty(ProjectRules.Check(Valid with { TargetFramework = "net11.0" }));

    [Fact]
    public void The_source_root_is_a_folder()
    {
        Finding missing = Assert.Single(ProjectRules.Check(Valid with { SourceRoot = "no such folder" }));
        Finding file = Assert.Single(ProjectRules.Check(Valid with { SourceRoot = "PyExt.Tasks.dll" }));

        Assert.Equal(("PYX1006", "PYX1006"), (missing.Code, file.Code));
        Assert.Contains("does not exist", missing.Message);
        Assert.Contains("is a file", file.Message);
        Assert.Empty(ProjectRules.Check(Valid with { SourceRoot = "." }));
    }

    [Fact]
    public void What_no_module_can_be_is_refused()
    {
        Assert.Equal("PYX1008", Assert.Single(ProjectRules.Check(Valid with { OutputType = "Exe" })).Code);
        Assert.Equal("PYX1008", Assert.Single(ProjectRules.Check(Valid with { PublishAot = false })).Code);
        Assert.Equal("PYX1008", Assert.Single(ProjectRules.Check(Valid with { GeneratePackageOnBuild = true })).Code);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", true)]
    [InlineData("", true)]
    [InlineData("yes", false)]
    [InlineData("1", false)]
    public void A_switch_is_on_or_off(string value, bool isSwitch)
    {
        Finding[] findings = [.. ProjectRules.Check(Valid with { Switches = new Dictionary<string, string> { ["PySbom"] = value } })];

        Assert.Equal(isSwitch ? [] : ["PYX1010"], findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.Equal($"PySbom is '{value}', but it is on or off. Set it to 'true' or 'false'.", finding.Message));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("0", true)]
    [InlineData("65536", true)]
    [InlineData("1073741824", true)]
    [InlineData("65535", false)]
    [InlineData("1073741825", false)]
    [InlineData("-1", false)]
    [InlineData("0x800000", false)]
    [InlineData("8 MB", false)]
    [InlineData("99999999999999999999", false)]
    public void The_size_of_the_youngest_generation_is_a_number_of_bytes(string value, bool isSize)
    {
        Finding[] findings = [.. ProjectRules.Check(Valid with { Gen0Size = value })];

        Assert.Equal(isSize ? [] : ["PYX1013"], findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.StartsWith($"PyGen0Size is '{value}', but it is a number of bytes from 65536 to 1073741824, or 0", finding.Message));
    }

    [Fact]
    public void Policies_and_modes_are_known_before_anything_is_compiled()
    {
        Assert.Equal("PYX3008", Assert.Single(ProjectRules.Check(Valid with { Manylinux = "manylinux2014" })).Code);
        Assert.Contains("did you mean rebuild?", Assert.Single(ProjectRules.Check(Valid with { EditableMode = "Rebuild" })).Message);
        Assert.Empty(ProjectRules.Check(Valid with { Manylinux = "2_28", EditableMode = "warn" }));
    }

    [Fact]
    public void Every_problem_is_reported_at_once() =>
        Assert.Equal(
            ["PYX1001", "PYX1002", "PYX1003", "PYX1004", "PYX1005"],
            ProjectRules.Check(Valid with { MultipleInterpreters = "", Gil = "", ModuleName = "1", MinimumVersion = "3", TargetFramework = "" }).Select(finding => finding.Code));
}
