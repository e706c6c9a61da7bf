namespace PyExt.Wheel.MachO;

/// <summary>What the image of one architecture tells the dynamic loader.</summary>
public sealed class MachOSlice
{
    private const uint AllowStackExecution = 0x20000;

    private MachOSlice(MachOHeader header, MachOCommands commands)
    {
        Architecture = header.Architecture;
        Kind = header.Kind;
        Needed = commands.Needed;
        InstallName = commands.InstallName;
        RPaths = commands.RPaths;
        MinimumVersion = commands.MinimumVersion;
        IsForMacOS = commands.IsForMacOS;
        HasCodeSignature = commands.HasCodeSignature;
        HasExecutableStack = (header.Flags & AllowStackExecution) != 0;
        HasWritableCode = commands.HasWritableCode;
        Symbols = commands.Symbols;
        Imports = commands.Imports;
        Exports = commands.Exports;
    }

    /// <summary>The architecture.</summary>
    public MachOArchitecture Architecture { get; }

    /// <summary>Program, library or bundle.</summary>
    public MachOKind Kind { get; }

    /// <summary>The libraries it needs, as its load commands spell them.</summary>
    public IReadOnlyList<string> Needed { get; }

    /// <summary>Its own name (LC_ID_DYLIB), or null.</summary>
    public string? InstallName { get; }

    /// <summary>The search paths (LC_RPATH).</summary>
    public IReadOnlyList<string> RPaths { get; }

    /// <summary>The oldest macOS it is built for, or null when it does not say.</summary>
    public Version? MinimumVersion { get; }

    /// <summary>Whether it is built for macOS, not for iOS, a simulator or another system; true when it does not say.</summary>
    public bool IsForMacOS { get; }

    /// <summary>Whether it carries a code signature, be it an ad-hoc one.</summary>
    public bool HasCodeSignature { get; }

    /// <summary>Whether it asks for an executable stack.</summary>
    public bool HasExecutableStack { get; }

    /// <summary>Whether a segment is both writable and executable.</summary>
    public bool HasWritableCode { get; }

    /// <summary>The symbols, without those for debuggers.</summary>
    public IReadOnlyList<MachOSymbol> Symbols { get; }

    /// <summary>The names that other files must define: those of the symbol table, and those that only its chained fixups have.</summary>
    public IReadOnlyList<string> Imports { get; }

    /// <summary>The names that other files can bind to: those of the export trie, or of the symbol table where there is no trie.</summary>
    public IReadOnlyList<string> Exports { get; }

    internal static MachOSlice Read(MachOReader reader)
    {
        MachOHeader header = MachOHeader.Read(reader);
        return new MachOSlice(header, new MachOCommands(reader, header));
    }
}

/// <summary>The header in front of the load commands.</summary>
internal sealed record MachOHeader(MachOArchitecture Architecture, MachOKind Kind, uint CommandCount, ulong CommandSize, uint Flags)
{
    public const ulong Size = 32;

    private const uint Magic = 0xfeedfacf;

    public static MachOHeader Read(MachOReader reader)
    {
        if (reader.Length < Size || reader.UInt32(0) != Magic)
            throw reader.Malformed("it does not start with the header of a 64-bit little-endian Mach-O file");

        MachOArchitecture architecture = (MachOArchitecture)reader.UInt32(4);
        if (!Enum.IsDefined(architecture))
            throw reader.Malformed($"architecture 0x{(uint)architecture:x} is neither x86-64 nor arm64");

        MachOKind kind = (MachOKind)reader.UInt32(12);
        if (!Enum.IsDefined(kind))
            throw reader.Malformed($"file type {(uint)kind} is neither a library, a bundle nor a program");

        MachOHeader header = new(architecture, kind, reader.UInt32(16), reader.UInt32(20), reader.UInt32(24));
        _ = reader.Slice(Size, header.CommandSize);
        return header;
    }
}
