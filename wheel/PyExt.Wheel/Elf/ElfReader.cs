using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Elf;

/// <summary>Reads little-endian values and strings of an ELF file.</summary>
internal sealed class ElfReader(ReadOnlyMemory<byte> image, string path) : ImageReader(image, path, "ELF shared object")
{
    /// <summary>Reads a NUL-terminated name from a string table.</summary>
    public string Name(ElfRange table, ulong index) => index < table.Size
        ? Name(table.Offset + index, table.Offset + table.Size)
        : throw Malformed($"a name lies outside its string table (index 0x{index:x})");

    /// <summary>The number of entries of a table, after checking that the file holds all of it.</summary>
    public ulong Count(ElfRange table, ulong entrySize)
    {
        _ = Slice(table.Offset, table.Size);
        return table.Size / entrySize;
    }
}

/// <summary>A part of the file.</summary>
internal readonly record struct ElfRange(ulong Offset, ulong Size);
