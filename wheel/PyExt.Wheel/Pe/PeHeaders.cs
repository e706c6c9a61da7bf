namespace PyExt.Wheel.Pe;

/// <summary>The headers and the table of sections.</summary>
internal sealed class PeHeaders
{
    private const uint Signature = 0x4550;
    private const ushort Pe32 = 0x10b;
    private const ushort Pe32Plus = 0x20b;
    private const ulong SectionSize = 40;
    private const int MostDirectories = 16;

    private readonly PeReader _reader;
    private readonly List<PeRange> _directories = [];

    private PeHeaders(PeReader reader)
    {
        _reader = reader;
        if (reader.Length < 64 || !reader.Slice(0, 2).SequenceEqual("MZ"u8))
            throw reader.Malformed("it does not start with an MZ header");

        ulong at = reader.UInt32(0x3c);
        if (reader.UInt32(at) != Signature)
            throw reader.Malformed("it has no PE header");

        Machine = (PeMachine)reader.UInt16(at + 4);
        if (!Enum.IsDefined(Machine))
            throw reader.Malformed($"machine 0x{(int)Machine:x} is neither x86-64, arm64 nor x86");

        int sections = reader.UInt16(at + 6);
        ulong optionalSize = reader.UInt16(at + 20);
        Characteristics = reader.UInt16(at + 22);
        ulong optional = at + 24;
        ReadOptionalHeader(optional, optionalSize);
        Sections = ReadSections(optional + optionalSize, sections);
    }

    public PeMachine Machine { get; }

    public ushort Characteristics { get; }

    public ushort LibraryCharacteristics { get; private set; }

    public bool Is64Bit { get; private set; }

    public IReadOnlyList<PeSection> Sections { get; }

    public PeRange Exports => Directory(0);

    public PeRange Imports => Directory(1);

    public PeRange DelayedImports => Directory(13);

    public static PeHeaders Read(PeReader reader) => new(reader);

    /// <summary>Where a relative virtual address lies in the file, with what follows of its section there.</summary>
    public PeRange At(uint address)
    {
        PeSection section = SectionOf(address) ?? throw _reader.Malformed($"address 0x{address:x} lies in no section");
        uint inside = address - section.Address;
        return inside < section.RawSize
            ? new PeRange(section.RawOffset + inside, section.RawSize - inside)
            : throw _reader.Malformed($"address 0x{address:x} lies behind the data of its section");
    }

    /// <summary>Whether an address lies in a section that may be executed.</summary>
    public bool IsCode(uint address) => SectionOf(address) is { IsExecutable: true };

    /// <summary>Reads the name at an address.</summary>
    public string Name(uint address)
    {
        PeRange rest = At(address);
        return _reader.Name(rest.Offset, (ulong)rest.Offset + rest.Size);
    }

    private PeSection? SectionOf(uint address) =>
        Sections.FirstOrDefault(section => address >= section.Address && address - section.Address < Math.Max(section.Size, section.RawSize));

    private PeRange Directory(int index) => index < _directories.Count ? _directories[index] : default;

    private void ReadOptionalHeader(ulong at, ulong size)
    {
        ushort magic = _reader.UInt16(at);
        if (magic is not (Pe32 or Pe32Plus))
            throw _reader.Malformed("its optional header is of no known kind");

        Is64Bit = magic == Pe32Plus;
        if (Is64Bit == (Machine == PeMachine.X86))
            throw _reader.Malformed("its optional header does not fit its machine");

        LibraryCharacteristics = _reader.UInt16(at + 70);
        ulong directories = Is64Bit ? 112UL : 96;
        if (size < directories)
            throw _reader.Malformed("its optional header is too short");

        uint count = Math.Min(_reader.UInt32(at + directories - 4), MostDirectories);
        if (size < directories + (count * 8UL))
            throw _reader.Malformed("its optional header is too short");
        for (ulong i = 0; i < count; i++)
            _directories.Add(new PeRange(_reader.UInt32(at + directories + (i * 8)), _reader.UInt32(at + directories + (i * 8) + 4)));
    }

    private List<PeSection> ReadSections(ulong start, int count)
    {
        List<PeSection> sections = [];
        for (ulong i = 0; i < (ulong)count; i++)
        {
            ulong at = start + (i * SectionSize);
            PeSection section = new(_reader.UInt32(at + 12), _reader.UInt32(at + 8), _reader.UInt32(at + 20), _reader.UInt32(at + 16), _reader.UInt32(at + 36));
            _ = _reader.Slice(section.RawOffset, section.RawSize);
            sections.Add(section);
        }

        return sections;
    }
}

/// <summary>A part of the file, or of the loaded image.</summary>
internal readonly record struct PeRange(uint Offset, uint Size);

/// <summary>An entry of the section table.</summary>
internal sealed record PeSection(uint Address, uint Size, uint RawOffset, uint RawSize, uint Characteristics)
{
    private const uint Executable = 0x20000000;
    private const uint Writable = 0x80000000;

    public bool IsExecutable => (Characteristics & Executable) != 0;

    public bool IsWritable => (Characteristics & Writable) != 0;
}
