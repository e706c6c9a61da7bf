using System.Text.RegularExpressions;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Linking;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Linking;

/// <summary>The table of glibc's symbols, by facts that are known and by the libraries of the machine.</summary>
public sealed partial class GlibcSymbolsTests
{
    [Theory]
    [InlineData(ElfMachine.X64, "2.17", "pthread_create", "libpthread.so.0", "2.2.5")]
    [InlineData(ElfMachine.X64, "2.31", "pthread_create", "libpthread.so.0", "2.2.5")]
    [InlineData(ElfMachine.X64, "2.34", "pthread_create", "libc.so.6", "2.34")]
    [InlineData(ElfMachine.X64, "2.17", "dlopen", "libdl.so.2", "2.2.5")]
    [InlineData(ElfMachine.X64, "2.35", "dlopen", "libc.so.6", "2.34")]
    [InlineData(ElfMachine.X64, "2.17", "shm_open", "librt.so.1", "2.2.5")]
    [InlineData(ElfMachine.X64, "2.17", "clock_gettime", "libc.so.6", "2.17")]
    [InlineData(ElfMachine.X64, "2.17", "memcpy", "libc.so.6", "2.14")]
    [InlineData(ElfMachine.X64, "2.17", "pow", "libm.so.6", "2.2.5")]
    [InlineData(ElfMachine.X64, "2.31", "pow", "libm.so.6", "2.29")]
    [InlineData(ElfMachine.X64, "2.17", "pthread_cond_wait", "libpthread.so.0", "2.3.2")]
    [InlineData(ElfMachine.X64, "2.17", "malloc", "libc.so.6", "2.2.5")]
    [InlineData(ElfMachine.X64, "2.17", "__tls_get_addr", "ld-linux-x86-64.so.2", "2.3")]
    [InlineData(ElfMachine.Arm64, "2.17", "pthread_create", "libpthread.so.0", "2.17")]
    [InlineData(ElfMachine.Arm64, "2.34", "pthread_create", "libc.so.6", "2.34")]
    [InlineData(ElfMachine.Arm64, "2.17", "__tls_get_addr", "ld-linux-aarch64.so.1", "2.17")]
    public void A_symbol_is_where_that_release_has_it(ElfMachine machine, string release, string symbol, string library, string version)
    {
        (string Library, GlibcSymbol Symbol) found = Assert.Single(Symbols(machine, release), pair => pair.Symbol.Name == symbol);

        Assert.Equal((library, Version.Parse(version)), (found.Library, found.Symbol.Version));
    }

    [Theory]
    [InlineData(ElfMachine.X64, "2.17", "getrandom", "2.25")]
    [InlineData(ElfMachine.X64, "2.31", "stat", "2.33")]
    [InlineData(ElfMachine.Arm64, "2.17", "__cxa_thread_atexit_impl", "2.18")]
    public void A_symbol_of_later_is_not_there_yet(ElfMachine machine, string release, string symbol, string introduced)
    {
        Assert.DoesNotContain(Symbols(machine, release), pair => pair.Symbol.Name == symbol);
        Assert.Equal(Version.Parse(introduced), GlibcSymbols.Of(machine).IntroducedIn(symbol));
    }

    [Fact]
    public void Nobody_has_a_symbol_that_does_not_exist() => Assert.Null(GlibcSymbols.Of(ElfMachine.X64).IntroducedIn("no_such_function"));

    [Theory]
    [InlineData(ElfMachine.X64, "2.17")]
    [InlineData(ElfMachine.X64, "2.31")]
    [InlineData(ElfMachine.X64, "2.41")]
    [InlineData(ElfMachine.Arm64, "2.17")]
    [InlineData(ElfMachine.Arm64, "2.41")]
    public void Every_symbol_is_in_one_library_and_no_newer_than_the_release(ElfMachine machine, string release)
    {
        (string Library, GlibcSymbol Symbol)[] symbols = [.. Symbols(machine, release)];

        Assert.True(symbols.Length > 2_500, $"{symbols.Length} symbols");
        Assert.Equal(symbols.Length, symbols.DistinctBy(pair => pair.Symbol.Name).Count());
        Assert.All(symbols, pair => Assert.True(pair.Symbol.Version <= Version.Parse(release), pair.ToString()));
    }

    /// <summary>What a wheel relies on: this machine's glibc still has every symbol of 2.17, in some library, in that version.</summary>
    [Fact]
    public void The_machine_has_every_symbol_of_the_floor()
    {
        if (Command.Find("readelf") is not string readelf || Command.Find("gcc") is not string gcc)
        {
            Assert.Skip("readelf or gcc is not on the PATH.");
            return;
        }

        HashSet<string> present = [];
        foreach (string library in GlibcSymbols.Of(ElfMachine.X64).At(new Version(2, 17)).Keys)
        {
            string path = Command.Run(gcc, "-m64", $"-print-file-name={library}").Trim();
            Assert.SkipWhen(path == library, $"This machine has no {library}.");
            present.UnionWith(VersionedName().Matches(Command.Run(readelf, "--wide", "--dyn-syms", path)).Select(match => $"{match.Groups[1].Value}@{match.Groups[2].Value}"));
        }

        Assert.Subset(present, Symbols(ElfMachine.X64, "2.17").Select(pair => $"{pair.Symbol.Name}@GLIBC_{pair.Symbol.Version}").ToHashSet());
    }

    private static IEnumerable<(string Library, GlibcSymbol Symbol)> Symbols(ElfMachine machine, string release) =>
        GlibcSymbols.Of(machine).At(Version.Parse(release)).SelectMany(library => library.Value.Select(symbol => (library.Key, symbol)));

    [GeneratedRegex(@" (\w+)@@?(GLIBC_[0-9.]+)$", RegexOptions.Multiline)]
    private static partial Regex VersionedName();
}
