using PyExt.Wheel.Apps;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;

namespace PyExt.Wheel.Tests.Apps;

public sealed class AppRulesTests
{
    [Theory]
    [InlineData("tool")]
    [InlineData("fast.md-2_x")]
    public void A_name_of_a_command_is_fine(string command) => AppRules.Check([new WheelApp("/a.csproj", command)], [], []);

    [Theory]
    [InlineData("", "which no installer accepts")]
    [InlineData("..", "which no installer accepts")]
    [InlineData("a/b", "which no installer accepts")]
    [InlineData("a b", "which no installer accepts")]
    [InlineData("tool\n", "which no installer accepts")]
    [InlineData("été", "which no installer accepts")]
    [InlineData("python3.12", "which would overwrite the Python interpreter")]
    public void Any_other_is_refused(string command, string problem)
    {
        WheelException exception = Assert.Throws<WheelException>(() => AppRules.Check([new WheelApp("/a.csproj", command)], [], []));

        Assert.Equal("PYX1011", exception.Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_becomes_a_command_is_one_of_its_name()
    {
        EntryPoint[] scripts = [new(EntryPoint.ConsoleScripts, "one", "m:f"), new(EntryPoint.GuiScripts, "two", "m:f"), new("plugins", "three", "m:f")];
        DataFile[] data = [new("scripts", "four", "/four"), new("data", "five", "/five")];
        string[] commands = ["ONE", "two", "three", "four", "five", "six", "Six"];

        WheelException exception = Assert.Throws<WheelException>(() => AppRules.Check([.. commands.Select(command => new WheelApp($"/{command}.csproj", command))], scripts, data));

        Assert.Equal(
            ["the PyScript 'one'", "the PyGuiScript 'two'", "the PyData '/four'", "the PyApp '/six.csproj'"],
            exception.Findings.Select(finding => finding.Message.Split("and so has ")[1].Split(": one would")[0]));
    }
}
