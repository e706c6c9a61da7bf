using PyExt.Testing;
using PyExt.Wheel.Pe;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Pe;

public sealed class PeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x64", PeMachine.X64)]
    [InlineData("arm64", PeMachine.Arm64)]
    public void A_module_is_read(string machine, PeMachine expected)
    {
        string python = Lld.ImportLibrary(_folder, "python3.dll", machine, "PyModuleDef_Init", "PyLong_FromLong");

        PeFile file = PeFile.Read(Lld.Pe(_folder, "m", machine: machine, options: python));

        Assert.Equal(expected, file.Machine);
        Assert.True(file is { IsLibrary: true, HasDynamicBase: true, HasHighEntropy: true, HasDataExecutionPrevention: true, HasWritableCode: false });
        Assert.Equal([new PeExport("PyInit_m", IsFunction: true)], file.Exports);
        PeImport import = Assert.Single(file.Imports);
        Assert.Equal("python3.dll", import.Library);
        Assert.False(import.IsDelayed);
        Assert.Equal(["PyLong_FromLong", "PyModuleDef_Init"], import.Symbols.Order());
    }

    [Fact]
    public void A_32_bit_library_is_read()
    {
        string python = Lld.ImportLibrary(_folder, "python3.dll", "x86", "PyList_New");
        PeFile file = PeFile.Read(Lld.Pe(_folder, "m", "__declspec(dllimport) void *PyList_New(void); __declspec(dllexport) void *PyInit_m(void) { return PyList_New(); }", "x86", options: python));
        Assert.Equal(PeMachine.X86, file.Machine);
        Assert.Contains("PyInit_m", Assert.Single(file.Exports).Name, StringComparison.Ordinal);
        Assert.Equal("python3.dll", Assert.Single(file.Imports).Library);
    }

    [Fact]
    public void Options_of_the_linker_are_seen()
    {
        PeFile file = PeFile.Read(Lld.Pe(_folder, "m", "__declspec(dllexport) int data = 1;", options: ["/dynamicbase:no", "/nxcompat:no", "/section:.text,erw", "/highentropyva:no"]));
        Assert.True(file is { HasDynamicBase: false, HasHighEntropy: false, HasDataExecutionPrevention: false });
        Assert.Equal([new PeExport("data", IsFunction: false)], file.Exports);
        Assert.Empty(file.Imports);
    }

    [Fact]
    public void Delayed_imports_are_seen()
    {
        string other = Lld.ImportLibrary(_folder, "other.dll", "x64", "other_function");
        const string source = "__declspec(dllimport) int other_function(void); void *__delayLoadHelper2(void *a, void *b) { return 0; } __declspec(dllexport) int PyInit_m(void) { return other_function(); }";
        PeFile file = PeFile.Read(Lld.Pe(_folder, "m", source, options: [other, "/delayload:other.dll"]));
        PeImport import = Assert.Single(file.Imports);
        Assert.Equal("other.dll", import.Library);
        Assert.Equal(["other_function"], import.Symbols);
        Assert.True(import.IsDelayed);
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Imports_and_exports_are_those_that_llvm_readobj_sees(string machine)
    {
        string python = Lld.ImportLibrary(_folder, "python3.dll", machine, "PyList_New", "PyLong_FromLong");
        string other = Lld.ImportLibrary(_folder, "KERNEL32.dll", machine, "LoadLibraryW");
        string path = Lld.Pe(
            _folder, "m", "__declspec(dllimport) void *PyList_New(void), *PyLong_FromLong(void), *LoadLibraryW(void); __declspec(dllexport) int data; __declspec(dllexport) void *PyInit_m(void) { return PyList_New() ? PyLong_FromLong() : LoadLibraryW(); }",
            machine, options: [python, other]);
        string[] lines = [.. Command.Run(Requires.Linker("llvm-readobj"), "--coff-imports", "--coff-exports", path).Split('\n').Select(line => line.Trim())];

        PeFile file = PeFile.Read(path);

        // Nameless entries are numbers without a name.
        Assert.Equal(
            lines.Where(line => line.StartsWith("Name: ", StringComparison.Ordinal)).Select(line => line[6..]).Order(StringComparer.Ordinal),
            file.Imports.Select(import => import.Library).Concat(file.Exports.Select(export => export.Name)).Order(StringComparer.Ordinal));
        Assert.Equal(
            lines.Where(line => line.StartsWith("Symbol: ", StringComparison.Ordinal)).Select(line => line[8..line.IndexOf(" (", StringComparison.Ordinal)]).Order(StringComparer.Ordinal),
            file.Imports.SelectMany(import => import.Symbols).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_damage_is_PYX3009_or_nothing()
    {
        string python = Lld.ImportLibrary(_folder, "python3.dll", "x64", "PyModuleDef_Init", "PyLong_FromLong");
        Damage.Try(File.ReadAllBytes(Lld.Pe(_folder, "m", options: python)), damaged => PeFile.Parse(damaged, "m.pyd"));
    }

    [Fact]
    public void What_is_no_library_is_PYX3009()
    {
        foreach (byte[] image in new byte[][] { [], "MZ"u8.ToArray(), [.. "MZ"u8, .. new byte[200]] })
            Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => PeFile.Parse(image, "m.pyd")).Code);
    }
}
