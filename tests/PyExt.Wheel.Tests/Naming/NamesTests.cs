using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Tests.Naming;

public sealed class NamesTests
{
    [Theory]
    [InlineData("FastMd", "fastmd", "fastmd")]
    [InlineData("Fast.Md", "fast-md", "fast_md")]
    [InlineData("a--b__c..d", "a-b-c-d", "a_b_c_d")]
    public void Distribution_names_are_normalised(string name, string normalised, string escaped)
    {
        DistributionName distribution = DistributionName.Parse(name);
        Assert.Equal((name, normalised, escaped), (distribution.Name, distribution.Normalized, distribution.Escaped));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("münchen")]
    [InlineData("a\n")]
    public void Distribution_names_that_no_index_takes_are_refused(string name) =>
        Assert.Equal("PYX4007", Assert.Throws<WheelException>(() => DistributionName.Parse(name)).Code);

    [Fact]
    public void Module_names_have_packages_and_a_stem()
    {
        ModuleName name = ModuleName.Parse("a.b._native");
        Assert.Equal(["a", "b"], name.Packages);
        Assert.Equal("_native", name.Stem);
        Assert.Equal("PyInit__native", name.InitFunction);
        Assert.Empty(ModuleName.Parse("hello").Packages);
    }

    [Theory]
    [InlineData("fast-md")]
    [InlineData("2fast")]
    [InlineData("a..b")]
    [InlineData("")]
    [InlineData("a.class")]
    [InlineData("héllo")]
    public void Module_names_that_cannot_be_imported_are_refused(string name)
    {
        WheelException exception = Assert.Throws<WheelException>(() => ModuleName.Parse(name));
        Assert.Equal("PYX1003", exception.Code);
        Assert.Contains("PyModuleName", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.12", true)]
    [InlineData("3.15", true)]
    [InlineData("3.11", false)]
    [InlineData("3", false)]
    [InlineData("3.12.1", false)]
    [InlineData("4.0", false)]
    [InlineData("", false)]
    public void Minimum_versions_are_3_12_or_later(string text, bool isValid)
    {
        if (isValid)
            Assert.Equal(text, PythonVersion.ParseMinimum(text).ToString());
        else
            Assert.Equal("PYX1004", Assert.Throws<WheelException>(() => PythonVersion.ParseMinimum(text)).Code);
    }

    [Fact]
    public void A_module_that_needs_no_gil_has_both_stable_abis()
    {
        Assert.Equal("cp312-abi3.abi3t-manylinux_2_17_x86_64", WheelTag.Abi3t(new PythonVersion(3, 12), [], "manylinux_2_17_x86_64").ToString());
        Assert.Equal(
            "cp312.cp313.cp314-abi3.abi3t.cp313t.cp314t-manylinux_2_17_x86_64",
            WheelTag.Abi3t(new PythonVersion(3, 12), [new PythonVersion(3, 13), new PythonVersion(3, 14)], "manylinux_2_17_x86_64").ToString());
    }

    [Fact]
    public void A_tag_says_which_Pythons_it_is_for()
    {
        Assert.Equal("CPython 3.14 and later", WheelTag.Abi3(new PythonVersion(3, 14), "win_amd64").Pythons);
        Assert.Equal("CPython 3.12 and later, and free-threaded 3.13 and later", WheelTag.Abi3t(new PythonVersion(3, 12), [new PythonVersion(3, 14)], "win_amd64").Pythons);
        Assert.Equal("CPython 3.15 and later, and free-threaded 3.15 and later", WheelTag.Abi3t(new PythonVersion(3, 15), [], "win_amd64").Pythons);
    }

    [Theory]
    [InlineData("3.13", true)]
    [InlineData("3.12", false)]
    [InlineData("3.14t", false)]
    [InlineData("4.0", false)]
    public void Free_threaded_builds_exist_since_3_13(string text, bool isValid)
    {
        if (isValid)
            Assert.Equal(text, PythonVersion.ParseFreeThreaded(text).ToString());
        else
            Assert.Equal("PYX1002", Assert.Throws<WheelException>(() => PythonVersion.ParseFreeThreaded(text)).Code);
    }

    [Fact]
    public void Tags_are_sorted_sets()
    {
        WheelTag tag = new(["cp313", "cp312", "cp312"], ["abi3t", "abi3"], ["manylinux_2_17_x86_64"]);
        Assert.Equal("cp312.cp313-abi3.abi3t-manylinux_2_17_x86_64", tag.ToString());
        Assert.Equal(
            ["cp312-abi3-manylinux_2_17_x86_64", "cp312-abi3t-manylinux_2_17_x86_64", "cp313-abi3-manylinux_2_17_x86_64", "cp313-abi3t-manylinux_2_17_x86_64"],
            tag.Expand());
        Assert.False(WheelTag.TryParse("cp313.cp312-abi3-any", out _));
        Assert.True(WheelTag.TryParse(tag.ToString(), out WheelTag? parsed));
        Assert.Equal(tag, parsed);
    }

    [Theory]
    [InlineData("answer-1.0-cp312-abi3-manylinux_2_17_x86_64.whl", null)]
    [InlineData("answer-1.0-1a-py2.py3-none-any.whl", null)]
    [InlineData("answer-1.0-cp312-abi3-any.zip", ".whl")]
    [InlineData("answer-1.0-cp312-any.whl", "form")]
    [InlineData("Answer-1.0-py3-none-any.whl", "normalised distribution name")]
    [InlineData("an.swer-1.0-py3-none-any.whl", "normalised distribution name")]
    [InlineData("answer-1.0.0-alpha-py3-none-any.whl", "build tag")]
    [InlineData("answer-01.0-py3-none-any.whl", "normalised version")]
    [InlineData("answer-1.0-b1-py3-none-any.whl", "build tag")]
    [InlineData("answer-1.0-py3.py2-none-any.whl", "sorted")]
    [InlineData("answer-1.0-py3--any.whl", "compatibility tag")]
    public void File_names_follow_the_strict_grammar(string name, string? problem)
    {
        Assert.Equal(problem is null, WheelFileName.TryParse(name, out WheelFileName? parsed, out string? actual));
        if (problem is null)
            Assert.Equal(name, parsed!.ToString());
        else
            Assert.Contains(problem, actual, StringComparison.Ordinal);
    }
}
