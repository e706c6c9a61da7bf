using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>A wheel that is broken or lies is refused by <c>dotnet build -t:PyAudit</c>.</summary>
public sealed class BadWheelTests(PackedModules modules)
{
    [Fact]
    public void A_good_wheel_is_accepted()
    {
        CommandResult result = Audit(modules.Wheel("hello"));

        Assert.True(result.ExitCode == 0, result.Lines);
    }

    [Fact]
    public void A_truncated_wheel_is_refused()
    {
        using var folder = new TestFolder("truncated");
        string wheel = Copy(folder);
        using (FileStream file = File.OpenWrite(wheel))
            file.SetLength(file.Length / 2);

        Assert.Equal("PYX4010", Diagnostic.OnlyError(Audit(wheel)).Code);
    }

    [Fact]
    public void A_wheel_whose_record_lies_is_refused()
    {
        using var folder = new TestFolder("lying");
        string wheel = Copy(folder);
        using (ZipArchive archive = ZipFile.Open(wheel, ZipArchiveMode.Update))
        {
            ZipArchiveEntry stub = archive.GetEntry("hello/__init__.pyi")!;
            using var writer = new StreamWriter(stub.Open(), Encoding.UTF8);
            writer.Write("# not what the record says\n");
        }

        CommandResult result = Audit(wheel);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(Diagnostic.Read(result.Lines), diagnostic =>
            diagnostic.Code == "PYX4011" && diagnostic.Text.Contains("hello/__init__.pyi", StringComparison.Ordinal) && diagnostic.Text.Contains("RECORD", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_for_programs_goes_into_a_file()
    {
        using var folder = new TestFolder("report");
        using var project = new TestProject("Auditor");

        CommandResult result = project.Build("-t:PyAudit", $"-p:PyAuditWheel={modules.Wheel("hello")}", "-p:PyAuditFormat=json", $"-p:PyAuditOutput={folder["report.json"]}");

        result.EnsureSuccess("The audit");
        using var document = JsonDocument.Parse(File.ReadAllText(folder["report.json"]));
        Assert.True(document.RootElement.GetProperty("wheels")[0].GetProperty("passed").GetBoolean());
        Assert.False(project.WasCompiled);
    }

    [Theory]
    [InlineData("-p:PyAuditWheel=nowhere/*.whl")]
    [InlineData("-p:PyAuditWheel=a.whl", "-p:PyAuditFormat=xml")]
    public void A_request_that_makes_no_sense_is_refused(params string[] arguments)
    {
        using var project = new TestProject("Auditor");

        Assert.Equal("PYX4017", Diagnostic.OnlyError(project.Build(["-t:PyAudit", .. arguments])).Code);
    }

    private static CommandResult Audit(string wheel)
    {
        using var project = new TestProject("Auditor");
        return project.Build("-t:PyAudit", $"-p:PyAuditWheel={wheel}");
    }

    private string Copy(TestFolder folder)
    {
        string source = modules.Wheel("hello");
        string target = folder[Path.GetFileName(source)];
        File.Copy(source, target);
        return target;
    }
}
