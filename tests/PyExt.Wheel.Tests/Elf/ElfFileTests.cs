using System.Text.RegularExpressions;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Elf;

public sealed partial class ElfFileTests : IDisposable
{
    private const string UsesLibraries =
        """
        #include <math.h>
        #include <stdio.h>
        #include <pthread.h>
        int exported_data = 3;
        double exported(double x) { printf("%f", pow(x, 2)); return sin(x); }
        __attribute__((weak)) void weakly(void) {}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("sysv-hash", "-Wl,--hash-style=sysv")]
    [InlineData("gnu-hash", "-Wl,--hash-style=gnu")]
    [InlineData("rpath", "-Wl,-rpath,/opt/lib", "-Wl,--disable-new-dtags", "-Wl,-soname,libx.so")]
    [InlineData("runpath", "-Wl,-rpath,$ORIGIN", "-Wl,--enable-new-dtags")]
    public void Read_sees_what_readelf_sees(string name, params string[] options)
    {
        string path = Gcc.Link(_folder, name, UsesLibraries, ["-fvisibility=default", "-lm", .. options]);
        CompareWithReadelf(path);
    }

    [Fact]
    public void Read_sees_what_readelf_sees_in_the_libraries_of_the_system()
    {
        string[] libraries = [.. new[] { "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64" }
            .SelectMany(folder => new[] { "libc.so.6", "libm.so.6", "libstdc++.so.6", "libz.so.1", "libgcc_s.so.1" }.Select(file => Path.Combine(folder, file)))
            .Where(File.Exists)];
        Assert.SkipWhen(libraries.Length == 0, "No system library was found in the usual folders.");
        foreach (string library in libraries)
            CompareWithReadelf(library);
    }

    [Fact]
    public void Read_counts_symbols_without_section_headers()
    {
        foreach (string style in new[] { "sysv", "gnu" })
        {
            string path = Gcc.Link(_folder, "sections-" + style, UsesLibraries, "-fvisibility=default", "-lm", "-Wl,--hash-style=" + style);
            byte[] image = File.ReadAllBytes(path);
            IEnumerable<string> expected = ElfFile.Parse(image, path).DynamicSymbols.Select(symbol => symbol.Name);
            image.AsSpan(40, 8).Clear(); // e_shoff
            image.AsSpan(60, 4).Clear(); // e_shnum, e_shstrndx

            Assert.Equal(expected, ElfFile.Parse(image, path).DynamicSymbols.Select(symbol => symbol.Name));
        }
    }

    [Fact]
    public void Read_finds_the_versions_of_symbols()
    {
        ElfFile file = ElfFile.Read(Gcc.Link(_folder, "versions", UsesLibraries, "-fvisibility=default", "-lm", "-Wl,--no-as-needed"));
        ElfSymbol printf = Assert.Single(file.DynamicSymbols, symbol => symbol.Name == "printf");
        Assert.Equal("libc.so.6", printf.Library);
        Assert.StartsWith("GLIBC_2.", printf.Version, StringComparison.Ordinal);
        ElfSymbol exported = Assert.Single(file.DynamicSymbols, symbol => symbol.Name == "exported");
        Assert.True(exported is { IsDefined: true, IsFunction: true, IsVisible: true, Binding: ElfBinding.Global, Version: null });
        Assert.False(Assert.Single(file.DynamicSymbols, symbol => symbol.Name == "exported_data").IsFunction);
        Assert.Equal(ElfBinding.Weak, Assert.Single(file.DynamicSymbols, symbol => symbol.Name == "weakly").Binding);
        Assert.Contains(file.StaticSymbols, symbol => symbol.Name == "exported");
    }

    [Fact]
    public void Read_sees_the_instruction_set_a_file_declares()
    {
        const string Note =
            """
            .section .note.GNU-stack,"",@progbits
            .section .note.gnu.property,"a"
            .p2align 3
            .long 4, 16, 5
            .asciz "GNU"
            .long 0xc0008002, 4, 5, 0
            """;
        string note = _folder.Write("note.s", Note);
        string path = Gcc.Link(_folder, "isa", "int PyInit_isa(void) { return 0; }", "-nostdlib", note, "-Wl,-z,noexecstack");

        Assert.Equal(4u, ElfFile.Read(path).X86IsaNeeded & 4);
        Assert.Equal(0u, ElfFile.Read(Gcc.Link(_folder, "baseline", "int f(void) { return 0; }", "-nostdlib")).X86IsaNeeded & ~1u);
    }

    [Fact]
    public void A_hundred_thousand_damaged_files_are_refused_or_read_but_never_crash()
    {
        byte[] original = File.ReadAllBytes(Gcc.Link(_folder, "small", UsesLibraries, "-fvisibility=default", "-lm", "-nostartfiles", "-s"));
        int[] interesting = [.. InterestingOffsets(original)];
        byte[] image = new byte[original.Length];
        Random random = new(0x7f454c46);
        int refused = 0;
        for (int i = 0; i < 100_000; i++)
        {
            original.CopyTo(image, 0);
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                int at = random.Next(3) == 0 ? random.Next(image.Length) : interesting[random.Next(interesting.Length)];
                image[at] = random.Next(4) switch { 0 => 0xff, 1 => 0, 2 => (byte)(image[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            }

            int length = random.Next(20) == 0 ? random.Next(image.Length) : image.Length;
            try
            {
                Assert.NotNull(ElfFile.Parse(image.AsMemory(0, length), "mutation"));
            }
            catch (WheelException exception)
            {
                Assert.Equal("PYX3009", exception.Code);
                refused++;
            }
        }

        Assert.InRange(refused, 10_000, 99_000);
    }

    [Fact]
    public void Read_refuses_what_is_no_shared_object()
    {
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => ElfFile.Read(_folder.Write("text.so", "not a library"))).Code);
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => ElfFile.Read(_folder.Write("empty.so", ""))).Code);
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => ElfFile.Read(_folder["missing.so"])).Code);
        string source = _folder.Write("object.c", "int f(void) { return 0; }");
        Assert.SkipWhen(Command.Find("gcc") is null, "gcc is not on the PATH.");
        Command.Run("gcc", "-c", source, "-o", _folder["object.o"]);
        Assert.Contains("not a shared object", Assert.Throws<WheelException>(() => ElfFile.Read(_folder["object.o"])).Message, StringComparison.Ordinal);
    }

    // The headers, the dynamic segment and the tables of hashes, symbols and versions: where a changed byte means something.
    private static IEnumerable<int> InterestingOffsets(byte[] image) =>
        Enumerable.Range(0, 64 + (56 * BitConverter.ToUInt16(image, 56)))
            .Concat(Enumerable.Range((int)BitConverter.ToUInt64(image, 40), 64 * BitConverter.ToUInt16(image, 60)))
            .Concat(Enumerable.Range(0x200, 0x500))
            .Concat(DynamicSegment(image))
            .Where(offset => offset < image.Length);

    private static IEnumerable<int> DynamicSegment(byte[] image)
    {
        for (int i = 0, at = 64; i < BitConverter.ToUInt16(image, 56); i++, at += 56)
        {
            if (BitConverter.ToUInt32(image, at) == 2)
                return Enumerable.Range((int)BitConverter.ToUInt64(image, at + 8), (int)BitConverter.ToUInt64(image, at + 32));
        }

        return [];
    }

    private static void CompareWithReadelf(string path)
    {
        Assert.SkipWhen(Command.Find("readelf") is null, "readelf is not on the PATH.");
        ElfFile file = ElfFile.Read(path);
        string dynamic = Command.Run("readelf", "-dW", path);
        string Value(string tag) => Regex.Match(dynamic, $@"\({tag}\).*\[(.*)\]").Groups[1].Value;
        Assert.Equal(Regex.Matches(dynamic, @"\(NEEDED\).*\[(.*)\]").Select(match => match.Groups[1].Value), file.Needed);
        Assert.Equal(Value("SONAME"), file.SoName ?? "");
        Assert.Equal(Value("RPATH"), file.RPath ?? "");
        Assert.Equal(Value("RUNPATH"), file.RunPath ?? "");

        // Num: Value Size Type Bind Vis Ndx Name[@version (n)]; a defined version is written with '@' or '@@'.
        IEnumerable<string> symbols = ReadelfSymbol().Matches(Command.Run("readelf", "--dyn-syms", "-W", path))
            .Select(match => $"{match.Groups["name"].Value} {match.Groups["bind"].Value} {match.Groups["index"].Value != "UND"} {(match.Groups["index"].Value == "UND" ? match.Groups["version"].Value : "")}");
        Assert.Equal(symbols, file.DynamicSymbols.Select(symbol => $"{symbol.Name} {Bind(symbol.Binding)} {symbol.IsDefined} {symbol.Version}"));
    }

    private static string Bind(ElfBinding binding) => binding switch
    {
        ElfBinding.Local => "LOCAL",
        ElfBinding.Global => "GLOBAL",
        ElfBinding.Weak => "WEAK",
        _ => "UNIQUE",
    };

    [GeneratedRegex(@"^ +[1-9][0-9]*: [0-9a-f]{16} +\S+ \S+ +(?<bind>\S+) +\S+(?: +\[.*\])? +(?<index>\S+) (?<name>[^@\s]*)(?:@+(?<version>\S+))?", RegexOptions.Multiline)]
    private static partial Regex ReadelfSymbol();
}
