using PyExt.Wheel.Elf;
using PyExt.Wheel.Linking;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Linking;

/// <summary>Symbols that linkers leave undefined without a word.</summary>
public sealed class UndefinedSymbolsTests : IDisposable
{
    private static readonly LinkFloor Floor = new(ElfMachine.X64, new Version(2, 17));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Symbols_of_Python_and_of_the_floor_are_fine() =>
        Assert.Empty(Check("void *PyLong_FromLong(long); int getpid(void); extern int missing __attribute__((weak)); void *PyInit_m(void) { return PyLong_FromLong(getpid() + (&missing != 0)); }"));

    [Fact]
    public void A_newer_symbol_is_PYX2004_and_the_policy_that_has_it_is_named()
    {
        Finding finding = Assert.Single(Check("long getrandom(void *, long, int); int renameat2(void); long PyInit_m(void *p) { return getrandom(p, 1, 0) + renameat2(); }"));

        Assert.Equal("PYX2004", finding.Code);
        Assert.Equal(
            "m.so uses getrandom (glibc 2.25), renameat2 (glibc 2.28), which glibc 2.17, for which it is linked, does not have. "
            + "Set PyManylinux to '2_28' for a wheel that needs glibc 2.28, or to 'off' for one that stays on machines like this one; or build what uses them on an older system.",
            finding.Message);
    }

    [Fact]
    public void A_symbol_that_no_policy_has_yet_leaves_only_off()
    {
        Finding finding = Assert.Single(Check("int openat2(void); int PyInit_m(void) { return openat2(); }"));

        Assert.Equal("PYX2004", finding.Code);
        Assert.Contains("openat2 (glibc 2.43)", finding.Message, StringComparison.Ordinal);
        Assert.Contains("No manylinux policy has it yet: set PyManylinux to 'off' for a wheel that stays on machines like this one", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbol_of_nobody_is_PYX2005_and_its_user_is_named()
    {
        string user = _folder.Write("libuser.a", "an archive with\0nowhere\0in its table");

        Finding finding = Assert.Single(Check("int nowhere(void); int PyInit_m(void) { return nowhere(); }", inputs: ["-shared", $"\"{user}\"", "-lm"]));

        Assert.Equal("PYX2005", finding.Code);
        Assert.StartsWith("m.so uses nowhere (libuser.a), which no library that it is linked with defines, so Python could not import it.", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-luser -Lsub")]
    [InlineData("sub/libuser.a")]
    public void Its_user_is_found_where_the_linker_finds_it(string input)
    {
        _folder.Write("sub/libuser.a", "\0nowhere\0");

        Assert.Contains("nowhere (libuser.a)", Assert.Single(Check("int nowhere(void); int PyInit_m(void) { return nowhere(); }", inputs: [input])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_versions_may_define_it()
    {
        string library = Gcc.Link(_folder, "libother", "int other(void) { return 1; }", "-nostdlib", "-fvisibility=default", "-Wl,-soname,libother.so.1");

        Assert.Empty(Check("int other(void); int PyInit_m(void) { return other(); }", options: [library]));
    }

    [Fact]
    public void Without_a_floor_only_symbols_of_nobody_count()
    {
        string module = Link("int nowhere(void); int getrandom(void); int PyInit_m(void) { return nowhere() + getrandom(); }");

        Assert.Equal("PYX2005", Assert.Single(UndefinedSymbols.Check(module, floor: null, [], _folder.Path)).Code);
    }

    private IReadOnlyList<Finding> Check(string source, string[]? inputs = null, params string[] options) =>
        UndefinedSymbols.Check(Link(source, options), Floor, inputs ?? [], _folder.Path);

    private string Link(string source, params string[] options)
    {
        string stubs = Path.Combine(_folder.Path, "stubs");
        Floor.WriteStubs(stubs);
        return Gcc.Link(_folder, "m", source, ["-m64", "-nostdlib", $"-L{stubs}", .. options, "-lc"]);
    }
}
