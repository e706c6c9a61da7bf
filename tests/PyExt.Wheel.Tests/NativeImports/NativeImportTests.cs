using PyExt.Wheel.Elf;
using PyExt.Wheel.NativeImports;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Statics;
using PyExt.Wheel.Tests.Statics;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.NativeImports;

public sealed class NativeImportTests : IDisposable
{
    private const string Source = """
        using System.Runtime.InteropServices;
        namespace Some.Package;
        public static class Database
        {
            [DllImport("e_sqlite3", EntryPoint = "sqlite3_open")] public static extern int Open(int name);
            [DllImport("e_sqlite3")] public static extern int sqlite3_close(int database);
            [DllImport("libfoo.so.1"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)] public static extern int foo(int value);
            [DllImport("libc")] public static extern int getpid();
            public static class Windows { [DllImport("kernel32.dll")] public static extern int GetLastError(); [DllImport("user32")] public static extern int Beep(); }
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly StaticsProgram _program = new();

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Only_what_the_compiler_kept_is_called()
    {
        _program.Add("Some.Package", Source, package: "Some.Package");

        IReadOnlyList<NativeImport> imports = _program.Imports(
            "__pinvoke_Some_Package__Module__e_sqlite3__sqlite3_open", "__pinvoke_Some_Package__Module__libfoo_so_1_4096__foo", "__pinvoke_Other__Module__e_sqlite3__sqlite3_close", "__nativemodule_Some_Package__Module__e_sqlite3");

        Assert.Equal([("e_sqlite3", "sqlite3_open"), ("libfoo.so.1", "foo")], imports.Select(import => (import.Library, import.Function)));
        Assert.All(imports, import => Assert.Equal(("Some.Package.Database", "Some.Package"), (import.DeclaringType, import.AssemblyName)));
        Assert.Empty(_program.Imports());
    }

    [Fact]
    public void A_library_that_may_be_missing_is_named_with_who_calls_it()
    {
        _program.Add("Some.Package", Source, package: "Some.Package").Add("App", "public static class Native { [System.Runtime.InteropServices.DllImport(\"e_sqlite3\")] public static extern int sqlite3_step(int statement); }", AssemblyOrigin.Project);

        Finding finding = Assert.Single(Check(
            "__pinvoke_Some_Package__Module__e_sqlite3__sqlite3_open", "__pinvoke_Some_Package__Module__e_sqlite3__sqlite3_close", "__pinvoke_App__Module__e_sqlite3__sqlite3_step",
            "__pinvoke_Some_Package__Module__libc__getpid", "__pinvoke_Some_Package__Module__kernel32_dll__GetLastError", "__pinvoke_Some_Package__Module__user32__Beep"));

        Assert.Equal("PYX3033", finding.Code);
        Assert.Equal(
            "The module opens the library 'e_sqlite3' at run time, which manylinux_2_17 does not promise to be on the user's machine and the wheel does not bring along: "
            + "App calls sqlite3_step (Native); Some.Package 1.2.3 calls sqlite3_close, sqlite3_open (Some.Package.Database). "
            + "Add <PyNativeLibrary Include=\"…/libe_sqlite3.so\" /> for the wheel to bring it along, or <PyNativeLibrary Include=\"e_sqlite3\" Bundle=\"false\" /> if it is there where the module calls it, or finds it by a resolver of its own.",
            finding.Message);
    }

    [Theory]
    [InlineData("libm.so.6", "linux-x64", "auto", null)]
    [InlineData("m", "linux-x64", "auto", "Write its full name, 'libm.so.6': 'm' leads to it only where files for developers are installed.")]
    [InlineData("libz.so.1", "linux-x64", "2_28", null)]
    [InlineData("libmvec.so.1", "linux-x64", "auto", "manylinux_2_17 does not promise")]
    [InlineData("libmvec.so.1", "linux-x64", "2_28", null)]
    [InlineData("foo", "linux-x64", "off", null)]
    [InlineData("foo", "linux-arm64", "auto", "<PyNativeLibrary Include=\"…/libfoo.so\" />")]
    [InlineData("/opt/foo/libfoo.so.2", "linux-x64", "auto", "<PyNativeLibrary Include=\"…/libfoo.so.2\" />")]
    [InlineData("foo", "linux-musl-x64", "auto", "which no musl system has for certain")]
    [InlineData("libm.so.6", "linux-musl-x64", "auto", "which no musl system has for certain")]
    [InlineData("libobjc.dylib", "linux-x64", "auto", null)]
    [InlineData("foo", "win-x64", "auto", null)]
    [InlineData("foo", "osx-arm64", "auto", null)]
    public void Each_platform_has_libraries_of_its_own(string library, string platform, string manylinux, string? expected)
    {
        NativeImport import = new(library, "f", "T", "App", new CompiledAssembly("App.dll", AssemblyOrigin.Project));

        IReadOnlyList<Finding> findings = NativeImportRules.Check([import], NativeLibraryBundle.Empty, [], platform, manylinux);

        Assert.Equal(expected is null ? 0 : 1, findings.Count);
        Assert.All(findings, finding => Assert.Contains(expected!, finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_goes_along_and_what_is_known_to_be_there_is_no_problem()
    {
        string library = Gcc.Link(_folder, "libfoo", "int foo(void) { return 1; }", "-Wl,-soname,libfoo.so.1");
        NativeLibraryBundle bundle = NativeLibraryBundle.Read([new NativeLibrary { Item = "foo", File = library }], ElfMachine.X64);
        _program.Add("Some.Package", Source);
        string[] symbols = ["__pinvoke_Some_Package__Module__e_sqlite3__sqlite3_open", "__pinvoke_Some_Package__Module__libfoo_so_1_4096__foo"];
        IReadOnlyList<NativeImport> imports = _program.Imports(symbols);

        Assert.Equal(["e_sqlite3"], NativeImportRules.Check(imports, bundle, [], "linux-x64", "auto").Select(finding => finding.Message.Split('\'')[1]));
        Assert.Empty(NativeImportRules.Check(imports, bundle, ["libe_sqlite3.so"], "linux-x64", "auto"));
        Assert.Equal($"""
            Libraries opened at run time
              e_sqlite3 (not in the wheel)
                Some.Package: Some.Package.Database: sqlite3_open
              libfoo.so.1 (in the wheel: {bundle.Libraries[0].FileName})
                Some.Package: Some.Package.Database: foo

            """, NativeImportTable.Write(new RuntimeOpenings(imports, []), bundle));
        Assert.Equal("", NativeImportTable.Write(new RuntimeOpenings([], []), bundle));
    }

    [Fact]
    public void A_damaged_map_is_PYX3033() =>
        Assert.Equal("PYX3033", Assert.Throws<WheelException>(() => NativeImportScan.Run([], _folder.Write("m.map.xml", "<ObjectNodes><"))).Code);

    private IReadOnlyList<Finding> Check(params string[] symbols) => NativeImportRules.Check(_program.Imports(symbols), NativeLibraryBundle.Empty, [], "linux-x64", "auto");
}
