using System.Buffers.Binary;
using System.Text;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace PyExt.Wheel.Verification;

/// <summary>
/// Reads a zip archive and refuses everything about which two readers could disagree: local headers that differ from the central
/// directory, gaps, overlaps, data descriptors, trailing bytes. Every offset is checked.
/// </summary>
internal sealed class ZipReader
{
    private const uint LocalSignature = 0x04034b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const int LocalHeaderSize = 30;
    private const int CentralHeaderSize = 46;
    private const int EndRecordSize = 22;
    private const int Encrypted = 1;
    private const int DataDescriptor = 8;
    private const int Utf8Name = 0x800;
    private const int UnixHost = 3;
    private const int Zip64Extra = 0x0001;
    private const int UnicodePathExtra = 0x7075;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _archive;
    private readonly List<string> _problems;

    private ZipReader(ReadOnlyMemory<byte> archive, List<string> problems)
    {
        _archive = archive;
        _problems = problems;
    }

    private ReadOnlySpan<byte> Bytes => _archive.Span;

    /// <summary>Reads the members in the order of the central directory; what is wrong with the archive goes into <paramref name="problems"/>.</summary>
    public static IReadOnlyList<ZipMember> Read(ReadOnlyMemory<byte> archive, List<string> problems)
    {
        ZipReader reader = new(archive, problems);
        List<ZipMember> members = [];
        return reader.ReadMembers(members) ? members : [];
    }

    /// <summary>Decompresses a member.</summary>
    /// <returns>The content, or null when the data does not give what the header promises.</returns>
    public static byte[]? Extract(ZipMember member)
    {
        byte[]? content = member.Method == ZipMember.Stored
            ? (member.Data.Length == member.Size ? member.Data.ToArray() : null)
            : Inflate(member);
        if (content is null)
            return null;

        Crc32 checksum = new();
        checksum.Update(content);
        return checksum.Value == member.Checksum ? content : null;
    }

    private static byte[]? Inflate(ZipMember member)
    {
        // Deflate cannot shrink by more than about 1:1032; a larger promise is a lie that would cost memory.
        if (member.Size > member.Data.Length * 1040L + 64 || member.Size > Array.MaxLength - 1)
            return null;

        try
        {
            Inflater inflater = new(noHeader: true);
            inflater.SetInput(member.Data.ToArray());
            byte[] buffer = new byte[member.Size + 1];
            int length = 0;
            for (int read = 1; read > 0 && !inflater.IsFinished && length < buffer.Length; length += read)
                read = inflater.Inflate(buffer, length, buffer.Length - length);
            return inflater.IsFinished && length == member.Size && inflater.RemainingInput == 0 ? buffer[..length] : null;
        }
        catch (Exception exception) when (exception is SharpZipBaseException or IndexOutOfRangeException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool ReadMembers(List<ZipMember> members)
    {
        int end = Bytes.Length - EndRecordSize;
        if (end < 0 || UInt32(end) != EndSignature)
            return Refuse("it does not end in the end record of a zip archive; it is truncated, has trailing bytes, or is no zip archive");

        int count = UInt16(end + 10);
        uint directorySize = UInt32(end + 12);
        uint directoryStart = UInt32(end + 16);
        if (UInt16(end + 4) != 0 || UInt16(end + 6) != 0 || UInt16(end + 8) != count)
            return Refuse("it is split over several disks");
        if (count == 0xFFFF || directoryStart == uint.MaxValue || directorySize == uint.MaxValue)
            return Refuse("it uses ZIP64, which no wheel below 4 GiB needs");
        if (directoryStart + (ulong)directorySize != (ulong)end)
            return Refuse("its central directory does not lie where the end record says");

        int at = (int)directoryStart;
        int nextLocal = 0;
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            if (ReadMember(ref at, ref nextLocal, end, (int)directoryStart) is not ZipMember member)
                return false;
            if (!names.Add(member.Name))
                return Refuse($"it holds '{Shown(member.Name)}' twice");
            members.Add(member);
        }

        if (at != end)
            return Refuse("its central directory holds more than the end record says");
        return nextLocal == (int)directoryStart || Refuse("it has bytes between its last file and its central directory");
    }

    private ZipMember? ReadMember(ref int at, ref int nextLocal, int directoryEnd, int directoryStart)
    {
        if (at > directoryEnd - CentralHeaderSize || UInt32(at) != CentralSignature)
            return Stop("its central directory is damaged");

        int nameLength = UInt16(at + 28);
        int extraLength = UInt16(at + 30);
        int commentLength = UInt16(at + 32);
        int headerLength = CentralHeaderSize + nameLength + extraLength + commentLength;
        if (at > directoryEnd - headerLength)
            return Stop("its central directory is damaged");

        int flags = UInt16(at + 8);
        if (NameOf(Bytes.Slice(at + CentralHeaderSize, nameLength), flags) is not string name)
            return Stop("a file name is not UTF-8 text");
        if (name.Any(char.IsControl))
            return Stop($"the file name '{Shown(name)}' has control characters");
        if (commentLength != 0)
            return Stop($"'{name}' has a comment");
        if ((flags & Encrypted) != 0)
            return Stop($"'{name}' is encrypted");
        if ((flags & DataDescriptor) != 0)
            return Stop($"'{name}' has a data descriptor");
        if (UInt16(at + 10) is not (ZipMember.Stored or ZipMember.Deflated))
            return Stop($"'{name}' is neither stored nor deflated");

        uint compressedSize = UInt32(at + 20);
        uint size = UInt32(at + 24);
        uint local = UInt32(at + 42);
        if (compressedSize == uint.MaxValue || size == uint.MaxValue || local == uint.MaxValue)
            return Stop("it uses ZIP64, which no wheel below 4 GiB needs");
        if (ExtraProblem(Bytes.Slice(at + CentralHeaderSize + nameLength, extraLength)) is string extraProblem)
            return Stop($"'{name}' {extraProblem}");
        if (local != nextLocal)
            return Stop($"'{name}' does not follow the file before it; there are gaps, overlaps or another order than in the central directory");
        if (CheckLocalHeader(name, at, nextLocal, nameLength, directoryStart) is not int dataStart)
            return null;
        if (dataStart + (long)compressedSize > directoryStart)
            return Stop($"'{name}' reaches into the central directory");

        bool isUnix = UInt16(at + 4) >> 8 == UnixHost;
        ZipMember member = new(
            name,
            UInt16(at + 10),
            UInt32(at + 16),
            size,
            _archive.Slice(dataStart, (int)compressedSize),
            isUnix ? (int)(UInt32(at + 38) >> 16) : 0);
        nextLocal = dataStart + (int)compressedSize;
        at += headerLength;
        return member;
    }

    // The local header must say the same as the central one: some readers believe the one, some the other.
    private int? CheckLocalHeader(string name, int central, int local, int nameLength, int directoryStart)
    {
        if (local > directoryStart - LocalHeaderSize || UInt32(local) != LocalSignature)
        {
            Refuse($"'{name}' has no local header");
            return null;
        }

        int localNameLength = UInt16(local + 26);
        int dataStart = local + LocalHeaderSize + localNameLength + UInt16(local + 28);
        if (dataStart > directoryStart)
        {
            Refuse($"the local header of '{name}' is damaged");
            return null;
        }

        if (ExtraProblem(Bytes[(local + LocalHeaderSize + localNameLength)..dataStart]) is string extraProblem)
        {
            Refuse($"'{name}' {extraProblem}");
            return null;
        }

        bool isSame = localNameLength == nameLength
            && Bytes.Slice(local + LocalHeaderSize, nameLength).SequenceEqual(Bytes.Slice(central + CentralHeaderSize, nameLength))
            && UInt16(local + 6) == UInt16(central + 8)
            && UInt16(local + 8) == UInt16(central + 10)
            && Bytes.Slice(local + 14, 12).SequenceEqual(Bytes.Slice(central + 16, 12));
        if (!isSame)
            Refuse($"the local header of '{name}' differs from the central directory in name, flags, method, checksum or size");
        return isSame ? dataStart : null;
    }

    // Extra fields can give a file other sizes or another name for those readers that know them.
    private static string? ExtraProblem(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
                break;
            if (id is Zip64Extra or UnicodePathExtra)
                return id == Zip64Extra ? "uses ZIP64, which no wheel below 4 GiB needs" : "has a second name in an extra field";
            extra = extra[(length + 4)..];
        }

        return extra.Length == 0 ? null : "has damaged extra fields";
    }

    private static string? NameOf(ReadOnlySpan<byte> name, int flags)
    {
        if ((flags & Utf8Name) == 0 && name.ContainsAnyInRange((byte)0x80, (byte)0xFF))
            return null;

        try
        {
            return Strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Shown(string name) => string.Concat(name.Select(character => char.IsControl(character) ? '?' : character));

    private bool Refuse(string problem)
    {
        _problems.Add(problem);
        return false;
    }

    private ZipMember? Stop(string problem)
    {
        Refuse(problem);
        return null;
    }

    private ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[offset..]);

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes[offset..]);
}
