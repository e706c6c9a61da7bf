using System.Text;
using PyExt.Wheel.Elf;

namespace PyExt.Wheel.Linking;

/// <summary>
/// Writes a shared library that a linker can link against and nobody can run: a name, symbols with their versions, and no code. Linkers
/// read it by its section headers, so it has no segments but the dynamic one, which other readers expect.
/// </summary>
internal static class StubLibrary
{
    private const ushort BaseVersion = 1; // the library itself; symbols' versions follow
    private const int SymbolSize = 24;
    private const int VersionSize = 28;

    private static readonly string[] SectionNames = ["", ".dynstr", ".dynsym", ".gnu.version", ".gnu.version_d", ".dynamic", ".text", ".data", ".shstrtab"];

    /// <summary>Makes the library.</summary>
    /// <param name="machine">The machine it is for.</param>
    /// <param name="soName">The name that a program linked against it will need.</param>
    /// <param name="symbols">Its symbols.</param>
    /// <returns>The bytes of the file; the same for the same arguments.</returns>
    public static byte[] Create(ElfMachine machine, string soName, IReadOnlyList<GlibcSymbol> symbols)
    {
        Version[] versions = [.. symbols.Select(symbol => symbol.Version).Distinct().Order()];
        StringTable strings = new();
        uint soNameIndex = strings.Add(soName);
        byte[] symbolTable = Symbols(symbols, strings);
        byte[] symbolVersions = SymbolVersions(symbols, versions);
        byte[] definitions = VersionDefinitions([soName, .. versions.Select(version => $"GLIBC_{version}")], strings);
        byte[] names = strings.ToArray();

        StubLayout layout = new();
        ulong stringsAt = layout.Add(names, StubSection.Strings);
        ulong symbolsAt = layout.Add(symbolTable, StubSection.Symbols with { Link = 1, Info = 1 });
        ulong symbolVersionsAt = layout.Add(symbolVersions, StubSection.SymbolVersions with { Link = 2 });
        ulong definitionsAt = layout.Add(definitions, StubSection.VersionDefinitions with { Link = 1, Info = (uint)versions.Length + 1 });
        byte[] dynamic = Words(
            14, soNameIndex, // DT_SONAME
            5, stringsAt, // DT_STRTAB
            10, (ulong)names.Length, // DT_STRSZ
            6, symbolsAt, // DT_SYMTAB
            11, SymbolSize, // DT_SYMENT
            0x6ffffff0, symbolVersionsAt, // DT_VERSYM
            0x6ffffffc, definitionsAt, // DT_VERDEF
            0x6ffffffd, (ulong)versions.Length + 1, // DT_VERDEFNUM
            0, 0);
        layout.AddDynamic(dynamic, StubSection.Dynamic with { Link = 1 });
        layout.AddEmpty(symbols.Count, StubSection.Code);
        layout.AddEmpty(symbols.Count, StubSection.Data);
        return layout.ToArray(machine, SectionNames);
    }

    private static byte[] Symbols(IReadOnlyList<GlibcSymbol> symbols, StringTable strings)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(new byte[SymbolSize]);
        ulong place = 0;
        foreach (GlibcSymbol symbol in symbols)
        {
            writer.Write(strings.Add(symbol.Name));
            writer.Write((byte)((1 << 4) | (symbol.IsData ? 1 : 2))); // STB_GLOBAL; STT_OBJECT, STT_FUNC
            writer.Write((byte)0); // STV_DEFAULT
            writer.Write((ushort)Array.IndexOf(SectionNames, symbol.IsData ? ".data" : ".text"));
            writer.Write(StubLayout.EmptySectionAddress(symbol.IsData) + place++); // aliases would be taken for one another
            writer.Write(1UL);
        }

        return stream.ToArray();
    }

    private static byte[] SymbolVersions(IReadOnlyList<GlibcSymbol> symbols, Version[] versions)
    {
        byte[] table = new byte[(symbols.Count + 1) * 2];
        for (int i = 0; i < symbols.Count; i++)
            BitConverter.TryWriteBytes(table.AsSpan((i + 1) * 2), (ushort)(Array.IndexOf(versions, symbols[i].Version) + BaseVersion + 1));
        return table;
    }

    private static byte[] VersionDefinitions(string[] names, StringTable strings)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        for (int i = 0; i < names.Length; i++)
        {
            writer.Write((ushort)1); // format
            writer.Write((ushort)(i == 0 ? 1 : 0)); // VER_FLG_BASE
            writer.Write((ushort)(BaseVersion + i));
            writer.Write((ushort)1); // one name follows
            writer.Write(Hash(names[i]));
            writer.Write(20U); // where the name follows
            writer.Write(i + 1 < names.Length ? VersionSize : 0U); // where the next definition follows
            writer.Write(strings.Add(names[i]));
            writer.Write(0U);
        }

        return stream.ToArray();
    }

    // The hash function of the System V ABI.
    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (byte value in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + value;
            uint top = hash & 0xf0000000;
            hash = (hash ^ (top >> 24)) & ~top;
        }

        return hash;
    }

    private static byte[] Words(params ReadOnlySpan<ulong> words)
    {
        byte[] bytes = new byte[words.Length * 8];
        for (int i = 0; i < words.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(i * 8), words[i]);
        return bytes;
    }

    private sealed class StringTable
    {
        private readonly StringBuilder _text = new("\0");
        private readonly Dictionary<string, uint> _indices = new(StringComparer.Ordinal);

        public uint Add(string text)
        {
            if (_indices.TryGetValue(text, out uint index))
                return index;
            index = (uint)_text.Length;
            _text.Append(text).Append('\0');
            _indices.Add(text, index);
            return index;
        }

        public byte[] ToArray() => Encoding.ASCII.GetBytes(_text.ToString());
    }
}
