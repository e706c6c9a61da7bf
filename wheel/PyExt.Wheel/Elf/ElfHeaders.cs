namespace PyExt.Wheel.Elf;

/// <summary>The file header, the program headers and the section headers.</summary>
internal sealed class ElfHeaders
{
    private const ushort Program = 2; // loaded at one address
    private const ushort SharedObject = 3;
    private const ulong HeaderSize = 64;
    private const ushort ProgramHeaderSize = 56;
    private const ushort SectionHeaderSize = 64;

    private readonly ElfReader _reader;

    private ElfHeaders(ElfReader reader, ElfMachine machine, IReadOnlyList<ElfSegment> segments, IReadOnlyList<ElfSection> sections)
    {
        _reader = reader;
        Machine = machine;
        Segments = segments;
        Sections = sections;
    }

    public ElfMachine Machine { get; }

    public IReadOnlyList<ElfSegment> Segments { get; }

    public IReadOnlyList<ElfSection> Sections { get; }

    public bool HasExecutableStack => Segments.FirstOrDefault(segment => segment.Type == ElfSegment.GnuStack) is not { IsExecutable: false };

    public static ElfHeaders Read(ElfReader reader, bool allowsProgram = false)
    {
        if (reader.Length < HeaderSize || !reader.Slice(0, 4).SequenceEqual("\u007fELF"u8))
            throw reader.Malformed("it does not start with an ELF header");
        if (reader.Byte(4) != 2 || reader.Byte(5) != 1)
            throw reader.Malformed("it is not 64-bit little-endian");
        if (reader.UInt16(16) != SharedObject && !(allowsProgram && reader.UInt16(16) == Program))
            throw reader.Malformed("it is not a shared object");

        ElfMachine machine = (ElfMachine)reader.UInt16(18);
        if (!Enum.IsDefined(machine))
            throw reader.Malformed($"machine {(int)machine} is neither x86-64 nor arm64");

        return new ElfHeaders(reader, machine, ReadSegments(reader), ReadSections(reader));
    }

    /// <summary>Where a virtual address lies in the file.</summary>
    public ulong OffsetOf(ulong address) => SegmentOf(address) is ElfSegment segment
        ? segment.Range.Offset + (address - segment.Address)
        : throw _reader.Malformed($"address 0x{address:x} lies in no loaded segment");

    /// <summary>What remains of the loaded segment from a virtual address on.</summary>
    public ElfRange RestFrom(ulong address) => SegmentOf(address) is ElfSegment segment
        ? new ElfRange(segment.Range.Offset + (address - segment.Address), segment.Range.Size - (address - segment.Address))
        : throw _reader.Malformed($"address 0x{address:x} lies in no loaded segment");

    private ElfSegment? SegmentOf(ulong address) => Segments.FirstOrDefault(segment =>
        segment.Type == ElfSegment.Load && address >= segment.Address && address - segment.Address < segment.Range.Size);

    private static List<ElfSegment> ReadSegments(ElfReader reader)
    {
        ushort count = reader.UInt16(56);
        if (count > 0 && reader.UInt16(54) != ProgramHeaderSize)
            throw reader.Malformed("its program headers have an unknown size");

        ulong start = reader.UInt64(32);
        _ = reader.Slice(start, (ulong)count * ProgramHeaderSize);
        List<ElfSegment> segments = new(count);
        for (ulong i = 0; i < count; i++)
        {
            ulong at = start + (i * ProgramHeaderSize);
            ElfSegment segment = new(
                reader.UInt32(at),
                (reader.UInt32(at + 4) & 1) != 0,
                reader.UInt64(at + 16),
                new ElfRange(reader.UInt64(at + 8), reader.UInt64(at + 32)),
                reader.UInt64(at + 48));
            _ = reader.Slice(segment.Range.Offset, segment.Range.Size);
            segments.Add(segment);
        }

        return segments;
    }

    private static List<ElfSection> ReadSections(ElfReader reader)
    {
        ulong start = reader.UInt64(40);
        ushort count = reader.UInt16(60);
        if (start == 0 || count == 0)
            return [];
        if (reader.UInt16(58) != SectionHeaderSize)
            throw reader.Malformed("its section headers have an unknown size");

        _ = reader.Slice(start, (ulong)count * SectionHeaderSize);
        List<ElfSection> sections = new(count);
        for (ulong i = 0; i < count; i++)
        {
            ulong at = start + (i * SectionHeaderSize);
            sections.Add(new ElfSection(
                reader.UInt32(at + 4),
                reader.UInt64(at + 16),
                new ElfRange(reader.UInt64(at + 24), reader.UInt64(at + 32)),
                reader.UInt32(at + 40)));
        }

        return sections;
    }
}

/// <summary>A program header.</summary>
internal sealed record ElfSegment(uint Type, bool IsExecutable, ulong Address, ElfRange Range, ulong Alignment)
{
    public const uint Load = 1;
    public const uint Dynamic = 2;
    public const uint Note = 4;
    public const uint GnuStack = 0x6474e551;
}

/// <summary>A section header.</summary>
internal sealed record ElfSection(uint Type, ulong Address, ElfRange Range, uint Link)
{
    public const uint SymbolTable = 2;
    public const uint DynamicSymbolTable = 11;
}
