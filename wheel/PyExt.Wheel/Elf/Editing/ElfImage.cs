using System.Buffers.Binary;

namespace PyExt.Wheel.Elf.Editing;

/// <summary>A shared object taken apart: its bytes, its headers and its dynamic segment. Every offset in it has been checked.</summary>
internal sealed class ElfImage
{
    private const int ProgramHeaderOffsetField = 32;
    private const int SectionHeaderOffsetField = 40;
    private const int ProgramHeaderCountField = 56;
    private const int SectionHeaderCountField = 60;
    private const int DynamicEntrySize = 16;

    private readonly ElfReader _reader;

    private ElfImage(byte[] bytes, ElfReader reader)
    {
        _reader = reader;
        Bytes = bytes;
        Segments = [.. Table(ProgramHeaderOffset, reader.UInt16(ProgramHeaderCountField), SegmentHeader.Size).Select(at => SegmentHeader.Read(bytes.AsSpan(at)))];
        Sections = SectionHeaderOffset == 0 ? [] : [.. Table(SectionHeaderOffset, reader.UInt16(SectionHeaderCountField), SectionHeader.Size).Select(at => SectionHeader.Read(bytes.AsSpan(at)))];
        DynamicSegment = Segments.FirstOrDefault(segment => segment.Type == SegmentHeader.Dynamic) ?? throw reader.Malformed("it has no dynamic segment");
        Dynamic = ReadDynamic();
    }

    public byte[] Bytes { get; }

    public List<SegmentHeader> Segments { get; }

    public List<SectionHeader> Sections { get; }

    public SegmentHeader DynamicSegment { get; }

    /// <summary>The entries of the dynamic segment, without the ones that end it.</summary>
    public List<DynamicEntry> Dynamic { get; }

    /// <summary>How many entries there is room for, with the one that ends them.</summary>
    public int DynamicCapacity => (int)(DynamicSegment.FileSize / DynamicEntrySize);

    public ulong ProgramHeaderOffset => _reader.UInt64(ProgramHeaderOffsetField);

    public ulong SectionHeaderOffset => _reader.UInt64(SectionHeaderOffsetField);

    /// <summary>Takes a shared object apart.</summary>
    /// <param name="image">Its bytes, which are copied.</param>
    /// <param name="path">Its name for messages.</param>
    /// <exception cref="WheelException">PYX3009: not ELF, or malformed.</exception>
    public static ElfImage Read(ReadOnlySpan<byte> image, string path)
    {
        byte[] bytes = image.ToArray();
        // Everything that is read below has been checked by it, or is checked here.
        _ = ElfFile.Parse(bytes, path);
        return new ElfImage(bytes, new ElfReader(bytes, path));
    }

    public WheelException Malformed(string reason) => _reader.Malformed(reason);

    public ulong? Value(ulong tag) => Dynamic.FirstOrDefault(entry => entry.Tag == tag)?.Value;

    public void SetValue(ulong tag, ulong value)
    {
        foreach (DynamicEntry entry in Dynamic.Where(entry => entry.Tag == tag))
            entry.Value = value;
    }

    public ulong OffsetOf(ulong address) => Segments.FirstOrDefault(segment => segment.Type == SegmentHeader.Load && segment.HoldsAddress(address) && address - segment.Address < segment.FileSize) is SegmentHeader found
        ? found.Offset + (address - found.Address)
        : throw Malformed($"address 0x{address:x} lies in no loaded segment");

    /// <summary>A part of the file, checked.</summary>
    public Span<byte> Part(ulong offset, ulong size)
    {
        _ = _reader.Slice(offset, size);
        return Bytes.AsSpan((int)offset, (int)size);
    }

    /// <summary>The entries as the file has them, with the one that ends them and up to a size.</summary>
    public byte[] WriteDynamic(int capacity)
    {
        byte[] table = new byte[Math.Max(capacity, Dynamic.Count + 1) * DynamicEntrySize];
        for (int i = 0; i < Dynamic.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(i * DynamicEntrySize), Dynamic[i].Tag);
            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan((i * DynamicEntrySize) + 8), Dynamic[i].Value);
        }

        return table;
    }

    public static void WriteProgramHeaderPlace(Span<byte> file, ulong offset, int count)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(file[ProgramHeaderOffsetField..], offset);
        BinaryPrimitives.WriteUInt16LittleEndian(file[ProgramHeaderCountField..], (ushort)count);
    }

    public static void WriteSectionHeaderPlace(Span<byte> file, ulong offset) =>
        BinaryPrimitives.WriteUInt64LittleEndian(file[SectionHeaderOffsetField..], offset);

    private IEnumerable<int> Table(ulong offset, int count, int entrySize)
    {
        _ = _reader.Slice(offset, (ulong)count * (ulong)entrySize);
        return Enumerable.Range(0, count).Select(index => (int)offset + (index * entrySize));
    }

    private List<DynamicEntry> ReadDynamic()
    {
        List<DynamicEntry> entries = [];
        for (int i = 0; i < DynamicCapacity; i++)
        {
            ulong at = DynamicSegment.Offset + ((ulong)i * DynamicEntrySize);
            DynamicEntry entry = new(_reader.UInt64(at)) { Value = _reader.UInt64(at + 8) };
            if (entry.Tag == DynamicEntry.Null)
                break;
            entries.Add(entry);
        }

        return entries;
    }
}

/// <summary>An entry of the dynamic segment.</summary>
internal sealed class DynamicEntry(ulong tag)
{
    public const ulong Null = 0;
    public const ulong Needed = 1;
    public const ulong StringTable = 5;
    public const ulong StringTableSize = 10;
    public const ulong SoName = 14;
    public const ulong RPath = 15;
    public const ulong RunPath = 29;
    public const ulong VersionNeed = 0x6ffffffe;
    public const ulong VersionNeedCount = 0x6fffffff;

    /// <summary>The tags whose value is the address of a table that nothing but the dynamic segment and a section header knows.</summary>
    public static IReadOnlySet<ulong> Tables { get; } = new HashSet<ulong>
    {
        4, // DT_HASH
        StringTable,
        6, // DT_SYMTAB
        7, // DT_RELA
        23, // DT_JMPREL
        36, // DT_RELR
        0x6ffffef5, // DT_GNU_HASH
        0x6ffffff0, // DT_VERSYM
        0x6ffffffc, // DT_VERDEF
        VersionNeed,
    };

    public ulong Tag => tag;

    public ulong Value { get; set; }
}
