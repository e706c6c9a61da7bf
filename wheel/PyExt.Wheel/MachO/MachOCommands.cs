namespace PyExt.Wheel.MachO;

/// <summary>The load commands.</summary>
internal sealed class MachOCommands
{
    private const uint SymbolTable = 0x2;
    private const uint LoadLibrary = 0xc;
    private const uint IdentifyLibrary = 0xd;
    private const uint Segment = 0x19;
    private const uint CodeSignature = 0x1d;
    private const uint LazyLoadLibrary = 0x20;
    private const uint DyldInfo = 0x22;
    private const uint MinimumMacOS = 0x24;
    private const uint MinimumIOS = 0x25;
    private const uint BuildVersion = 0x32;
    private const uint LoadWeakLibrary = 0x80000018;
    private const uint RPath = 0x8000001c;
    private const uint ReexportLibrary = 0x8000001f;
    private const uint DyldInfoOnly = 0x80000022;
    private const uint LoadUpwardLibrary = 0x80000023;
    private const uint ExportsTrie = 0x80000033;
    private const uint ChainedFixups = 0x80000034;
    private const uint PlatformMacOS = 1;
    private const uint SignatureMagic = 0xfade0cc0;

    private readonly MachOReader _reader;
    private readonly List<string> _needed = [];
    private readonly List<string> _rpaths = [];
    private readonly MachOSections _sections = new();
    private (ulong Offset, ulong Count, ulong Strings, ulong StringsSize)? _symbols;
    private (ulong Offset, ulong Size)? _trie;
    private (ulong Offset, ulong Size)? _fixups;

    public MachOCommands(MachOReader reader, MachOHeader header)
    {
        _reader = reader;
        ulong at = MachOHeader.Size;
        ulong end = MachOHeader.Size + header.CommandSize;
        for (uint i = 0; i < header.CommandCount; i++)
        {
            ulong size = end - at >= 8 ? reader.UInt32(at + 4) : 0;
            if (size < 8 || size > end - at)
                throw reader.Malformed("a load command reaches past the others");
            ReadCommand(reader.UInt32(at), at, size);
            at += size;
        }

        Symbols = _symbols is { } table ? MachOSymbolTable.Read(reader, table.Offset, table.Count, table.Strings, table.StringsSize, _sections) : [];
        Imports = [.. Symbols.Where(symbol => symbol is { IsDefined: false, IsExternal: true }).Select(symbol => symbol.Name)
            .Union(_fixups is { Size: > 0 } fixups ? MachOChainedFixups.Read(reader, fixups.Offset, fixups.Size) : [], StringComparer.Ordinal)];
        Exports = _trie is { Size: > 0 } trie
            ? MachOExportTrie.Read(reader, trie.Offset, trie.Size)
            : [.. Symbols.Where(symbol => symbol is { IsDefined: true, IsExternal: true }).Select(symbol => symbol.Name)];
    }

    public IReadOnlyList<string> Needed => _needed;

    public string? InstallName { get; private set; }

    public IReadOnlyList<string> RPaths => _rpaths;

    public Version? MinimumVersion { get; private set; }

    public bool IsForMacOS { get; private set; } = true;

    public bool HasCodeSignature { get; private set; }

    public bool HasWritableCode => _sections.HasWritableCode;

    public IReadOnlyList<MachOSymbol> Symbols { get; }

    public IReadOnlyList<string> Imports { get; }

    public IReadOnlyList<string> Exports { get; }

    private void ReadCommand(uint command, ulong at, ulong size)
    {
        switch (command)
        {
            case Segment:
                _sections.AddSegment(_reader, at, size);
                break;
            case SymbolTable:
                Require(size, 24);
                _symbols = (_reader.UInt32(at + 8), _reader.UInt32(at + 12), _reader.UInt32(at + 16), _reader.UInt32(at + 20));
                break;
            case LoadLibrary or LoadWeakLibrary or ReexportLibrary or LazyLoadLibrary or LoadUpwardLibrary:
                _needed.Add(Text(at, size));
                break;
            case IdentifyLibrary:
                InstallName = Text(at, size);
                break;
            case RPath:
                _rpaths.Add(Text(at, size));
                break;
            case MinimumMacOS:
                Require(size, 16);
                MinimumVersion = VersionAt(at + 8);
                break;
            case MinimumIOS:
                IsForMacOS = false;
                break;
            case BuildVersion:
                Require(size, 24);
                IsForMacOS = _reader.UInt32(at + 8) == PlatformMacOS;
                MinimumVersion = VersionAt(at + 12);
                break;
            case DyldInfo or DyldInfoOnly:
                Require(size, 48);
                _trie = (_reader.UInt32(at + 40), _reader.UInt32(at + 44));
                break;
            case ExportsTrie:
                Require(size, 16);
                _trie = (_reader.UInt32(at + 8), _reader.UInt32(at + 12));
                break;
            case ChainedFixups:
                Require(size, 16);
                _fixups = (_reader.UInt32(at + 8), _reader.UInt32(at + 12));
                break;
            case CodeSignature:
                Require(size, 16);
                HasCodeSignature = _reader.UInt32(at + 12) >= 8 && _reader.UInt32BigEndian(_reader.UInt32(at + 8)) == SignatureMagic;
                break;
        }
    }

    // A path follows the fixed part of its command, at the offset that stands behind the command's head.
    private string Text(ulong at, ulong size)
    {
        Require(size, 12);
        ulong offset = _reader.UInt32(at + 8);
        return offset < size ? _reader.Name(at + offset, at + size) : throw _reader.Malformed("a path lies outside its load command");
    }

    private Version VersionAt(ulong offset)
    {
        uint version = _reader.UInt32(offset);
        return new Version((int)(version >> 16), (int)((version >> 8) & 0xff));
    }

    private void Require(ulong size, ulong least)
    {
        if (size < least)
            throw _reader.Malformed("a load command is too short");
    }
}
