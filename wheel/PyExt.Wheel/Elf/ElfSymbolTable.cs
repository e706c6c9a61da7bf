namespace PyExt.Wheel.Elf;

/// <summary>Reads the symbol tables.</summary>
internal static class ElfSymbolTable
{
    private const ulong EntrySize = 24;
    private const ulong MostSymbols = 4_000_000;

    public static List<ElfSymbol> ReadDynamic(ElfReader reader, ElfHeaders headers, ElfDynamic dynamic)
    {
        if (dynamic.SymbolTableAddress is not ulong address)
            return [];

        ulong count = CountDynamic(reader, headers, dynamic, address);
        ElfRange table = new(headers.OffsetOf(address), count * EntrySize);
        _ = reader.Slice(table.Offset, table.Size);
        ulong? versions = dynamic.VersionSymbolsAddress is ulong versionAddress ? headers.OffsetOf(versionAddress) : null;

        List<ElfSymbol> symbols = new((int)count);
        for (ulong i = 1; i < count; i++)
        {
            ElfSymbol symbol = ReadSymbol(reader, table.Offset + (i * EntrySize), dynamic.Strings);
            if (versions is ulong start && !symbol.IsDefined && dynamic.VersionAt(reader.UInt16(start + (i * 2))) is ElfVersionNeed need)
                symbol = symbol with { Version = need.Version, Library = need.Library };
            symbols.Add(symbol);
        }

        return symbols;
    }

    public static List<ElfSymbol> ReadStatic(ElfReader reader, ElfHeaders headers)
    {
        if (headers.Sections.FirstOrDefault(section => section.Type == ElfSection.SymbolTable) is not ElfSection section)
            return [];
        if (section.Link >= headers.Sections.Count)
            throw reader.Malformed("its symbol table has no string table");

        ElfRange strings = headers.Sections[(int)section.Link].Range;
        _ = reader.Slice(strings.Offset, strings.Size);
        ulong count = reader.Count(section.Range, EntrySize);
        List<ElfSymbol> symbols = new((int)count);
        for (ulong i = 1; i < count; i++)
            symbols.Add(ReadSymbol(reader, section.Range.Offset + (i * EntrySize), strings));
        return symbols;
    }

    // The dynamic segment does not say how many symbols there are: the section header does, or else the hash tables.
    private static ulong CountDynamic(ElfReader reader, ElfHeaders headers, ElfDynamic dynamic, ulong address)
    {
        ulong count = headers.Sections.FirstOrDefault(section => section.Type == ElfSection.DynamicSymbolTable && section.Address == address) is ElfSection section
            ? reader.Count(section.Range, EntrySize)
            : dynamic.HashAddress is ulong hash ? reader.UInt32(headers.OffsetOf(hash) + 4)
            : dynamic.GnuHashAddress is ulong gnuHash ? CountByGnuHash(reader, headers.RestFrom(gnuHash))
            : throw reader.Malformed("nothing says how many dynamic symbols it has");
        return count <= MostSymbols ? count : throw reader.Malformed("it has too many dynamic symbols");
    }

    private static ulong CountByGnuHash(ElfReader reader, ElfRange table)
    {
        uint buckets = reader.UInt32(table.Offset);
        uint firstHashed = reader.UInt32(table.Offset + 4);
        uint filterWords = reader.UInt32(table.Offset + 8);
        ulong bucketStart = table.Offset + 16 + (filterWords * 8UL);
        _ = reader.Slice(bucketStart, buckets * 4UL);

        uint last = 0;
        for (ulong i = 0; i < buckets; i++)
            last = Math.Max(last, reader.UInt32(bucketStart + (i * 4)));
        if (last < firstHashed)
            return firstHashed;

        ulong chainStart = bucketStart + (buckets * 4UL);
        while ((reader.UInt32(chainStart + ((last - (ulong)firstHashed) * 4)) & 1) == 0)
            last++;
        return last + 1UL;
    }

    private static ElfSymbol ReadSymbol(ElfReader reader, ulong at, ElfRange strings)
    {
        byte info = reader.Byte(at + 4);
        byte visibility = (byte)(reader.Byte(at + 5) & 3);
        ElfBinding binding = (info >> 4) switch
        {
            0 => ElfBinding.Local,
            1 => ElfBinding.Global,
            2 => ElfBinding.Weak,
            _ => ElfBinding.Other,
        };
        return new ElfSymbol(
            reader.Name(strings, reader.UInt32(at)),
            IsDefined: reader.UInt16(at + 6) != 0,
            IsFunction: (info & 15) is 2 or 10,
            binding,
            IsVisible: visibility is 0 or 3);
    }
}
