namespace PyExt.Wheel.MachO;

/// <summary>Reads the symbol table.</summary>
internal static class MachOSymbolTable
{
    private const ulong EntrySize = 16;
    private const byte ForDebuggers = 0xe0;
    private const byte PrivateExternal = 0x10;
    private const byte TypeMask = 0x0e;
    private const byte External = 0x01;
    private const ushort WeakReference = 0x40;

    public static List<MachOSymbol> Read(MachOReader reader, ulong offset, ulong count, ulong strings, ulong stringsSize, MachOSections sections)
    {
        _ = reader.Slice(offset, count * EntrySize);
        _ = reader.Slice(strings, stringsSize);
        List<MachOSymbol> symbols = [];
        for (ulong i = 0; i < count; i++)
        {
            ulong at = offset + (i * EntrySize);
            byte type = reader.Byte(at + 4);
            if ((type & ForDebuggers) != 0)
                continue;

            bool isDefined = (type & TypeMask) != 0;
            symbols.Add(new MachOSymbol(
                CName(reader.Name(strings + reader.UInt32(at), strings + stringsSize)),
                isDefined,
                isDefined && sections.HoldsCode(reader.Byte(at + 5)),
                IsExternal: (type & (External | PrivateExternal)) == External,
                IsWeak: !isDefined && (reader.UInt16(at + 6) & WeakReference) != 0));
        }

        return symbols;
    }

    /// <summary>The name in C, to which Mach-O adds an underscore.</summary>
    public static string CName(string name) => name.StartsWith('_') ? name[1..] : name;
}
