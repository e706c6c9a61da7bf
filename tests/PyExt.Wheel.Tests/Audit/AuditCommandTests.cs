using System.Text.Json;
using PyExt.Audit;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Audit;

/// <summary>The command <c>pyext-audit</c>: what it prints, what it writes, and its exit code.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_exit_code_says_whether_every_wheel_passed()
    {
        Assert.Equal(0, Run(out string output, out _, [Good()]));
        Assert.StartsWith("demo-1.0-py3-none-any.whl: nothing wrong", output, StringComparison.Ordinal);
        Assert.Equal(1, Run(out output, out _, [Good(), _folder["missing.whl"]]));
        Assert.Contains("missing.whl: refused, 1 error", output, StringComparison.Ordinal);
        Assert.Contains("error   PYX4010: there is no such file.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_fail_when_asked_to_unless_they_are_ignored()
    {
        string wheel = Write(new TestWheel("py3-none-any").With("demo/__pycache__/a.pyc", "x"));
        Assert.Equal(0, Run(out _, out _, [wheel]));
        Assert.Equal(1, Run(out _, out _, [wheel], isStrict: true));
        Assert.Equal(0, Run(out _, out _, [wheel], isStrict: true, ignored: "PYX4015"));
    }

    [Fact]
    public void Json_goes_to_the_terminal_or_a_file()
    {
        Assert.Equal(0, Run(out string output, out _, [Good()], format: AuditCommand.Json));
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.True(document.RootElement.GetProperty("wheels")[0].GetProperty("passed").GetBoolean());

        Assert.Equal(0, Run(out output, out _, [Good()], format: AuditCommand.Json, file: _folder["new/report.json"]));
        Assert.Empty(output);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(_folder["new/report.json"]));
        Assert.Single(Directory.GetFiles(_folder["new"]));
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_exit_code_2()
    {
        _folder.Write("file", "");
        Assert.Equal(2, Run(out _, out string error, [Good()], file: _folder["file/report.json"]));
        Assert.StartsWith("pyext-audit: The report cannot be written to ", error, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder["folder"]);
        Assert.Equal(2, Run(out _, out _, [Good()], file: _folder["folder"]));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.partial"));
    }

    private string Good() => Write(new TestWheel("py3-none-any"));

    private string Write(TestWheel wheel)
    {
        File.WriteAllBytes(_folder[wheel.FileName], wheel.Pack(isPure: true));
        return _folder[wheel.FileName];
    }

    private static int Run(out string output, out string error, string[] wheels, string format = AuditCommand.Table, string? file = null, bool isStrict = false, params string[] ignored)
    {
        using StringWriter console = new();
        using StringWriter errors = new();
        int exitCode = new AuditCommand { Wheels = wheels, Format = format, Output = file, IsStrict = isStrict, Ignored = ignored }.Run(console, errors);
        output = console.ToString();
        error = errors.ToString();
        return exitCode;
    }
}
