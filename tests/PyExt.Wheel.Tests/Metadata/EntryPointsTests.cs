using PyExt.Wheel.Metadata;

namespace PyExt.Wheel.Tests.Metadata;

public sealed class EntryPointsTests
{
    [Fact]
    public void Write_sorts_the_commands() =>
        Assert.Equal("[console_scripts]\na = pkg.cli:main\nfast-md = pkg:App.run\n", EntryPoints.Write([new("fast-md", "pkg:App.run"), new("a", "pkg.cli:main")]));

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
        WheelException exception = Assert.Throws<WheelException>(() => EntryPoints.Write([new(name, target)]));
        Assert.Equal("PYX4007", exception.Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_refuses_a_name_twice() =>
        Assert.Contains("twice", Assert.Throws<WheelException>(() => EntryPoints.Write([new("x", "a:b"), new("x", "c:d")])).Message, StringComparison.Ordinal);
}
