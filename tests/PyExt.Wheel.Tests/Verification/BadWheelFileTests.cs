using PyExt.Wheel.Audit;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Tests.Verification;

/// <summary>Files that cannot be a wheel or a library: one finding each, no exception, and no time or memory lost.</summary>
public sealed class BadWheelFileTests : IDisposable
{
    private const string Name = "demo-1.0-py3-none-any.whl";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_PYX4010() => Assert.Equal("there is no such file.", Problem(_folder[Name]));

    [Fact]
    public void A_folder_is_PYX4010()
    {
        Directory.CreateDirectory(_folder[Name]);
        Assert.Equal("it is a folder.", Problem(_folder[Name]));
    }

    [Fact]
    public void An_empty_file_is_PYX4010()
    {
        File.WriteAllBytes(_folder[Name], []);
        Assert.Equal("it is empty.", Problem(_folder[Name]));
    }

    [Fact]
    public void A_pipe_is_not_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        Command.Run("mkfifo", _folder[Name]);
        Assert.Equal("it is empty.", Problem(_folder[Name]));
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => Binary(_folder[Name])).Code);
    }

    [Fact]
    public void A_file_that_ends_nowhere_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /dev/zero.");
        Assert.Equal("PYX4010", Assert.Single(WheelAudit.Run("/dev/zero", Name).Findings).Code);
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => Binary("/dev/zero")).Code);
    }

    [Fact]
    public void A_huge_file_is_PYX4010_and_not_read()
    {
        using (FileStream file = File.Create(_folder[Name]))
            file.SetLength(10L << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("it is larger than 1 GiB, which the package index refuses.", Problem(_folder[Name]));
        Assert.Contains("larger than 1 GiB", Assert.Throws<WheelException>(() => Binary(_folder[Name])).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Links_are_followed_unless_they_lead_nowhere()
    {
        File.WriteAllBytes(_folder["real"], new TestWheel("py3-none-any").Pack(isPure: true));
        File.CreateSymbolicLink(_folder[Name], "real");
        Assert.Empty(WheelAudit.Run(_folder[Name]).Findings);
        File.Delete(_folder["real"]);
        Assert.Equal("it is a link to a file that is not there.", Problem(_folder[Name]));
        File.CreateSymbolicLink(_folder["real"], Name);
        Assert.Equal("PYX4010", Assert.Single(WheelAudit.Run(_folder[Name]).Findings).Code);
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => Binary(_folder[Name])).Code);
    }

    [Fact]
    public void An_unreadable_file_is_PYX4010()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("There is no /proc.");
        // As root, permissions keep nothing from being read; this never can be.
        Assert.Equal("PYX4010", Assert.Single(WheelAudit.Run("/proc/self/mem", Name).Findings).Code);
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => Binary("/proc/self/mem")).Code);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-30)]
    public void A_truncated_wheel_is_PYX4010(int length)
    {
        byte[] wheel = new TestWheel("py3-none-any").Pack(isPure: true);
        File.WriteAllBytes(_folder[Name], length > 0 ? wheel[..length] : wheel[..^-length]);
        Assert.Contains("truncated", Problem(_folder[Name]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001f\u008b\b")]
    [InlineData("BZh91AY")]
    [InlineData("7z\u00bc\u00af")]
    [InlineData("<!DOCTYPE html><html>404</html>")]
    public void Another_kind_of_file_is_PYX4010(string start)
    {
        File.WriteAllBytes(_folder[Name], [.. System.Text.Encoding.Latin1.GetBytes(start), .. new byte[500]]);
        Assert.Contains("no zip archive", Problem(_folder[Name]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_is_PYX4010_and_not_unpacked()
    {
        byte[] zeroes = new byte[200 << 20];
        using MemoryStream compressed = new();
        using (System.IO.Compression.DeflateStream deflate = new(compressed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(zeroes);
        File.WriteAllBytes(_folder[Name], RawZip.Write([new RawZip.Entry("demo/zeroes", []) { Method = 8, Data = compressed.ToArray(), Size = (uint)zeroes.Length }]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than 50 times its size", Problem(_folder[Name]), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void A_wrong_checksum_is_PYX4010_with_the_name_of_the_file()
    {
        byte[] wheel = new TestWheel("py3-none-any").With("demo/text.txt", "a unique text").Pack(isPure: true);
        wheel[wheel.AsSpan().IndexOf("a unique text"u8)] ^= 1;
        AuditFinding finding = Assert.Single(WheelAudit.Examine(wheel, Name, options: null).Findings);
        Assert.Equal(("PYX4010", "demo/text.txt"), (finding.Code, finding.Path));
        Assert.Contains("CRC-32", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_a_wheel_is_PYX4015()
    {
        byte[] wheel = RawZip.Write([new RawZip.Entry("demo/link", "/etc/passwd"u8.ToArray()) { Attributes = 0xA1FFu << 16 }]);
        Assert.Equal("PYX4015", Assert.Single(WheelAudit.Examine(wheel, Name, options: null).Findings).Code);
    }

    [Theory]
    [InlineData("../evil.py")]
    [InlineData("/etc/evil.py")]
    [InlineData("demo\\evil.py")]
    [InlineData("C:/evil.py")]
    public void A_path_that_leads_out_is_PYX4015(string path) =>
        Assert.Equal("PYX4015", Assert.Single(WheelAudit.Examine(RawZip.Write([new RawZip.Entry(path, [])]), Name, options: null).Findings).Code);

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("demo.whl")]
    [InlineData("Demo-1.0-py3-none-any.whl")]
    [InlineData("demo-1.0.0-beta.1-py3-none-any.whl")]
    public void A_file_name_that_is_none_is_PYX4012(string name) =>
        Assert.Equal("PYX4012", Assert.Single(WheelAudit.Examine(new TestWheel("py3-none-any").Pack(isPure: true), name, options: null).Findings).Code);

    [Theory]
    [InlineData("")]
    [InlineData("MZ")]
    [InlineData("\u007fELF")]
    [InlineData("#!/bin/sh\n")]
    public void A_library_with_a_wrong_start_is_PYX3009(string start)
    {
        File.WriteAllText(_folder["m.so"], start);
        WheelException exception = Assert.Throws<WheelException>(() => Binary(_folder["m.so"]));
        Assert.Equal("PYX3009", exception.Code);
    }

    private static AuditReport Binary(string path) => BinaryAudit.Run(path, new AuditOptions(ModuleName.Parse("m"), PythonVersion.Oldest));

    private static string Problem(string path)
    {
        AuditFinding finding = Assert.Single(WheelAudit.Run(path).Findings);
        Assert.Equal("PYX4010", finding.Code);
        return finding.Message;
    }
}
