using PyExt.Wheel.Apps;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Tests.Apps;

/// <summary>Programs of a wheel: what the audit of our own says, and what the linter says of everybody's.</summary>
public sealed class AppAuditTests : IDisposable
{
    private const string Linux = "cp312-abi3-manylinux_2_17_x86_64";
    private const string Tool = "demo-1.0.data/scripts/tool";
    private const string Main = "int main(void) { return 0; } void _start(void) { }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_is_bound_by_the_tag_and_has_to_export_nothing()
    {
        AuditReport report = Run(Program());

        Assert.Empty(report.Findings);
        Assert.Equal("manylinux_2_17_x86_64", report.PlatformTag);
    }

    [Fact]
    public void The_tag_of_the_wheel_is_the_newest_that_the_module_or_an_app_needs()
    {
        Assert.Equal("manylinux_2_28_x86_64", AppAudit.Highest("manylinux_2_17_x86_64", "manylinux_2_28_x86_64"));
        Assert.Equal("manylinux_2_28_aarch64", AppAudit.Highest("manylinux_2_28_aarch64", "manylinux_2_5_aarch64"));
        Assert.Equal("macosx_12_0_arm64", AppAudit.Highest("macosx_11_0_arm64", "macosx_12_0_arm64"));
        Assert.Equal("win_amd64", AppAudit.Highest("win_amd64", "win_amd64"));
        Assert.Null(AppAudit.Highest("win_amd64", "win_arm64"));
        Assert.Null(AppAudit.Highest("manylinux_2_17_x86_64", "manylinux_2_17_aarch64"));
        Assert.Null(AppAudit.Highest("manylinux_2_17_x86_64", "linux_x86_64"));
    }

    [Theory]
    [InlineData("PYX3005", "The app 'tool' carries the library search path '/opt/lib'", "-Wl,-rpath,/opt/lib")]
    [InlineData("PYX3006", "The app 'tool' asks for an executable stack", "-Wl,-z,execstack")]
    public void What_is_wrong_with_a_program_is_said_of_it(string code, string message, string option)
    {
        Finding finding = Assert.Single(Run(Program(option)).Findings);

        Assert.Equal(code, finding.Code);
        Assert.StartsWith(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_needs_another_library_is_PYX3003_and_is_not_told_to_bring_it_along()
    {
        Gcc.Link(_folder, "libprivate", "int secret(void) { return 1; }", "-nostdlib", "-fvisibility=default", "-Wl,-soname,libprivate.so.1");

        Finding finding = Assert.Single(Run(Program("-Wl,--no-as-needed", _folder["libprivate.so"])).Findings);

        Assert.Equal("PYX3003", finding.Code);
        Assert.StartsWith("The app 'tool' needs libprivate.so.1, which ", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith("What a wheel brings along is found by its module only: link statically, remove the dependency, or call it from the module.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_linter_judges_programs_of_any_wheel()
    {
        byte[] program = File.ReadAllBytes(Program());
        WheelAuditReport good = Audit(program, 0x81ED);
        Assert.Empty(good.Findings);
        Assert.Equal(["x86_64"], Assert.Single(good.Binaries).Architectures);

        Assert.Equal("PYX3006", Assert.Single(Audit(File.ReadAllBytes(Program("-Wl,-z,execstack")), 0x81ED).Findings).Code);
        // One that is loaded at one address, as Go's are, is read as well.
        Assert.Equal("PYX3006", Assert.Single(Audit(File.ReadAllBytes(Program("-Wl,-z,execstack", "-no-pie", "-Wl,--no-as-needed", "-lc")), 0x81ED).Findings).Code);

        AuditFinding mode = Assert.Single(Audit(program, 0x81A4).Findings);
        Assert.Equal(("PYX4015", AuditSeverity.Warning), (mode.Code, mode.Severity));
        Assert.Contains("without the bits that let it be executed", mode.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$ORIGIN/../../demo.libs", false)] // as it lies in the wheel
    [InlineData("$ORIGIN/../lib/python3.12/site-packages/demo.libs", true)] // as it is installed
    public void A_program_finds_a_library_of_the_wheel_only_from_where_it_is_installed(string searchPath, bool isFound)
    {
        Gcc.Link(_folder, "libother", "int other(void) { return 1; }", "-nostdlib", "-fvisibility=default", "-Wl,-soname,libother.so.1");
        byte[] program = File.ReadAllBytes(Program("-Wl,--no-as-needed", _folder["libother.so"], "-Wl,-rpath," + searchPath));

        AuditFinding[] errors = [.. Audit(program, 0x81ED, ("demo.libs/libother.so.1", File.ReadAllBytes(_folder["libother.so"]))).Errors];

        if (isFound)
        {
            Assert.Empty(errors);
            return;
        }

        AuditFinding error = Assert.Single(errors);
        Assert.Equal("PYX3003", error.Code);
        Assert.Contains("installers put commands apart from packages, where the search path '$ORIGIN/../../demo.libs' does not lead: the command does not start", error.Message, StringComparison.Ordinal);
    }

    private string Program(params string[] options)
    {
        // -pie comes after -shared, and so does -no-pie.
        return Gcc.Link(_folder, "tool", Main, ["-nostdlib", options.Contains("-no-pie") ? "-no-pie" : "-pie", .. options.Where(option => option != "-no-pie")]);
    }

    private static AuditReport Run(string program)
    {
        AuditReport module = new([], null, "manylinux_2_17_x86_64", [], [], []);
        return AppAudit.Run([new WheelApp("/tool.csproj", "tool", program)], module, new AuditOptions(ModuleName.Parse("demo"), new PythonVersion(3, 12)));
    }

    private WheelAuditReport Audit(byte[] program, int mode, params (string Path, byte[] Content)[] others)
    {
        byte[] module = File.ReadAllBytes(Gcc.Link(_folder, "m", "__attribute__((visibility(\"default\"))) void *PyInit_m(void) { return 0; }", "-nostdlib"));
        TestWheel wheel = new TestWheel(Linux).With("demo/m.abi3.so", module).With(Tool, program).WithMode(Tool, mode);
        foreach ((string path, byte[] content) in others)
            wheel.With(path, content);
        return WheelAudit.Examine(wheel.Pack(), wheel.FileName, options: null) is { } report
            ? report with { Binaries = [.. report.Binaries.Where(binary => binary.Path == Tool)] }
            : throw new InvalidOperationException();
    }
}
