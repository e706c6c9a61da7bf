namespace PyExt.Wheel.MachO;

/// <summary>
/// Reads what a file takes from others where its pointers are chained (LC_DYLD_CHAINED_FIXUPS), as Apple's linker does for macOS 12 and later. The dynamic loader looks nowhere else then, so the
/// symbol table need not list these names.
/// </summary>
internal static class MachOChainedFixups
{
    private const uint HeaderSize = 28;
    private const uint ImportsOf32Bits = 1;
    private const uint ImportsOf32BitsWithAddend = 2;
    private const uint ImportsOf64BitsWithAddend = 3;

    /// <summary>Reads the names.</summary>
    public static List<string> Read(MachOReader reader, ulong offset, ulong size)
    {
        _ = reader.Slice(offset, size);
        if (size < HeaderSize || reader.UInt32(offset) != 0)
            throw reader.Malformed("its chained fixups have an unknown version");
        if (reader.UInt32(offset + 24) != 0)
            throw reader.Malformed("the names in its chained fixups are compressed, which no macOS reads");

        ulong imports = reader.UInt32(offset + 8);
        ulong names = reader.UInt32(offset + 12);
        ulong count = reader.UInt32(offset + 16);
        uint format = reader.UInt32(offset + 20);
        ulong importSize = format switch
        {
            ImportsOf32Bits => 4,
            ImportsOf32BitsWithAddend => 8,
            ImportsOf64BitsWithAddend => 16,
            _ => throw reader.Malformed($"its chained fixups have imports of an unknown format ({format})"),
        };
        if (imports > size || count > (size - imports) / importSize || names > size)
            throw reader.Malformed("its chained fixups reach past their end");

        List<string> found = [];
        for (ulong i = 0; i < count; i++)
        {
            ulong at = offset + imports + (i * importSize);
            // The library and whether the name may be missing stand in the low bits, the name's offset in the rest.
            ulong name = format == ImportsOf64BitsWithAddend ? reader.UInt64(at) >> 32 : reader.UInt32(at) >> 9;
            found.Add(MachOSymbolTable.CName(reader.Name(offset + names + name, offset + size)));
        }

        return found;
    }
}
