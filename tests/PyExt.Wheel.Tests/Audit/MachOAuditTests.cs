using PyExt.Wheel.Audit;
using PyExt.Wheel.Binaries;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Audit;

public sealed class MachOAuditTests : IDisposable
{
    private const string Visible = "__attribute__((visibility(\"default\"))) ";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("arm64", "11.0", "macosx_11_0_arm64")]
    [InlineData("arm64", "11.3", "macosx_12_0_arm64")]
    [InlineData("arm64", "15.4", "macosx_26_0_arm64")]
    [InlineData("x86_64", "10.13", "macosx_10_13_x86_64")]
    [InlineData("x86_64", "12.0", "macosx_12_0_x86_64")]
    public void A_clean_module_gets_the_tag_of_its_version(string architecture, string minimum, string tag)
    {
        AuditReport report = Audit(Lld.MachO(_folder, "m", architecture: architecture, minimum: minimum));
        Assert.Empty(report.Findings);
        Assert.Equal(tag, report.PlatformTag);
        Assert.Equal(BinaryFormat.MachO, report.Format);
        Assert.Equal(minimum, report.MacOSVersion);
        Assert.Equal(["PyInit_m"], report.Exports);
        Assert.Equal(["PyLong_FromLong", "PyModuleDef_Init"], report.UndefinedPySymbols);
    }

    [Theory]
    [InlineData("10.13", "11.0", "macosx_10_13_universal2")]
    [InlineData("10.9", "12.0", "macosx_12_0_universal2")]
    [InlineData("11.0", "11.0", "macosx_11_0_universal2")]
    public void A_universal_module_gets_one_tag(string intel, string arm, string tag) =>
        Assert.Equal(tag, Audit(Lld.Universal(_folder, "m", Lld.MachO(_folder, "a", minimum: arm), Lld.MachO(_folder, "i", architecture: "x86_64", minimum: intel))).PlatformTag);

    [Fact]
    public void A_slice_of_a_universal_module_is_judged_on_its_own()
    {
        string arm = Lld.MachO(_folder, "a", Visible + "int PyInit_other(void) { return 1; }");
        Finding finding = Assert.Single(Audit(Lld.Universal(_folder, "m", arm, Lld.MachO(_folder, "i", architecture: "x86_64"))).Findings);
        Assert.Equal("PYX3001", finding.Code);
        Assert.StartsWith("m.so (arm64) does not export the function PyInit_m (it exports PyInit_other instead)", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exports_are_PYX3001_and_PYX3002()
    {
        Assert.Equal(["PYX3001"], Codes("int none;"));
        Assert.Equal(["PYX3001"], Codes(Visible + "int PyInit_m = 3;"));
        Assert.Equal(["PYX3002"], Codes(Visible + "int PyInit_m(void) { return 1; } " + Visible + "int helper(void) { return 2; }"));
    }

    [Fact]
    public void Symbols_outside_the_Stable_ABI_are_PYX3004()
    {
        Finding finding = Assert.Single(Audit(Lld.MachO(_folder, "m", "extern int _Py_HashSecret; extern int PyDict_GetItemRef(void); " + Visible + "int PyInit_m(void) { return _Py_HashSecret; }")).Findings);
        Assert.Equal("PYX3004", finding.Code);
        Assert.Contains("_Py_HashSecret, which is not part", finding.Message, StringComparison.Ordinal);
        Assert.Contains("since 3.13", Assert.Single(Audit(Lld.MachO(_folder, "m", "extern int PyDict_GetItemRef(void); " + Visible + "int PyInit_m(void) { return PyDict_GetItemRef(); }")).Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_only_chained_fixups_import_is_judged_too(int format)
    {
        string path = Lld.MachO(_folder, "m");
        ChainedFixups.Write(path, format, "_PyModuleDef_Init", "_PyDict_GetItemRef", "_malloc");

        AuditReport report = Audit(path);

        Assert.Equal(["PyDict_GetItemRef", "PyModuleDef_Init"], report.UndefinedPySymbols);
        Assert.Equal(["PyInit_m"], report.Exports);
        Assert.Contains("PyDict_GetItemRef (since 3.13)", Assert.Single(report.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_that_macOS_does_not_have_are_PYX3003()
    {
        string stub = Lld.MachOStub(_folder, "libprivate", "@rpath/libprivate.dylib", "_private_function");
        Finding finding = Assert.Single(Audit(Lld.MachO(_folder, "m", "extern int private_function(void); " + Visible + "int PyInit_m(void) { return private_function(); }", options: stub)).Findings);
        Assert.Equal("PYX3003", finding.Code);
        Assert.Contains("@rpath/libprivate.dylib", finding.Message, StringComparison.Ordinal);

        string python = Lld.MachOStub(_folder, "Python", "/Library/Frameworks/Python.framework/Versions/3.13/Python", "_PyLong_FromLong");
        Assert.Contains("Do not link Python", Assert.Single(Audit(Lld.MachO(_folder, "m", options: python)).Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_of_the_build_machine_are_PYX3005()
    {
        Assert.Equal(["PYX3005"], Codes(Lld.Module, "-rpath", "/Users/me/lib"));
        Assert.Empty(Codes(Lld.Module, "-rpath", "@loader_path/libs"));
        Assert.Empty(Codes(Lld.Module, "-rpath", "/usr/lib"));
        Assert.Equal(["PYX3005"], [.. Audit(Lld.MachO(_folder, "m", kind: "-dylib", options: ["-install_name", "/Users/me/m.so"])).Findings.Select(finding => finding.Code)]);
        Assert.Empty(Audit(Lld.MachO(_folder, "m", kind: "-dylib", options: ["-install_name", "@rpath/m.so"])).Findings);
    }

    [Fact]
    public void A_missing_signature_is_PYX3021_on_Arm_only()
    {
        Assert.Equal(["PYX3021"], Codes(Lld.Module, "-no_adhoc_codesign"));
        Assert.Empty(Audit(Lld.MachO(_folder, "m", architecture: "x86_64", options: "-no_adhoc_codesign")).Findings);
    }

    [Fact]
    public void A_segment_that_is_writable_and_executable_is_PYX3022()
    {
        string path = Lld.MachO(_folder, "m");
        byte[] image = File.ReadAllBytes(path);
        image[32 + 60] |= 2; // initprot of the first segment, __TEXT
        File.WriteAllBytes(path, image);
        Assert.Equal(["PYX3022"], [.. Audit(path).Findings.Select(finding => finding.Code)]);
    }

    [Fact]
    public void Another_system_of_Apple_is_PYX3023()
    {
        string path = Lld.MachO(_folder, "m");
        byte[] image = File.ReadAllBytes(path);
        int command = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x32, 0, 0, 0]);
        image[command + 8] = 2; // iOS
        File.WriteAllBytes(path, image);
        Assert.Equal(["PYX3023"], [.. Audit(path).Findings.Select(finding => finding.Code)]);
    }

    private string[] Codes(string source, params string[] options) => [.. Audit(Lld.MachO(_folder, "m", source, options: options)).Findings.Select(finding => finding.Code)];

    private static AuditReport Audit(string path) => BinaryAudit.Run(path, new AuditOptions(ModuleName.Parse("m"), PythonVersion.Oldest));
}
