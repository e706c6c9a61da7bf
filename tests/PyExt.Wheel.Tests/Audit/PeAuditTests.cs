using PyExt.Wheel.Audit;
using PyExt.Wheel.Binaries;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Audit;

public sealed class PeAuditTests : IDisposable
{
    private const string Init = "__declspec(dllexport) int PyInit_m(void) { return 1; }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x64", "win_amd64")]
    [InlineData("arm64", "win_arm64")]
    public void A_clean_module_gets_the_tag_of_its_machine(string machine, string tag)
    {
        AuditReport report = Audit(Lld.Pe(_folder, "m", machine: machine, options: Lld.ImportLibrary(_folder, "python3.dll", machine, "PyModuleDef_Init", "PyLong_FromLong")));
        Assert.Empty(report.Findings);
        Assert.Equal(tag, report.PlatformTag);
        Assert.Equal(BinaryFormat.Pe, report.Format);
        Assert.Equal(["PyLong_FromLong", "PyModuleDef_Init"], report.UndefinedPySymbols);
        Assert.Equal(["python3.dll"], report.Needed);
    }

    [Fact]
    public void Exports_are_PYX3001_and_PYX3002()
    {
        Assert.Equal(["PYX3001"], Codes("int none;"));
        Assert.Equal(["PYX3001"], Codes("__declspec(dllexport) int PyInit_m = 3;"));
        Assert.Equal(["PYX3002"], Codes(Init + " __declspec(dllexport) int helper(void) { return 2; }"));
    }

    [Theory]
    [InlineData("python312.dll", "from python3.dll")]
    [InlineData("python314t.dll", "from python3.dll")]
    [InlineData("private.dll", "private.dll, which Windows does not have")]
    [InlineData("msvcp140.dll", "msvcp140.dll, which Windows does not have")]
    public void Libraries_that_not_every_Windows_has_are_PYX3003(string library, string message)
    {
        Finding finding = Assert.Single(Audit(Using(library)).Findings);
        Assert.Equal("PYX3003", finding.Code);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KERNEL32.dll")]
    [InlineData("api-ms-win-crt-heap-l1-1-0.dll")]
    [InlineData("bcrypt.dll")]
    [InlineData("VCRUNTIME140.dll")]
    public void Libraries_of_the_system_are_allowed(string library) => Assert.Empty(Audit(Using(library)).Findings);

    [Fact]
    public void Delayed_libraries_count()
    {
        string import = Lld.ImportLibrary(_folder, "other.dll", "x64", "function");
        Finding finding = Assert.Single(Audit(Lld.Pe(
            _folder, "m", "__declspec(dllimport) int function(void); void *__delayLoadHelper2(void *a, void *b) { return 0; } __declspec(dllexport) int PyInit_m(void) { return function(); }", options: [import, "/delayload:other.dll"])).Findings);
        Assert.Contains("other.dll (at the first use)", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Symbols_outside_the_Stable_ABI_are_PYX3004()
    {
        string import = Lld.ImportLibrary(_folder, "python3.dll", "x64", "PyNothing_AtAll");
        Finding finding = Assert.Single(Audit(Lld.Pe(_folder, "m", "__declspec(dllimport) int PyNothing_AtAll(void); __declspec(dllexport) int PyInit_m(void) { return PyNothing_AtAll(); }", options: import)).Findings);
        Assert.Equal("PYX3004", finding.Code);
    }

    [Theory]
    [InlineData("/dynamicbase:no", "/DYNAMICBASE, /HIGHENTROPYVA")]
    [InlineData("/highentropyva:no", "without /HIGHENTROPYVA")]
    [InlineData("/nxcompat:no", "without /NXCOMPAT")]
    [InlineData("/section:.text,erw", "writable and executable")]
    public void Missing_protection_is_PYX3022(string option, string message)
    {
        string[] options = option == "/dynamicbase:no" ? [option, "/highentropyva:no"] : [option];
        Finding finding = Assert.Single(Audit(Lld.Pe(_folder, "m", Init, options: options)).Findings);
        Assert.Equal("PYX3022", finding.Code);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    private string Using(string library)
    {
        string import = Lld.ImportLibrary(_folder, library, "x64", "function");
        return Lld.Pe(_folder, "m", "__declspec(dllimport) int function(void); __declspec(dllexport) int PyInit_m(void) { return function(); }", options: import);
    }

    private string[] Codes(string source) => [.. Audit(Lld.Pe(_folder, "m", source)).Findings.Select(finding => finding.Code)];

    private static AuditReport Audit(string path) => BinaryAudit.Run(path, new AuditOptions(ModuleName.Parse("m"), PythonVersion.Oldest));
}
