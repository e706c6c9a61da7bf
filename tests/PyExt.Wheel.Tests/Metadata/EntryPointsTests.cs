using PyExt.Wheel.Metadata;

namespace PyExt.Wheel.Tests.Metadata;

public sealed class EntryPointsTests
{
    [Fact]
    public void Write_sorts_the_commands() =>
        Assert.Equal("[console_scripts]\na = pkg.cli:main\nfast-md = pkg:App.run\n", EntryPoints.Write([new(EntryPoint.ConsoleScripts, "fast-md", "pkg:App.run"), new(EntryPoint.ConsoleScripts, "a", "pkg.cli:main")]));

    [Theory]
    [InlineData("fast md", "pkg:main", "name")]
    [InlineData("", "pkg:main", "name")]
    [InlineData("a/b", "pkg:main", "name")]
    [InlineData("..", "pkg:main", "name")]
    [InlineData("python", "pkg:main", "overwrite")]
    [InlineData("Python3.13", "pkg:main", "overwrite")]
    [InlineData("x", "pkg.main", "package.module:function")]
    [InlineData("x", "pkg:", "package.module:function")]
    [InlineData("x", "pkg:main [extra]", "package.module:function")]
    [InlineData("x", "pkg:main\ny = z:w", "package.module:function")]
    public void Write_refuses_what_installers_refuse(string name, string target, string problem)
    {
        WheelException exception = Assert.Throws<WheelException>(() => EntryPoints.Write([new(EntryPoint.ConsoleScripts, name, target)]));
        Assert.Equal("PYX4007", exception.Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_refuses_a_name_twice() =>
        Assert.Contains("twice", Assert.Throws<WheelException>(() => EntryPoints.Write([new("console_scripts", "x", "a:b"), new("console_scripts", "x", "c:d")])).Message, StringComparison.Ordinal);

    [Fact]
    public void Groups_are_sorted_and_apart() =>
        Assert.Equal(
            "[console_scripts]\na = pkg:main\n\n[gui_scripts]\nb = pkg:show\n\n[pytest11]\nplugin name = pkg.plugin\n",
            EntryPoints.Write([new("pytest11", "plugin name", "pkg.plugin"), new(EntryPoint.GuiScripts, "b", "pkg:show"), new(EntryPoint.ConsoleScripts, "a", "pkg:main")]));

    [Theory]
    [InlineData("", "x", "a:b")]
    [InlineData("a b", "x", "a:b")]
    [InlineData("group]", "x", "a:b")]
    [InlineData("group", "x=y", "a:b")]
    [InlineData("group", "[x", "a:b")]
    [InlineData("group", "x", "a b")]
    [InlineData("group", "x", "")]
    public void Write_refuses_what_the_file_cannot_say(string group, string name, string target) =>
        Assert.Equal("PYX4007", Assert.Throws<WheelException>(() => EntryPoints.Write([new(group, name, target)])).Code);

    [Fact]
    public void A_command_cannot_be_of_both_kinds() =>
        Assert.Contains("both", Assert.Throws<WheelException>(() => EntryPoints.Write([new(EntryPoint.GuiScripts, "a", "b:c"), new(EntryPoint.ConsoleScripts, "a", "b:c")])).Message, StringComparison.Ordinal);
}
