using System.Text.Json;
using PyExt.Testing;
using PyExt.Wheel.MachO;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.MachO;

public sealed class MachOFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("arm64", MachOArchitecture.Arm64)]
    [InlineData("x86_64", MachOArchitecture.X64)]
    public void A_bundle_is_read(string architecture, MachOArchitecture expected)
    {
        MachOSlice slice = Assert.Single(MachOFile.Read(Lld.MachO(_folder, "m", architecture: architecture)).Slices);

        Assert.Equal(expected, slice.Architecture);
        Assert.Equal(MachOKind.Bundle, slice.Kind);
        Assert.Equal(["/usr/lib/libSystem.B.dylib"], slice.Needed);
        Assert.Equal(["PyInit_m"], slice.Exports);
        Assert.Equal(["PyLong_FromLong", "PyModuleDef_Init"], slice.Symbols.Where(symbol => !symbol.IsDefined && symbol.Name.StartsWith("Py", StringComparison.Ordinal)).Select(symbol => symbol.Name).Order());
        Assert.True(slice.Symbols.Single(symbol => symbol.Name == "PyInit_m") is { IsDefined: true, IsFunction: true, IsExternal: true });
        Assert.Equal(new Version(11, 0), slice.MinimumVersion);
        Assert.True(slice.IsForMacOS);
        Assert.Null(slice.InstallName);
        Assert.Empty(slice.RPaths);
        Assert.Equal(architecture == "arm64", slice.HasCodeSignature);
        Assert.False(slice.HasExecutableStack);
        Assert.False(slice.HasWritableCode);
    }

    [Fact]
    public void Names_paths_and_versions_are_read()
    {
        string library = Lld.MachOStub(_folder, "libprivate", "@rpath/libprivate.1.dylib", "_private_function");
        string path = Lld.MachO(
            _folder, "m", "extern int private_function(void); __attribute__((visibility(\"default\"))) int data = 3; __attribute__((visibility(\"default\"))) int PyInit_m(void) { return private_function(); }",
            "x86_64", "10.13", "-dylib", library, "-rpath", "/Users/me/lib", "-rpath", "@loader_path/..", "-install_name", "/Users/me/m.so");

        MachOSlice slice = Assert.Single(MachOFile.Read(path).Slices);

        Assert.Equal(MachOKind.Library, slice.Kind);
        Assert.Equal("/Users/me/m.so", slice.InstallName);
        Assert.Equal(["/Users/me/lib", "@loader_path/.."], slice.RPaths);
        Assert.Equal(["/usr/lib/libSystem.B.dylib", "@rpath/libprivate.1.dylib"], slice.Needed.Order().Reverse());
        Assert.Equal(new Version(10, 13), slice.MinimumVersion);
        Assert.Equal(["PyInit_m", "data"], slice.Exports.Order(StringComparer.Ordinal));
        Assert.False(slice.Symbols.Single(symbol => symbol.Name == "data").IsFunction);
    }

    [Fact]
    public void A_universal_file_has_a_slice_for_each_architecture()
    {
        string path = Lld.Universal(_folder, "universal", Lld.MachO(_folder, "arm"), Lld.MachO(_folder, "intel", architecture: "x86_64", minimum: "10.13"));

        MachOFile file = MachOFile.Read(path);

        Assert.Equal([MachOArchitecture.X64, MachOArchitecture.Arm64], file.Slices.Select(slice => slice.Architecture));
        Assert.Equal([new Version(10, 13), new Version(11, 0)], file.Slices.Select(slice => slice.MinimumVersion));
    }

    [Theory]
    [InlineData("arm64")]
    [InlineData("x86_64")]
    public void Symbols_are_those_that_llvm_nm_sees(string architecture)
    {
        string path = Lld.MachO(_folder, "m", "extern void *PyList_New(long); extern int weak(void) __attribute__((weak_import)); static int hidden; int shared; void *PyInit_m(void) { return weak ? PyList_New(hidden++) : &shared; } int PyInit_n(void) { return 1; }", architecture, "11.0", "-dylib");
        string[] expected = [.. Command.Run(Requires.Linker("llvm-nm"), "--no-sort", path).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]).Order(StringComparer.Ordinal)];

        string[] read = [.. Assert.Single(MachOFile.Read(path).Slices).Symbols.Select(symbol => symbol.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(expected.Select(name => name.StartsWith('_') ? name[1..] : name).Order(StringComparer.Ordinal), read);
    }

    [Fact]
    public void Every_damage_is_PYX3009_or_nothing()
    {
        byte[] image = File.ReadAllBytes(Lld.Universal(_folder, "universal", Lld.MachO(_folder, "arm"), Lld.MachO(_folder, "intel", architecture: "x86_64")));
        Damage.Try(image, damaged => MachOFile.Parse(damaged, "m.so"));
    }

    [Fact]
    public void Damaged_chained_fixups_are_PYX3009_or_nothing()
    {
        string path = Lld.MachO(_folder, "m");
        int at = ChainedFixups.Write(path, 1, "_PyModuleDef_Init", "_PyLong_FromLong");
        byte[] image = File.ReadAllBytes(path);
        Assert.Equal(["PyLong_FromLong", "PyModuleDef_Init"], Assert.Single(MachOFile.Parse(image, "m.so").Slices).Imports.Order(StringComparer.Ordinal));

        // Version, places of imports and names, count, formats: each wrong in turn.
        foreach (int field in new[] { 0, 8, 12, 16, 20, 24 })
        {
            byte[] damaged = [.. image];
            damaged[at + field + 3] = 0x7f;
            Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => MachOFile.Parse(damaged, "m.so")).Code);
        }

        Damage.Try(image, damaged => MachOFile.Parse(damaged, "m.so"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[207, 250, 237, 254]")]
    [InlineData("[202, 254, 186, 190, 0, 0, 0, 0]")]
    [InlineData("[202, 254, 186, 190, 0, 0, 0, 2, 1, 0]")]
    [InlineData("[206, 250, 237, 254, 7, 0, 0, 0]")]
    public void What_is_no_library_is_PYX3009(string bytes)
    {
        byte[] image = JsonSerializer.Deserialize<int[]>(bytes)!.Select(value => (byte)value).ToArray();
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => MachOFile.Parse(image, "m.so")).Code);
    }
}
