using System.Buffers.Binary;
using System.Text;

namespace PyExt.Wheel.Binaries;

/// <summary>Reads values and names of a binary, checking every offset against the end of the file.</summary>
internal class ImageReader(ReadOnlyMemory<byte> image, string path, string kind)
{
    // Longer names occur in no real binary.
    private const int LongestName = 4096;

    // Names may overlap in their table, so a hostile file could make a small table into a large heap; no real one repeats its own size.
    private long _nameBudget = (16L * image.Length) + (1 << 20);

    public ulong Length => (ulong)image.Length;

    /// <summary>The name for messages.</summary>
    public string Path => path;

    public byte Byte(ulong offset) => Slice(offset, 1)[0];

    public ushort UInt16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    public uint UInt32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    public ulong UInt64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, 8));

    public uint UInt32BigEndian(ulong offset) => BinaryPrimitives.ReadUInt32BigEndian(Slice(offset, 4));

    public ulong UInt64BigEndian(ulong offset) => BinaryPrimitives.ReadUInt64BigEndian(Slice(offset, 8));

    public ReadOnlySpan<byte> Slice(ulong offset, ulong length) =>
        offset <= Length && length <= Length - offset
            ? image.Span.Slice((int)offset, (int)length)
            : throw Malformed($"it ends before offset 0x{offset:x} + 0x{length:x}");

    /// <summary>A part of the file, to be read on its own.</summary>
    public ReadOnlyMemory<byte> Part(ulong offset, ulong length)
    {
        _ = Slice(offset, length);
        return image.Slice((int)offset, (int)length);
    }

    /// <summary>Reads a NUL-terminated name that lies between an offset and the end of its table.</summary>
    public string Name(ulong offset, ulong tableEnd) => Encoding.UTF8.GetString(NameBytes(offset, tableEnd));

    /// <summary>The bytes of a NUL-terminated name, without the NUL.</summary>
    public ReadOnlySpan<byte> NameBytes(ulong offset, ulong tableEnd)
    {
        if (offset >= tableEnd)
            throw Malformed($"a name lies outside its string table (offset 0x{offset:x})");

        ReadOnlySpan<byte> rest = Slice(offset, Math.Min(tableEnd - offset, LongestName + 1));
        int end = rest.IndexOf((byte)0);
        if (end < 0)
            throw Malformed($"a name at offset 0x{offset:x} has no end");
        SpendOnNames(end);
        return rest[..end];
    }

    /// <summary>Counts what names take in memory.</summary>
    public void SpendOnNames(int length)
    {
        if ((_nameBudget -= length) < 0)
            throw Malformed("its names overlap");
    }

    public WheelException Malformed(string reason) =>
        new(DiagnosticCodes.UnreadableBinary, $"'{path}' is not a readable {kind}: {reason}. Rebuild the native library.");
}
