namespace PyExt.Wheel.Pe;

/// <summary>Reads the import tables.</summary>
internal static class PeImports
{
    // No real file comes near; tables may overlap in a hostile one.
    private const int MostLibraries = 4096;
    private const int MostSymbols = 200_000;
    private const uint DescriptorSize = 20;
    private const uint DelayedDescriptorSize = 32;

    public static List<PeImport> Read(PeReader reader, PeHeaders headers)
    {
        List<PeImport> imports = [];
        int left = MostSymbols;
        if (headers.Imports.Offset != 0)
            ReadTable(reader, headers, imports, headers.Imports.Offset, DescriptorSize, name: 12, thunks: 0, ref left);
        if (headers.DelayedImports.Offset != 0)
            ReadTable(reader, headers, imports, headers.DelayedImports.Offset, DelayedDescriptorSize, name: 4, thunks: 16, ref left);
        return imports;
    }

    // Both kinds of table end with an entry that names no library.
    private static void ReadTable(PeReader reader, PeHeaders headers, List<PeImport> imports, uint address, uint size, uint name, uint thunks, ref int left)
    {
        PeRange table = headers.At(address);
        for (uint at = 0; ; at += size)
        {
            if (table.Size - at < size || imports.Count == MostLibraries)
                throw reader.Malformed("its table of imports has no end");

            ulong entry = (ulong)table.Offset + at;
            uint nameAddress = reader.UInt32(entry + name);
            if (nameAddress == 0)
                return;

            // Without a table of names the addresses themselves, not yet bound, hold them.
            uint thunkAddress = reader.UInt32(entry + thunks);
            if (thunkAddress == 0 && size == DescriptorSize)
                thunkAddress = reader.UInt32(entry + 16);
            imports.Add(new PeImport(headers.Name(nameAddress), ReadSymbols(reader, headers, thunkAddress, ref left), IsDelayed: size == DelayedDescriptorSize));
        }
    }

    private static List<string> ReadSymbols(PeReader reader, PeHeaders headers, uint address, ref int left)
    {
        List<string> symbols = [];
        PeRange table = headers.At(address);
        uint size = headers.Is64Bit ? 8u : 4;
        for (uint at = 0; ; at += size)
        {
            if (table.Size - at < size || left-- == 0)
                throw reader.Malformed("its table of imported symbols has no end");

            ulong thunk = headers.Is64Bit ? reader.UInt64((ulong)table.Offset + at) : reader.UInt32((ulong)table.Offset + at);
            if (thunk == 0)
                return symbols;

            bool isByNumber = (thunk >> ((int)(size * 8) - 1)) != 0;
            // A hint of two bytes stands before the name.
            if (!isByNumber)
                symbols.Add(headers.Name((uint)(thunk & 0x7fffffff) + 2));
        }
    }
}
