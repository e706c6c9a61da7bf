using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using PyExt.Tasks.Packing;
using PyExt.Wheel.Metadata;

namespace PyExt.Tasks.Tests;

public sealed class ItemReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("markdown;common mark; html ", new[] { "markdown", "common mark", "html" })]
    [InlineData("markdown, common mark", new[] { "markdown", "common mark" })]
    [InlineData("markdown html", new[] { "markdown", "html" })]
    public void A_list_is_separated_as_its_author_separates_it(string value, string[] expected) => Assert.Equal(expected, ItemReader.List(value));

    [Fact]
    public void A_name_keeps_its_spaces() => Assert.Equal(["Ada Lovelace", "Grace Hopper"], ItemReader.Authors("Ada Lovelace; Grace Hopper"));

    [Fact]
    public void A_requirement_is_put_together_from_its_metadata()
    {
        ITaskItem[] items =
        [
            Item("numpy"),
            Item("rich", ("Version", ">=13,<15")),
            Item("tomli", ("Version", "==2.*"), ("Marker", "python_version < '3.13'")),
            Item("matplotlib", ("Extra", "plot")),
        ];

        Assert.Equal(["numpy", "rich>=13,<15", "tomli==2.*; python_version < '3.13'"], ItemReader.Requirements(items));
    }

    [Fact]
    public void Extras_are_those_declared_and_those_that_requirements_name()
    {
        ITaskItem[] requirements = [Item("matplotlib", ("Extra", "plot")), Item("seaborn", ("Extra", "plot"), ("Version", ">=1")), Item("rich")];

        IReadOnlyList<Extra> extras = ItemReader.Extras([Item("empty"), Item("plot")], requirements);

        Assert.Equal(["empty", "plot"], extras.Select(extra => extra.Name));
        Assert.Empty(extras[0].Requirements);
        Assert.Equal(["matplotlib", "seaborn>=1"], extras[1].Requirements);
    }

    [Fact]
    public void Times_need_both_edges()
    {
        StepTimes times = new(
        [
            Item("compile", ("Edge", "start"), ("Ticks", "0")),
            Item("compile", ("Edge", "end"), ("Ticks", "12000000")),
            Item("link", ("Edge", "start"), ("Ticks", "0")),
        ]);

        Assert.Equal("compile 1.2 s", times.ToString());
        times.Ends("audit");
        Assert.Matches("^compile 1.2 s, audit [0-9]+ ms$", times.ToString());
    }

    private static TaskItem Item(string name, params (string Name, string Value)[] metadata)
    {
        TaskItem item = new(name);
        foreach ((string key, string value) in metadata)
            item.SetMetadata(key, value);
        return item;
    }
}
