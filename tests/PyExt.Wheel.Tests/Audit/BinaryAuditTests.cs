using PyExt.Wheel.Audit;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Audit;

public sealed class BinaryAuditTests : IDisposable
{
    private const string Init = "__attribute__((visibility(\"default\"))) void *PyInit_m(void) { return 0; }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_clean_module_earns_the_oldest_policy()
    {
        AuditReport report = Audit(Init);
        Assert.Empty(report.Findings);
        Assert.Equal("manylinux_2_17_x86_64", report.PlatformTag);
        Assert.Equal(["PyInit_m"], report.Exports);
        Assert.Empty(report.Needed);
        Assert.Null(report.GlibcVersion);
    }

    [Fact]
    public void Missing_init_function_is_PYX3001()
    {
        Finding finding = Assert.Single(Audit("__attribute__((visibility(\"hidden\"))) int x; static int PyInit_m(void) { return x; } void *p = PyInit_m;").Findings);
        Assert.Equal("PYX3001", finding.Code);
        Assert.Contains("PyInit_m", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_symbol_that_is_data_is_PYX3001() =>
        Assert.Equal(["PYX3001"], Codes(Audit("__attribute__((visibility(\"default\"))) int PyInit_m = 1;")));

    [Fact]
    public void Other_exports_are_PYX3002()
    {
        Finding finding = Assert.Single(Audit(Init + "__attribute__((visibility(\"default\"))) int helper(void) { return 1; } __attribute__((visibility(\"default\"))) int counter = 1;").Findings);
        Assert.Equal("PYX3002", finding.Code);
        Assert.Contains("counter, helper", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_outside_the_policy_are_PYX3003()
    {
        Gcc.Link(_folder, "libprivate", "int private_function(void) { return 1; }", "-fvisibility=default", "-Wl,-soname,libprivate.so.1");
        AuditReport report = Audit("int private_function(void); " + Init.Replace("return 0", "return (void *)(long)private_function()", StringComparison.Ordinal), _folder["libprivate.so"]);
        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("PYX3003", finding.Code);
        Assert.Contains("libprivate.so.1", finding.Message, StringComparison.Ordinal);
        Assert.Null(report.PlatformTag);
    }

    [Fact]
    public void Symbols_outside_the_Stable_ABI_are_PYX3004()
    {
        AuditReport report = Audit("extern void *_PyObject_GC_New(void *); extern int _Py_HashSecret; int *p = &_Py_HashSecret;" + Init.Replace("return 0", "return _PyObject_GC_New(p) ? PyList_New(0) : Py_Nothing()", StringComparison.Ordinal));
        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("PYX3004", finding.Code);
        Assert.Contains("Py_Nothing, _Py_HashSecret", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PyList_New", finding.Message, StringComparison.Ordinal);
        Assert.Contains("_Py_HashSecret", report.UndefinedPySymbols);
    }

    [Theory]
    [InlineData("3.12", "PyDict_GetItemRef", "since 3.13", "set PyMinimumVersion to 3.13")]
    [InlineData("3.13", "PyDict_GetItemRef", null, null)]
    [InlineData("3.14", "PyModule_FromSlotsAndSpec", "since 3.15", "set PyMinimumVersion to 3.15")]
    [InlineData("3.12", "PyObject_Vectorcall", null, null)]
    public void Symbols_newer_than_the_minimum_version_are_PYX3004(string minimum, string symbol, string? since, string? remedy)
    {
        AuditReport report = Audit($"extern void *{symbol}(void);" + Init.Replace("return 0", $"return {symbol}()", StringComparison.Ordinal), "auto", minimum, []);
        Assert.Equal(since is null ? [] : ["PYX3004"], Codes(report));
        if (since is not null)
        {
            Assert.Contains($"{symbol} ({since})", report.Findings[0].Message, StringComparison.Ordinal);
            Assert.Contains(remedy!, report.Findings[0].Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Data_of_the_Stable_ABI_is_known()
    {
        Assert.Empty(Audit("extern int PyExc_ValueError, Py_Version; int *a = &PyExc_ValueError, *b = &Py_Version;" + Init).Findings);
        Assert.Equal(new PythonVersion(3, 11), StableAbi.AddedIn("Py_Version"));
        Assert.Null(StableAbi.AddedIn("PyInit_m"));
    }

    [Theory]
    [InlineData("--enable-new-dtags", "RUNPATH")]
    [InlineData("--disable-new-dtags", "RPATH")]
    public void Search_paths_are_PYX3005(string option, string kind)
    {
        Finding finding = Assert.Single(Audit(Init, "-Wl,-rpath,/opt/x", "-Wl," + option).Findings);
        Assert.Equal("PYX3005", finding.Code);
        Assert.Contains($"'/opt/x' ({kind})", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Executable_stack_is_PYX3006() => Assert.Equal(["PYX3006"], Codes(Audit(Init, "-Wl,-z,execstack")));

    [Fact]
    public void Text_relocations_are_PYX3007()
    {
        string assembly = _folder.Write("text.s", ".text\n.globl local_code\n.hidden local_code\nlocal_code: .quad local_code\n.section .note.GNU-stack,\"\",@progbits\n");
        Assert.Equal(["PYX3007"], Codes(Audit(Init, assembly, "-Wl,-z,notext", "-Wl,--no-warnings")));
    }

    [Theory]
    [InlineData("auto", "manylinux_2_34_x86_64", null)]
    [InlineData("2_28", null, "PYX3008")]
    [InlineData("2_34", "manylinux_2_34_x86_64", null)]
    [InlineData("manylinux_2_38", "manylinux_2_38_x86_64", null)]
    [InlineData("2.38", "manylinux_2_38_x86_64", null)]
    [InlineData("off", "linux_x86_64", null)]
    public void Policy_follows_from_the_symbol_versions(string manylinux, string? tag, string? code)
    {
        AuditReport report = AuditWithVersion("GLIBC_2.34", manylinux);
        Assert.Equal(code is null ? [] : [code], Codes(report));
        Assert.Equal(tag, report.PlatformTag);
        Assert.Equal("2.34", report.GlibcVersion);
        if (code is not null)
            Assert.Contains("GLIBC_2.34 of libc.so.6 (needed_function)", report.Findings[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GLIBC_2.17", "manylinux_2_17_x86_64")]
    [InlineData("GLIBC_2.18", "manylinux_2_24_x86_64")]
    [InlineData("GLIBC_2.28", "manylinux_2_28_x86_64")]
    [InlineData("GLIBC_2.29", "manylinux_2_31_x86_64")]
    [InlineData("GLIBC_2.41", "manylinux_2_41_x86_64")]
    [InlineData("GLIBC_ABI_DT_RELR", "manylinux_2_36_x86_64")]
    public void Membership_counts_not_only_the_highest_version(string version, string tag) => Assert.Equal(tag, AuditWithVersion(version).PlatformTag);

    [Fact]
    public void Versions_that_no_policy_has_are_PYX3008()
    {
        AuditReport report = AuditWithVersion("GLIBC_2.99");
        Assert.Equal(["PYX3008"], Codes(report));
        Assert.Null(report.PlatformTag);
        Assert.Equal(["PYX3008"], Codes(AuditWithVersion("GLIBC_PRIVATE")));
    }

    [Fact]
    public void An_unknown_policy_is_refused()
    {
        WheelException exception = Assert.Throws<WheelException>(() => AuditWithVersion("GLIBC_2.17", "2_18"));
        Assert.Equal("PYX3008", exception.Code);
        Assert.Contains("2_17, 2_24", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tag_names_the_machine()
    {
        string path = Gcc.Link(_folder, "arm", Init, "-nostdlib");
        byte[] image = File.ReadAllBytes(path);
        image[18] = 183; // e_machine: AArch64
        File.WriteAllBytes(path, image);
        Assert.Equal("manylinux_2_17_aarch64", BinaryAudit.Run(path, new AuditOptions(ModuleName.Parse("m"), PythonVersion.Oldest)).PlatformTag);
    }

    [Fact]
    public void A_newer_instruction_set_level_is_PYX3008()
    {
        string note = _folder.Write("isa.s", ".section .note.GNU-stack,\"\",@progbits\n.section .note.gnu.property,\"a\"\n.p2align 3\n.long 4, 16, 5\n.asciz \"GNU\"\n.long 0xc0008002, 4, 5, 0\n");
        Finding finding = Assert.Single(Audit(Init, note).Findings);
        Assert.Equal("PYX3008", finding.Code);
        Assert.Contains("x86-64 level", finding.Message, StringComparison.Ordinal);
    }

    private static string[] Codes(AuditReport report) => [.. report.Findings.Select(finding => finding.Code)];

    // A stand-in for libc whose one function has the version asked for.
    private AuditReport AuditWithVersion(string version, string manylinux = "auto")
    {
        string map = _folder.Write("libc.map", $"{version} {{ needed_function; }};\n");
        Gcc.Link(_folder, "libc", "void *needed_function(void) { return 0; }", "-fvisibility=default", "-nostdlib", "-Wl,-soname,libc.so.6", "-Wl,--version-script," + map);
        return Audit("void *needed_function(void);" + Init.Replace("return 0", "return needed_function()", StringComparison.Ordinal), manylinux, "3.12", [_folder["libc.so"]]);
    }

    private AuditReport Audit(string source, params string[] options) => Audit(source, "auto", "3.12", options);

    private AuditReport Audit(string source, string manylinux, string minimum, string[] options)
    {
        string path = Gcc.Link(_folder, "m", source, ["-nostdlib", .. options]);
        return BinaryAudit.Run(path, new AuditOptions(ModuleName.Parse("pkg.m"), PythonVersion.ParseMinimum(minimum), manylinux));
    }
}
