using System.IO.Compression;
using System.Text;
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
