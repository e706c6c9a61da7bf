using System.IO.Compression;
using System.Text;
using PyExt.Wheel.Tests.Support;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Tests.Verification;

public sealed class ZipReaderTests
{
    private static readonly RawZip.Entry Plain = new("a.txt", "content"u8.ToArray());

    public static TheoryData<string, byte[]> Lies() => new()
    {
        { "trailing bytes", RawZip.Write([Plain], trailing: [0]) },
        { "trailing bytes", RawZip.Write([Plain], comment: "hello") },
        { "trailing bytes", [.. RawZip.Write([Plain]), .. "PK"u8] },
        { "twice", RawZip.Write([Plain, Plain]) },
        { "data descriptor", RawZip.Write([Plain with { Flags = 0x808 }]) },
        { "encrypted", RawZip.Write([Plain with { Flags = 0x801 }]) },
        { "neither stored nor deflated", RawZip.Write([Plain with { Method = 12 }]) },
        { "neither stored nor deflated", RawZip.Write([Plain with { Method = 93 }]) },
        { "differs from the central directory", RawZip.Write([Plain with { LocalName = "b.txt"u8.ToArray() }]) },
        { "differs from the central directory", RawZip.Write([Plain with { LocalName = "a.text"u8.ToArray() }]) },
        { "differs from the central directory", RawZip.Write([Plain with { LocalSize = 8 }]) },
        { "differs from the central directory", RawZip.Write([Plain with { LocalFlags = 0 }]) },
        { "control characters", RawZip.Write([new("a\nb", [])]) },
        { "control characters", RawZip.Write([new("a\0b", [])]) },
        { "not UTF-8", RawZip.Write([new("", []) { RawName = [0xff] }]) },
        { "not UTF-8", RawZip.Write([new("ü", []) { Flags = 0 }]) },
        { "comment", RawZip.Write([Plain with { Comment = "x" }]) },
        { "gaps", RawZip.Write([Plain with { Gap = [1, 2, 3] }, new("b", [])]) },
        { "between its last file", RawZip.Write([Plain with { Gap = [1, 2, 3] }]) },
        { "ZIP64", RawZip.Write([Plain with { Size = uint.MaxValue }]) },
        { "ZIP64", RawZip.Write([Plain with { Extra = [1, 0, 0, 0] }]) },
        { "ZIP64", RawZip.Write([Plain with { LocalExtra = [9, 9, 1, 0, 5, 1, 0, 0, 0] }]) },
        { "second name", RawZip.Write([Plain with { LocalExtra = [0x75, 0x70, 1, 0, 1] }]) },
        { "damaged extra", RawZip.Write([Plain with { Extra = [9, 9, 5, 0] }]) },
        { "damaged extra", RawZip.Write([Plain with { LocalExtra = [9] }]) },
        { "central directory", RawZip.Write([Plain], count: 2) },
        { "central directory", RawZip.Write([Plain, new("b", [])], count: 1) },
        { "truncated", [] },
        { "truncated", "PK"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Lies), DisableDiscoveryEnumeration = true)]
    public void An_archive_that_two_readers_could_read_differently_is_refused(string problem, byte[] archive)
    {
        List<string> problems = [];
        Assert.Empty(ZipReader.Read(archive, problems));
        Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_and_deflated_members_are_read()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("content ", 1000)));
        List<string> problems = [];
        IReadOnlyList<ZipMember> members = ZipReader.Read(RawZip.Write([Plain, new("b", text) { Method = 8, Data = Deflate(text) }, new("empty", []) { Method = 8, Data = [3, 0], Extra = [9, 9, 1, 0, 5] }]), problems);

        Assert.Empty(problems);
        Assert.Equal(["a.txt", "b", "empty"], members.Select(member => member.Name));
        Assert.Equal([Plain.Content, text, []], members.Select(ZipReader.Extract));
    }

    public static TheoryData<RawZip.Entry> Damages()
    {
        byte[] text = Encoding.UTF8.GetBytes(new string('x', 10_000));
        RawZip.Entry deflated = new("b", text) { Method = 8, Data = Deflate(text) };
        return
        [
            Plain with { Checksum = 1 },
            Plain with { Size = 6 },
            deflated with { Checksum = 1 },
            deflated with { Size = 9_999 },
            deflated with { Size = 10_001 },
            deflated with { Size = 2_000_000_000 },
            deflated with { Data = deflated.Data![..^1] },
            deflated with { Data = [.. deflated.Data, 0] },
            deflated with { Data = [] },
            deflated with { Data = [7, 7, 7] },
        ];
    }

    [Theory]
    [MemberData(nameof(Damages), DisableDiscoveryEnumeration = true)]
    public void Data_that_does_not_give_what_the_header_promises_is_refused(RawZip.Entry entry)
    {
        List<string> problems = [];
        ZipMember member = Assert.Single(ZipReader.Read(RawZip.Write([entry]), problems));
        Assert.Null(ZipReader.Extract(member));
    }

    [Fact]
    public void Links_are_no_regular_files()
    {
        List<string> problems = [];
        ZipMember[] members = [.. ZipReader.Read(RawZip.Write([Plain with { Attributes = 0xA1FFu << 16 }, new("b", []) { Attributes = 0x81A4u << 16 }, new("c", [])]), problems)];
        Assert.Empty(problems);
        Assert.Equal([false, true, true], members.Select(member => member.IsRegularFile));
    }

    [Fact]
    public void Damaged_wheels_give_findings_and_never_exceptions()
    {
        using TemporaryFolder folder = new();
        WheelResult wheel = WheelPacker.Pack(Samples.Request(folder));
        byte[] original = File.ReadAllBytes(wheel.Path);
        Random random = new(4010);
        int directory = BitConverter.ToInt32(original, original.Length - 6);
        int unnoticed = 0;
        for (int i = 0; i < 2_000; i++)
        {
            byte[] damaged = [.. original];
            int at = random.Next(2) == 0 ? random.Next(directory, damaged.Length) : random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            int length = random.Next(10) == 0 ? random.Next(damaged.Length) : damaged.Length;
            File.WriteAllBytes(wheel.Path, damaged[..length]);
            unnoticed += WheelVerifier.Verify(wheel.Path).Count == 0 ? 1 : 0;
        }

        // A flipped bit in a time stamp, in "version made by" or in the permissions changes nothing that is promised.
        Assert.InRange(unnoticed, 1, 600);
    }

    private static byte[] Deflate(byte[] content)
    {
        using MemoryStream compressed = new();
        using (DeflateStream deflate = new(compressed, CompressionLevel.Optimal))
            deflate.Write(content);
        return compressed.ToArray();
    }
}
