using PyExt.Tasks.Projects;

namespace PyExt.Tasks.Tests;

public sealed class AppProjectRulesTests
{
    // Any file that is there.
    private static readonly string Project = typeof(AppProjectRulesTests).Assembly.Location;

    private static readonly AppDescription Valid = new("Exe", "net10.0");

    [Theory]
    [InlineData("Exe")]
    [InlineData("WinExe")]
    [InlineData("exe")]
    public void A_program_is_fine(string outputType) => Assert.Null(AppProjectRules.Check(Project, Valid with { OutputType = outputType }));

    [Fact]
    public void What_is_no_program_is_PYX1011()
    {
        AssertProblem("does not exist", AppProjectRules.Check("/nowhere/tool.csproj", null));
        AssertProblem("is a folder", AppProjectRules.Check(Path.GetDirectoryName(Project)!, null));
        AssertProblem("is no project of the .NET SDK", AppProjectRules.Check(Project, null));
        AssertProblem("is a library (OutputType is 'Library')", AppProjectRules.Check(Project, Valid with { OutputType = "Library" }));
        AssertProblem("has TargetFrameworks ('net9.0;net10.0')", AppProjectRules.Check(Project, new AppDescription("Exe", "", "net9.0;net10.0")));
        AssertProblem("sets PublishAot to 'false'", AppProjectRules.Check(Project, Valid with { PublishAot = "false" }));
    }

    private static void AssertProblem(string problem, Wheel.Finding? finding)
    {
        Assert.NotNull(finding);
        Assert.Equal("PYX1011", finding.Code);
        Assert.Contains(problem, finding.Message, StringComparison.Ordinal);
    }
}
