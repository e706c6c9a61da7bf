using System.Text.Json;
using PyExt.Wheel.Tests.Support;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Tests.Verification;

/// <summary>Rules about what is in a wheel of unknown origin.</summary>
public sealed class WheelAuditTests : IDisposable
{
    private const string Linux = "cp312-abi3-manylinux_2_17_x86_64";
    private const string MacOS = "cp312-abi3-macosx_11_0_arm64";
    private const string Windows = "cp312-abi3-win_amd64";
    private const string Module = "extern void *PyModuleDef_Init(void *), *PyLong_FromLong(long); static char d[99]; __attribute__((visibility(\"default\"))) void *PyInit_m(void) { return PyModuleDef_Init(d + (PyLong_FromLong(1) != 0)); }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pure_wheel_passes()
    {
        WheelAuditReport report = new TestWheel("py3-none-any").Audit(isPure: true);
        Assert.Empty(report.Findings);
        Assert.True(report.Passed);
        Assert.Empty(report.Binaries);
        Assert.Equal(["metadata", "Python code"], report.Parts.Select(part => part.Name));
        Assert.Equal(["py3-none-any"], report.Tags);
    }

    [Fact]
    public void Every_format_passes_under_its_own_tag()
    {
        Assert.Empty(new TestWheel(Linux).With("demo/m.abi3.so", Elf()).Audit().Findings);
        Assert.Empty(new TestWheel(MacOS).With("demo/m.abi3.so", MachO()).Audit().Findings);
        Assert.Empty(new TestWheel(Windows).With("demo/m.pyd", Pe()).Audit().Findings);
    }

    [Fact]
    public void A_format_under_the_tag_of_another_is_PYX3023()
    {
        Assert.Contains("is Mach-O, which no system of the platform tag 'manylinux_2_17_x86_64' can load", Only("PYX3023", new TestWheel(Linux).With("demo/m.abi3.so", MachO())), StringComparison.Ordinal);
        Assert.Contains("is PE, which no system of the platform tag 'macosx_11_0_arm64'", Only("PYX3023", new TestWheel(MacOS).With("demo/m.pyd", Pe())), StringComparison.Ordinal);
        Assert.Contains("is ELF, which no system of the platform tag 'win_amd64'", Only("PYX3023", new TestWheel(Windows).With("demo/m.pyd", Elf())), StringComparison.Ordinal);
        Assert.Contains("although its platform tag is 'any'", Only("PYX3023", new TestWheel("py3-none-any").With("demo/m.so", Elf())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cp312-abi3-macosx_11_0_universal2", "PYX3023", "has no code for x86_64")]
    [InlineData("cp312-abi3-macosx_11_0_x86_64", "PYX3023", "has no code for x86_64")]
    [InlineData("cp312-abi3-macosx_10_9_universal2", "PYX3023", "has no code for x86_64")]
    public void Slices_are_those_of_the_tag(string tag, string code, string message) =>
        Assert.Contains(message, Only(code, new TestWheel(tag).With("demo/m.abi3.so", MachO())), StringComparison.Ordinal);

    [Fact]
    public void A_universal_tag_goes_with_a_universal_file()
    {
        byte[] both = File.ReadAllBytes(Lld.Universal(_folder, "u", Lld.MachO(_folder, "a"), Lld.MachO(_folder, "i", architecture: "x86_64", minimum: "10.13")));
        Assert.Empty(new TestWheel("cp312-abi3-macosx_10_13_universal2").With("demo/m.abi3.so", both).Audit().Findings);
        Assert.Empty(new TestWheel("cp312-abi3-macosx_10_13_universal2.macosx_10_13_x86_64.macosx_11_0_arm64").With("demo/m.abi3.so", both).Audit().Findings);
        Assert.Contains("(x86_64)' needs macOS 10.13, but the platform tag 'macosx_10_9_universal2' promises 10.9", Only("PYX3020", new TestWheel("cp312-abi3-macosx_10_9_universal2").With("demo/m.abi3.so", both)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_macOS_than_the_tag_is_PYX3020() =>
        Assert.Contains("needs macOS 13.0, but the platform tag 'macosx_11_0_arm64' promises 11.0", Only("PYX3020", new TestWheel(MacOS).With("demo/m.abi3.so", File.ReadAllBytes(Lld.MachO(_folder, "new", minimum: "13.0")))), StringComparison.Ordinal);

    [Fact]
    public void Other_machines_are_PYX3023()
    {
        Assert.Contains("is built for x86_64, but the platform tag is 'manylinux_2_17_aarch64'", Only("PYX3023", new TestWheel("cp312-abi3-manylinux_2_17_aarch64").With("demo/m.abi3.so", Elf())), StringComparison.Ordinal);
        Assert.Contains("is built for win_amd64, but the platform tag is 'win_arm64'", Only("PYX3023", new TestWheel("cp312-abi3-win_arm64").With("demo/m.pyd", Pe())), StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_of_another_Python_is_PYX3023()
    {
        Assert.Contains("is for cp313, but the Python tag is 'cp312'", Only("PYX3023", new TestWheel("cp312-cp312-manylinux_2_17_x86_64").With("demo/m.cpython-313-x86_64-linux-gnu.so", Elf())), StringComparison.Ordinal);
        Assert.Empty(new TestWheel("cp313-cp313-manylinux_2_17_x86_64").With("demo/m.cpython-313-x86_64-linux-gnu.so", Elf()).Audit().Findings);
    }

    [Theory]
    [InlineData("cp312-abi3-win_amd64", "python312.dll", "PYX3003")]
    [InlineData("cp312-cp312-win_amd64", "python312.dll", null)]
    [InlineData("cp312-cp312-win_amd64", "python313.dll", "PYX3003")]
    [InlineData("cp312-cp312-win_amd64", "python312_d.dll", "PYX3003")]
    [InlineData("cp312-abi3-win_amd64", "private.dll", "PYX3003")]
    [InlineData("cp312-abi3-win_amd64", "KERNEL32.dll", null)]
    public void Libraries_of_Windows_are_judged_by_the_tag(string tag, string library, string? code)
    {
        string import = Lld.ImportLibrary(_folder, library, "x64", "function");
        byte[] image = File.ReadAllBytes(Lld.Pe(_folder, "m", "__declspec(dllimport) int function(void); __declspec(dllexport) int PyInit_m(void) { return function(); }", options: import));
        Assert.Equal(code is null ? [] : [code], new TestWheel(tag).With("demo/m.pyd", image).Audit().Findings.Select(finding => finding.Code));
        // In the wheel it does no harm, unless it is a Python of its own.
        if (library == "private.dll")
            Assert.Empty(new TestWheel(tag).With("demo/m.pyd", image).With("demo.libs/Private.dll", File.ReadAllBytes(_folder["private.dll"])).Audit().Findings);
    }

    [Fact]
    public void Libraries_beside_the_package_are_found_by_the_search_path()
    {
        Gcc.Link(_folder, "libother", "int other(void) { return 1; }", "-nostdlib", "-fvisibility=default", "-Wl,-soname,libother-0123.so.1");
        byte[] library = File.ReadAllBytes(_folder["libother.so"]);
        string source = "int other(void); " + Module.Replace("(1)", "(other())", StringComparison.Ordinal);
        byte[] right = File.ReadAllBytes(Gcc.Link(_folder, "m", source, "-nostdlib", _folder["libother.so"], "-Wl,-rpath,$ORIGIN/../demo.libs"));
        byte[] wrong = File.ReadAllBytes(Gcc.Link(_folder, "m", source, "-nostdlib", _folder["libother.so"]));
        byte[] outside = File.ReadAllBytes(Gcc.Link(_folder, "m", source, "-nostdlib", _folder["libother.so"], "-Wl,-rpath,$ORIGIN/../demo.libs:/home/me/lib:$ORIGIN/../.."));

        WheelAuditReport report = new TestWheel(Linux).With("demo/m.abi3.so", right).With("demo.libs/libother-0123.so.1", library).Audit();
        Assert.Empty(report.Findings);
        Assert.Contains(report.Parts, part => part.Name == "bundled libraries");
        Assert.Contains("needs libother-0123.so.1, which the platform tag", Only("PYX3003", new TestWheel(Linux).With("demo/m.abi3.so", right)), StringComparison.Ordinal);
        AuditFinding finding = Assert.Single(new TestWheel(Linux).With("demo/m.abi3.so", wrong).With("demo.libs/libother-0123.so.1", library).Audit().Findings);
        Assert.Equal(("PYX3003", AuditSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Equal(
            ["/home/me/lib", "$ORIGIN/../.."],
            new TestWheel(Linux).With("demo/m.abi3.so", outside).With("demo.libs/libother-0123.so.1", library).Audit().Findings.Where(other => other.Code == "PYX3005").Select(other => other.Message.Split('\'')[3]));
    }

    [Fact]
    public void What_is_linked_with_libpython_is_PYX3003()
    {
        Gcc.Link(_folder, "libpython3.12", "int PyLong_FromLong(void) { return 1; }", "-nostdlib", "-fvisibility=default", "-Wl,-soname,libpython3.12.so.1.0");
        byte[] image = File.ReadAllBytes(Gcc.Link(_folder, "m", Module, "-nostdlib", _folder["libpython3.12.so"]));
        Assert.Contains("is linked with libpython3.12.so.1.0", Only("PYX3003", new TestWheel(Linux).With("demo/m.abi3.so", image)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_Stable_ABI_is_that_of_the_oldest_Python_in_the_tag()
    {
        byte[] image = File.ReadAllBytes(Gcc.Link(_folder, "m", Module.Replace("PyLong_FromLong", "PyDict_GetItemRef", StringComparison.Ordinal), "-nostdlib"));
        Assert.Contains("PyDict_GetItemRef (since 3.13)", Only("PYX3004", new TestWheel(Linux).With("demo/m.abi3.so", image)), StringComparison.Ordinal);
        Assert.Empty(new TestWheel("cp313-abi3-manylinux_2_17_x86_64").With("demo/m.abi3.so", image).Audit().Findings);
        Assert.Empty(new TestWheel("cp312-cp312-manylinux_2_17_x86_64").With("demo/m.cpython-312-x86_64-linux-gnu.so", image).Audit().Findings);
    }

    [Fact]
    public void A_newer_instruction_set_is_PYX3008()
    {
        string note = _folder.Write("isa.s", ".section .note.GNU-stack,\"\",@progbits\n.section .note.gnu.property,\"a\"\n.p2align 3\n.long 4, 16, 5\n.asciz \"GNU\"\n.long 0xc0008002, 4, 7, 0\n");
        byte[] image = File.ReadAllBytes(Gcc.Link(_folder, "m", Module, "-nostdlib", note));
        Assert.Contains("needs x86-64-v3", Only("PYX3008", new TestWheel(Linux).With("demo/m.abi3.so", image)), StringComparison.Ordinal);
        Assert.Equal("x86-64-v3", new TestWheel(Linux).With("demo/m.abi3.so", image).Audit().Binaries[0].System);
    }

    [Theory]
    [InlineData("manylinux_2_17_x86_64", "GLIBC_2.34", false)]
    [InlineData("manylinux_2_34_x86_64", "GLIBC_2.34", true)]
    [InlineData("manylinux2014_x86_64", "GLIBC_2.17", true)]
    [InlineData("manylinux2014_x86_64", "GLIBC_2.18", false)]
    [InlineData("manylinux2014_x86_64.manylinux_2_17_x86_64", "GLIBC_2.17", true)]
    [InlineData("manylinux2010_x86_64", "GLIBC_2.12", true)]
    [InlineData("manylinux2010_x86_64", "GLIBC_2.14", false)]
    [InlineData("manylinux1_x86_64", "GLIBC_2.5", true)]
    [InlineData("manylinux_2_29_x86_64", "GLIBC_2.29", true)]
    [InlineData("manylinux_2_29_x86_64", "GLIBC_2.30", false)]
    public void Symbol_versions_are_those_of_the_tag(string platform, string version, bool fits)
    {
        string map = _folder.Write("libc.map", $"{version} {{ needed; }};\n");
        Gcc.Link(_folder, "libc", "int needed(void) { return 0; }", "-fvisibility=default", "-nostdlib", "-Wl,-soname,libc.so.6", "-Wl,--version-script," + map);
        byte[] image = File.ReadAllBytes(Gcc.Link(_folder, "m", "int needed(void); " + Module.Replace("(1)", "(needed())", StringComparison.Ordinal), "-nostdlib", _folder["libc.so"]));
        WheelAuditReport report = new TestWheel("cp312-abi3-" + platform).With("demo/m.abi3.so", image).Audit();
        Assert.Equal(fits ? [] : ["PYX3008"], report.Findings.Select(finding => finding.Code));
        Assert.Equal("glibc " + version["GLIBC_".Length..], report.Binaries[0].System);
    }

    [Fact]
    public void A_musl_tag_allows_musl_only()
    {
        Gcc.Link(_folder, "libc", "int needed(void) { return 0; }", "-fvisibility=default", "-nostdlib", "-Wl,-soname,libc.so");
        string source = "int needed(void); " + Module.Replace("(1)", "(needed())", StringComparison.Ordinal);
        byte[] musl = File.ReadAllBytes(Gcc.Link(_folder, "m", source, "-nostdlib", _folder["libc.so"]));
        Gcc.Link(_folder, "libc", "int needed(void) { return 0; }", "-fvisibility=default", "-nostdlib", "-Wl,-soname,libc.so.6");
        byte[] glibc = File.ReadAllBytes(Gcc.Link(_folder, "m", source, "-nostdlib", _folder["libc.so"]));
        WheelAuditReport report = new TestWheel("cp312-abi3-musllinux_1_2_x86_64").With("demo/m.abi3.so", musl).Audit();
        Assert.Empty(report.Findings);
        Assert.Equal("musl", report.Binaries[0].System);
        Assert.Contains("needs libc.so.6", Only("PYX3003", new TestWheel("cp312-abi3-musllinux_1_2_x86_64").With("demo/m.abi3.so", glibc)), StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_that_code_opens_are_listed()
    {
        byte[] image = File.ReadAllBytes(Gcc.Link(_folder, "m", Module + "__attribute__((visibility(\"hidden\"))) const char *a = \"libssl.so.3\", *b = \"not a lib.so \"; __attribute__((visibility(\"hidden\"))) const unsigned short c[] = { 'l', 'i', 'b', 'w', '.', 's', 'o', 0 };", "-nostdlib", "-Wl,-soname,m.abi3.so"));
        Assert.Equal(["libssl.so.3", "libw.so"], new TestWheel(Linux).With("demo/m.abi3.so", image).Audit().Binaries[0].OpenedAtRunTime);
    }

    [Theory]
    [InlineData("demo-1.0.data/other/a", "PYX4015", "lies in none of the folders")]
    [InlineData("demo-1.0.data/a", "PYX4015", "lies in none of the folders")]
    [InlineData("demo-1.0.data/scripts/bin/a", "PYX4015", "folder below scripts")]
    [InlineData("demo-2.0.data/data/a", "PYX4015", "does not fit the file name")]
    [InlineData("other-1.0.dist-info/METADATA", "PYX4015", "does not fit the file name")]
    [InlineData("demo/__INIT__.py", "PYX4015", "differ only in case")]
    [InlineData("demo/con:.py", "PYX4015", "Windows does not allow")]
    [InlineData("demo/empty.so", "PYX3009", "neither ELF, Mach-O nor PE")]
    [InlineData("demo-1.0.dist-info/licenses/LICENSE", null, null)]
    [InlineData("demo-1.0.data/headers/demo.h", null, null)]
    public void Places_of_files_are_checked(string path, string? code, string? message)
    {
        WheelAuditReport report = new TestWheel("py3-none-any").With(path, "x").Audit(isPure: true);
        Assert.Equal(code is null ? [] : [code], report.Errors.Select(finding => finding.Code));
        if (message is not null)
            Assert.Contains(message, report.Errors.Single().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo/__pycache__/a.cpython-312.pyc", "x", "PYX4015")]
    [InlineData("demo-1.0.data/scripts/a", "#!/home/me/venv/bin/python3\n", "PYX4015")]
    [InlineData("demo-1.0.dist-info/RECORD.jws", "x", "PYX4015")]
    [InlineData("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n", "PYX4013")]
    [InlineData("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n\nText\n", "PYX4013")]
    [InlineData("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nLicense-File: COPYING\nDescription-Content-Type: text/plain\n\nText\n", "PYX4013")]
    public void What_only_should_be_better_is_a_warning(string path, string text, string code)
    {
        WheelAuditReport report = new TestWheel("py3-none-any").With(path, text).Audit(isPure: true);
        AuditFinding finding = Assert.Single(report.Findings);
        Assert.Equal((code, AuditSeverity.Warning), (finding.Code, finding.Severity));
        Assert.True(report.Passed);
        Assert.False(report.With([], isStrict: true).Passed);
        Assert.Empty(report.With([code], isStrict: true).Findings);
    }

    [Fact]
    public void Tags_in_another_order_are_a_warning()
    {
        WheelAuditReport report = new TestWheel("cp312-abi3-manylinux2014_x86_64.manylinux_2_17_x86_64").Called("demo-1.0-cp312-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl").With("demo/m.abi3.so", Elf()).Audit();
        AuditFinding finding = Assert.Single(report.Findings);
        Assert.Equal(("PYX4012", AuditSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("demo-1.0-cp312-abi3-manylinux2014_x86_64.manylinux_2_17_x86_64.whl", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_that_are_not_known_are_not_examined()
    {
        byte[] image = Elf();
        image[18] = 22; // e_machine: s390
        AuditFinding finding = Assert.Single(new TestWheel("cp312-abi3-manylinux_2_17_s390x").With("demo/m.abi3.so", image).Audit().Findings);
        Assert.Equal(("PYX3009", AuditSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("is built for s390x", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_is_safe_to_print()
    {
        WheelAuditReport report = new TestWheel("py3-none-any").With("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n\u001b[31mX\u202e: y\n").Audit(isPure: true);
        Assert.False(report.Passed);
        Assert.DoesNotContain(AuditTable.Render(report), line => line.Any(character => char.IsControl(character) || character == '\u202e'));
    }

    [Fact]
    public void Json_says_what_the_report_says()
    {
        WheelAuditReport report = new TestWheel("cp312-abi3-manylinux_2_17_aarch64").With("demo/m.abi3.so", Elf()).Audit();
        using JsonDocument document = JsonDocument.Parse(AuditJson.Render([report]));
        Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
        JsonElement wheel = Assert.Single(document.RootElement.GetProperty("wheels").EnumerateArray());
        Assert.False(wheel.GetProperty("passed").GetBoolean());
        Assert.Equal("PYX3023", Assert.Single(wheel.GetProperty("findings").EnumerateArray()).GetProperty("code").GetString());
        JsonElement binary = Assert.Single(wheel.GetProperty("binaries").EnumerateArray());
        Assert.Equal("ELF", binary.GetProperty("format").GetString());
        Assert.Equal(["PyLong_FromLong", "PyModuleDef_Init"], binary.GetProperty("pythonSymbols").EnumerateArray().Select(symbol => symbol.GetString()));
    }

    private static string Only(string code, TestWheel wheel)
    {
        AuditFinding finding = Assert.Single(wheel.Audit().Findings);
        Assert.Equal(code, finding.Code);
        Assert.Equal(AuditSeverity.Error, finding.Severity);
        return finding.Message;
    }

    private byte[] Elf() => File.ReadAllBytes(Gcc.Link(_folder, "elf", Module, "-nostdlib"));

    private byte[] MachO() => File.ReadAllBytes(Lld.MachO(_folder, "macho"));

    private byte[] Pe() => File.ReadAllBytes(Lld.Pe(_folder, "pe", options: Lld.ImportLibrary(_folder, "python3.dll", "x64", "PyModuleDef_Init", "PyLong_FromLong")));
}
