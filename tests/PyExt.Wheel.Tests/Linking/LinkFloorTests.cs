using PyExt.Wheel.Elf;
using PyExt.Wheel.Linking;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Linking;

/// <summary>Stub libraries, by linking against them and by readelf.</summary>
public sealed class LinkFloorTests : IDisposable
{
    private const string Program = """
        int pthread_create(void *, void *, void *, void *); void *dlopen(const char *, int); void *memcpy(void *, const void *, unsigned long);
        double pow(double, double); int shm_open(const char *, int, unsigned); extern char **environ; int clock_gettime(int, void *);
        int PyInit_m(char *p) { return pthread_create(p, p, p, p) + (dlopen(p, 1) != p) + (memcpy(p, p, *p) != p) + pow(*p, 2.5) + shm_open(p, 1, 1) + (environ == 0) + clock_gettime(1, p); }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("auto", "2.17")]
    [InlineData("2_28", "2.28")]
    [InlineData("manylinux_2_34", "2.34")]
    public void The_floor_follows_from_PyManylinux(string manylinux, string glibc) =>
        Assert.Equal(Version.Parse(glibc), LinkFloor.Parse(manylinux, ElfMachine.X64)!.Glibc);

    [Fact]
    public void Off_is_no_floor() => Assert.Null(LinkFloor.Parse("off", ElfMachine.X64));

    [Theory]
    [InlineData("2_29")]
    [InlineData("Off")]
    [InlineData("")]
    public void An_unknown_policy_is_PYX3008(string manylinux) =>
        Assert.Equal("PYX3008", Assert.Throws<WheelException>(() => LinkFloor.Parse(manylinux, ElfMachine.X64)).Code);

    [Fact]
    public void A_program_linked_for_2_17_needs_nothing_newer_and_looks_where_2_17_has_it()
    {
        ElfFile module = LinkProgram("2.17");

        Assert.Equal(
            ["clock_gettime GLIBC_2.17 libc.so.6", "dlopen GLIBC_2.2.5 libdl.so.2", "environ GLIBC_2.2.5 libc.so.6", "memcpy GLIBC_2.14 libc.so.6", "pow GLIBC_2.2.5 libm.so.6", "pthread_create GLIBC_2.2.5 libpthread.so.0", "shm_open GLIBC_2.2.5 librt.so.1"],
            Needs(module));
        Assert.Equal(["libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1"], module.Needed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_program_linked_for_2_34_finds_almost_everything_in_libc()
    {
        ElfFile module = LinkProgram("2.34");

        Assert.Equal(
            ["clock_gettime GLIBC_2.17 libc.so.6", "dlopen GLIBC_2.34 libc.so.6", "environ GLIBC_2.2.5 libc.so.6", "memcpy GLIBC_2.14 libc.so.6", "pow GLIBC_2.29 libm.so.6", "pthread_create GLIBC_2.34 libc.so.6", "shm_open GLIBC_2.34 libc.so.6"],
            Needs(module));
        Assert.Equal(["libc.so.6", "libm.so.6"], module.Needed.Order(StringComparer.Ordinal));
    }

    /// <summary>The C library of this machine runs the constructors of a program that brings none of its own to do it: no more than once for one that does.</summary>
    [Fact]
    public void A_program_with_our_start_runs_its_constructors_once_and_its_destructors_after_them()
    {
        const string program = """
            extern int printf(const char *, ...);
            static int made;
            __attribute__((constructor)) static void construct(int count, char **arguments) { made += count; }
            __attribute__((destructor)) static void destruct(void) { printf("destroyed %d\n", made); }
            int main(int count, char **arguments, char **environment) { printf("made %d of %s, %d\n", made, arguments[1], environment[0] != 0); return 0; }
            """;
        if (Command.Find("gcc") is not string gcc || System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Skip("There is no gcc for x86-64.");
            return;
        }

        string start = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "sdk", "PyExt", "build", "PyExt.AppStart.c");
        new LinkFloor(ElfMachine.X64, new Version(2, 17)).WriteStubs(_folder["stubs"]);

        Command.Run(gcc, "-O1", "-fPIC", "-w", "-pie", "-nostartfiles", "-nodefaultlibs", "-fno-stack-protector", "-o", _folder["program"], start, _folder.Write("program.c", program), "-L" + _folder["stubs"], "-lc");

        Assert.Equal("made 2 of x, 1\ndestroyed 2\n", Command.Run(_folder["program"], "x"));
        Assert.Contains("__libc_start_main GLIBC_2.2.5 libc.so.6", Needs(ElfFile.Read(_folder["program"])));
    }

    [Theory]
    [InlineData(ElfMachine.X64, "Advanced Micro Devices X86-64")]
    [InlineData(ElfMachine.Arm64, "AArch64")]
    public void Readelf_reads_the_stubs_without_complaint(ElfMachine machine, string name)
    {
        if (Command.Find("readelf") is not string readelf)
        {
            Assert.Skip("readelf is not on the PATH.");
            return;
        }

        foreach (string library in new LinkFloor(machine, new Version(2, 17)).WriteStubs(_folder.Path))
        {
            string output = Command.Run(readelf, "--wide", "--headers", "--dynamic", "--dyn-syms", "--version-info", library);
            Assert.Contains(name, output, StringComparison.Ordinal);
            Assert.DoesNotContain("Warning", output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Error", output.Replace("error", "", StringComparison.Ordinal), StringComparison.Ordinal); // functions are called so
            Assert.DoesNotContain("<corrupt>", output, StringComparison.Ordinal);
        }

        string symbols = Command.Run(readelf, "--wide", "--dyn-syms", _folder["libc.so"]);
        Assert.Matches(@"FUNC +GLOBAL +DEFAULT +\d+ secure_getenv@@GLIBC_2\.17\b", symbols);
        Assert.Matches(@"OBJECT +GLOBAL +DEFAULT +\d+ environ@@GLIBC_", symbols);
    }

    [Fact]
    public void A_stub_names_the_library_it_stands_for()
    {
        string[] paths = [.. new LinkFloor(ElfMachine.Arm64, new Version(2, 17)).WriteStubs(_folder.Path)];

        Assert.Equal(
            ["ld-linux-aarch64.so.1", "libanl.so", "libc.so", "libdl.so", "libm.so", "libpthread.so", "libresolv.so", "librt.so", "libutil.so"],
            paths.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        ElfFile file = ElfFile.Read(_folder["libpthread.so"]);
        Assert.Equal((ElfMachine.Arm64, "libpthread.so.0"), (file.Machine, file.SoName));
        Assert.Contains(file.DynamicSymbols, symbol => symbol is { Name: "pthread_create", IsDefined: true, IsFunction: true, IsVisible: true });
        Assert.Empty(file.Needed);
    }

    [Fact]
    public void Stubs_that_are_right_are_left_alone_and_others_replaced()
    {
        LinkFloor floor = new(ElfMachine.X64, new Version(2, 17));
        floor.WriteStubs(_folder.Path);
        byte[] first = File.ReadAllBytes(_folder["libc.so"]);
        DateTime past = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder["libc.so"], past);
        _folder.Write("libm.so", "damaged");
        _folder.Write("libdl.a", "of another version");

        floor.WriteStubs(_folder.Path);

        Assert.Equal(past, File.GetLastWriteTimeUtc(_folder["libc.so"]));
        Assert.Equal(first, File.ReadAllBytes(_folder["libc.so"]));
        Assert.Equal("libm.so.6", ElfFile.Read(_folder["libm.so"]).SoName);
        Assert.False(File.Exists(_folder["libdl.a"]));
    }

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private ElfFile LinkProgram(string glibc)
    {
        string stubs = Path.Combine(_folder.Path, "stubs");
        new LinkFloor(ElfMachine.X64, Version.Parse(glibc)).WriteStubs(stubs);
        return ElfFile.Read(Gcc.Link(_folder, "m", Program, "-m64", "-fno-builtin", "-nostdlib", $"-L{stubs}", "-Wl,--as-needed", "-lrt", "-ldl", "-lm", "-lpthread", "-lc"));
    }

    private static IEnumerable<string> Needs(ElfFile module) => module.DynamicSymbols
        .Where(symbol => !symbol.IsDefined && symbol.Binding == ElfBinding.Global)
        .Select(symbol => $"{symbol.Name} {symbol.Version} {symbol.Library}")
        .Order(StringComparer.Ordinal);
}
