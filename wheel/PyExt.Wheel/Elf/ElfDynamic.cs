namespace PyExt.Wheel.Elf;

/// <summary>The dynamic segment: what the loader is told to do.</summary>
internal sealed class ElfDynamic
{
    // A library that needs more than this many versions of symbols does not exist; the bound stops chains that loop.
    private const int MostVersions = 4096;

    private const ulong Null = 0;
    private const ulong NeededTag = 1;
    private const ulong Hash = 4;
    private const ulong StringTable = 5;
    private const ulong SymbolTable = 6;
    private const ulong StringTableSize = 10;
    private const ulong SoNameTag = 14;
    private const ulong RPathTag = 15;
    private const ulong TextRelocations = 22;
    private const ulong RunPathTag = 29;
    private const ulong Flags = 30;
    private const ulong GnuHash = 0x6ffffef5;
    private const ulong VersionSymbols = 0x6ffffff0;
    private const ulong VersionNeed = 0x6ffffffe;
    private const ulong VersionNeedCount = 0x6fffffff;
    private const ulong FlagTextRelocations = 4;

    private readonly ElfReader _reader;
    private readonly Dictionary<ulong, ulong> _values = [];
    private readonly Dictionary<ushort, ElfVersionNeed> _versionsByIndex = [];

    private ElfDynamic(ElfReader reader, ElfHeaders headers)
    {
        _reader = reader;
        List<ulong> needed = ReadEntries(headers);
        Strings = ReadStringTable(headers);
        Needed = [.. needed.Select(index => reader.Name(Strings, index))];
        SoName = NameOf(SoNameTag);
        RPath = NameOf(RPathTag);
        RunPath = NameOf(RunPathTag);
        HasTextRelocations = _values.ContainsKey(TextRelocations) || (_values.GetValueOrDefault(Flags) & FlagTextRelocations) != 0;
        VersionNeeds = ReadVersionNeeds(headers);
    }

    public ElfRange Strings { get; }

    public IReadOnlyList<string> Needed { get; }

    public string? SoName { get; }

    public string? RPath { get; }

    public string? RunPath { get; }

    public bool HasTextRelocations { get; }

    public IReadOnlyList<ElfVersionNeed> VersionNeeds { get; }

    public ulong? SymbolTableAddress => Address(SymbolTable);

    public ulong? HashAddress => Address(Hash);

    public ulong? GnuHashAddress => Address(GnuHash);

    public ulong? VersionSymbolsAddress => Address(VersionSymbols);

    public static ElfDynamic Read(ElfReader reader, ElfHeaders headers) => new(reader, headers);

    public ElfVersionNeed? VersionAt(ushort index) => _versionsByIndex.GetValueOrDefault((ushort)(index & 0x7fff));

    private ulong? Address(ulong tag) => _values.TryGetValue(tag, out ulong address) && address != 0 ? address : null;

    private string? NameOf(ulong tag) => _values.TryGetValue(tag, out ulong index) ? _reader.Name(Strings, index) : null;

    private List<ulong> ReadEntries(ElfHeaders headers)
    {
        ElfSegment segment = headers.Segments.FirstOrDefault(segment => segment.Type == ElfSegment.Dynamic)
            ?? throw _reader.Malformed("it has no dynamic segment");
        List<ulong> needed = [];
        ulong count = _reader.Count(segment.Range, 16);
        for (ulong i = 0; i < count; i++)
        {
            ulong tag = _reader.UInt64(segment.Range.Offset + (i * 16));
            ulong value = _reader.UInt64(segment.Range.Offset + (i * 16) + 8);
            if (tag == Null)
                break;
            if (tag == NeededTag)
                needed.Add(value);
            else
                _values[tag] = value;
        }

        return needed;
    }

    private ElfRange ReadStringTable(ElfHeaders headers)
    {
        ulong address = Address(StringTable) ?? throw _reader.Malformed("it has no dynamic string table");
        ElfRange table = new(headers.OffsetOf(address), _values.GetValueOrDefault(StringTableSize));
        _ = _reader.Slice(table.Offset, table.Size);
        return table;
    }

    private List<ElfVersionNeed> ReadVersionNeeds(ElfHeaders headers)
    {
        List<ElfVersionNeed> needs = [];
        if (Address(VersionNeed) is not ulong address)
            return needs;

        ulong at = headers.OffsetOf(address);
        for (ulong i = _values.GetValueOrDefault(VersionNeedCount); i > 0; i--)
        {
            string library = _reader.Name(Strings, _reader.UInt32(at + 4));
            ulong auxiliary = at + _reader.UInt32(at + 8);
            for (int left = _reader.UInt16(at + 2); left > 0; left--)
            {
                ElfVersionNeed need = new(library, _reader.Name(Strings, _reader.UInt32(auxiliary + 8)));
                needs.Add(need);
                if (needs.Count > MostVersions)
                    throw _reader.Malformed("its table of needed versions does not end");

                _versionsByIndex[(ushort)(_reader.UInt16(auxiliary + 6) & 0x7fff)] = need;
                auxiliary += _reader.UInt32(auxiliary + 12);
            }

            uint next = _reader.UInt32(at + 12);
            if (next == 0)
                break;
            at += next;
        }

        return needs;
    }
}
