using System.Buffers.Binary;
using System.Text;

namespace PyExt.Wheel.Elf;

/// <summary>Reads little-endian values and strings, checking every offset against the end of the file.</summary>
internal sealed class ElfReader(ReadOnlyMemory<byte> image, string path)
{
    // Longer names occur in no real binary; the bound keeps a hostile string table from being copied once per symbol.
    private const int LongestName = 4096;

    public ulong Length => (ulong)image.Length;

    public byte Byte(ulong offset) => Slice(offset, 1)[0];

    public ushort UInt16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    public uint UInt32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    public ulong UInt64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, 8));

    public ReadOnlySpan<byte> Slice(ulong offset, ulong length) =>
        offset <= Length && length <= Length - offset
            ? image.Span.Slice((int)offset, (int)length)
            : throw Malformed($"it ends before offset 0x{offset:x} + 0x{length:x}");

    /// <summary>Reads a NUL-terminated name from a string table.</summary>
    public string Name(ElfRange table, ulong index)
    {
        if (index >= table.Size)
            throw Malformed($"a name lies outside its string table (index 0x{index:x})");

        ReadOnlySpan<byte> rest = Slice(table.Offset + index, Math.Min(table.Size - index, LongestName + 1));
        int end = rest.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(rest[..end]) : throw Malformed($"a name at index 0x{index:x} of a string table has no end");
    }

    /// <summary>The number of entries of a table, after checking that the file holds all of it.</summary>
    public ulong Count(ElfRange table, ulong entrySize)
    {
        _ = Slice(table.Offset, table.Size);
        return table.Size / entrySize;
    }

    public WheelException Malformed(string reason) =>
        new(DiagnosticCodes.UnreadableBinary, $"'{path}' is not a readable ELF shared object: {reason}. Rebuild the native library.");
}

/// <summary>A part of the file.</summary>
internal readonly record struct ElfRange(ulong Offset, ulong Size);
