using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Pe;

/// <summary>
/// What a PE library or program tells the loader of Windows. Every offset is checked: a malformed file is a <see cref="WheelException"/>,
/// whatever it holds.
/// </summary>
public sealed class PeFile
{
    private const ushort Library = 0x2000;
    private const ushort HighEntropy = 0x20;
    private const ushort DynamicBase = 0x40;
    private const ushort DataExecutionPrevention = 0x100;

    private PeFile(PeHeaders headers, IReadOnlyList<PeImport> imports, IReadOnlyList<PeExport> exports)
    {
        Machine = headers.Machine;
        IsLibrary = (headers.Characteristics & Library) != 0;
        HasDynamicBase = (headers.LibraryCharacteristics & DynamicBase) != 0;
        HasHighEntropy = (headers.LibraryCharacteristics & HighEntropy) != 0;
        HasDataExecutionPrevention = (headers.LibraryCharacteristics & DataExecutionPrevention) != 0;
        HasWritableCode = headers.Sections.Any(section => section is { IsExecutable: true, IsWritable: true });
        Imports = imports;
        Exports = exports;
    }

    /// <summary>The machine.</summary>
    public PeMachine Machine { get; }

    /// <summary>Whether it is a library, not a program.</summary>
    public bool IsLibrary { get; }

    /// <summary>Whether it can be loaded anywhere (ASLR, /DYNAMICBASE).</summary>
    public bool HasDynamicBase { get; }

    /// <summary>Whether it can be loaded above 4 GiB at random (/HIGHENTROPYVA).</summary>
    public bool HasHighEntropy { get; }

    /// <summary>Whether its data cannot be executed (DEP, /NXCOMPAT).</summary>
    public bool HasDataExecutionPrevention { get; }

    /// <summary>Whether a section is both writable and executable.</summary>
    public bool HasWritableCode { get; }

    /// <summary>What it takes from other libraries, the delayed ones last.</summary>
    public IReadOnlyList<PeImport> Imports { get; }

    /// <summary>What it offers by name.</summary>
    public IReadOnlyList<PeExport> Exports { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it tells the loader.</returns>
    /// <exception cref="WheelException">PYX3009: the file is missing, not PE, or malformed.</exception>
    public static PeFile Read(string path) => Parse(BinaryContent.Read(path), path);

    /// <summary>Reads an image in memory.</summary>
    /// <param name="image">The bytes of the file.</param>
    /// <param name="path">The name for messages.</param>
    /// <returns>What it tells the loader.</returns>
    /// <exception cref="WheelException">PYX3009: not PE, or malformed.</exception>
    public static PeFile Parse(ReadOnlyMemory<byte> image, string path)
    {
        PeReader reader = new(image, path);
        PeHeaders headers = PeHeaders.Read(reader);
        return new PeFile(headers, PeImports.Read(reader, headers), PeExports.Read(reader, headers));
    }
}

/// <summary>Reads values and names of a PE file.</summary>
internal sealed class PeReader(ReadOnlyMemory<byte> image, string path) : ImageReader(image, path, "PE library");
