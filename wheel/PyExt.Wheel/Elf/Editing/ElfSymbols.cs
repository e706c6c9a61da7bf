using System.Buffers.Binary;

namespace PyExt.Wheel.Elf.Editing;

/// <summary>The entries of both symbol tables, as far as they belong to a section.</summary>
internal static class ElfSymbols
{
    private const int EntrySize = 24;
    private const int InfoField = 4;
    private const int SectionField = 6;
    private const int ValueField = 8;
    private const int TypeMask = 15;
    private const int SectionSymbol = 3;

    /// <summary>Whether code can refer to something in a section by a symbol.</summary>
    public static bool DefinesNamed(ElfImage elf, int section) =>
        Of(elf).Any(at => BelongsTo(elf, at, section) && (elf.Bytes[at + InfoField] & TypeMask) != SectionSymbol);

    /// <summary>Moves the symbols of a section along with it.</summary>
    public static void Shift(ElfImage elf, int section, ulong by)
    {
        foreach (int at in Of(elf).Where(at => BelongsTo(elf, at, section)))
        {
            Span<byte> value = elf.Bytes.AsSpan(at + ValueField);
            BinaryPrimitives.WriteUInt64LittleEndian(value, BinaryPrimitives.ReadUInt64LittleEndian(value) + by);
        }
    }

    private static bool BelongsTo(ElfImage elf, int at, int section) =>
        BinaryPrimitives.ReadUInt16LittleEndian(elf.Bytes.AsSpan(at + SectionField)) == section;

    private static IEnumerable<int> Of(ElfImage elf)
    {
        foreach (SectionHeader table in elf.Sections.Where(section => section.Type is SectionHeader.SymbolTable or SectionHeader.DynamicSymbolTable))
        {
            _ = elf.Part(table.Offset, table.FileSize);
            for (int i = 1; i < (int)(table.FileSize / EntrySize); i++)
                yield return (int)table.Offset + (i * EntrySize);
        }
    }
}
