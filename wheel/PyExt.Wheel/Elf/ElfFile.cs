using System.Numerics;
using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Elf;

/// <summary>
/// What a 64-bit little-endian ELF shared object tells the dynamic loader, read from the dynamic segment as the loader does. Every
/// offset is checked: a malformed file is a <see cref="WheelException"/>, whatever it holds.
/// </summary>
public sealed class ElfFile
{
    private ElfFile(ElfReader reader, ElfHeaders headers, ElfDynamic dynamic)
    {
        Machine = headers.Machine;
        Needed = dynamic.Needed;
        SoName = dynamic.SoName;
        RPath = dynamic.RPath;
        RunPath = dynamic.RunPath;
        HasTextRelocations = dynamic.HasTextRelocations;
        HasExecutableStack = headers.HasExecutableStack;
        VersionNeeds = dynamic.VersionNeeds;
        DynamicSymbols = ElfSymbolTable.ReadDynamic(reader, headers, dynamic);
        StaticSymbols = ElfSymbolTable.ReadStatic(reader, headers);
        X86IsaNeeded = ElfNotes.ReadX86IsaNeeded(reader, headers);
    }

    /// <summary>The machine.</summary>
    public ElfMachine Machine { get; }

    /// <summary>The libraries it needs (DT_NEEDED).</summary>
    public IReadOnlyList<string> Needed { get; }

    /// <summary>Its own library name (DT_SONAME), or null.</summary>
    public string? SoName { get; }

    /// <summary>The old search path (DT_RPATH), or null.</summary>
    public string? RPath { get; }

    /// <summary>The search path (DT_RUNPATH), or null.</summary>
    public string? RunPath { get; }

    /// <summary>Whether the loader must patch code (DT_TEXTREL or DF_TEXTREL).</summary>
    public bool HasTextRelocations { get; }

    /// <summary>Whether it asks for an executable stack; a file without a PT_GNU_STACK header does.</summary>
    public bool HasExecutableStack { get; }

    /// <summary>The symbol versions it needs of other libraries.</summary>
    public IReadOnlyList<ElfVersionNeed> VersionNeeds { get; }

    /// <summary>The symbols that the loader sees.</summary>
    public IReadOnlyList<ElfSymbol> DynamicSymbols { get; }

    /// <summary>The symbols of the full table, which is empty in a stripped file.</summary>
    public IReadOnlyList<ElfSymbol> StaticSymbols { get; }

    /// <summary>The x86-64 instruction-set levels it declares to need: a bit per level, 1 being the baseline. 0 when it declares none.</summary>
    public uint X86IsaNeeded { get; }

    /// <summary>The newest x86-64 level it declares to need, 1 being the baseline; null when it declares none.</summary>
    public int? X86Level => X86IsaNeeded == 0 ? null : BitOperations.Log2(X86IsaNeeded) + 1;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it tells the loader.</returns>
    /// <exception cref="WheelException">PYX3009: the file is missing, not ELF, or malformed.</exception>
    public static ElfFile Read(string path) => Parse(BinaryContent.Read(path), path);

    /// <summary>Reads an image in memory.</summary>
    /// <param name="image">The bytes of the file.</param>
    /// <param name="path">The name for messages.</param>
    /// <returns>What it tells the loader.</returns>
    /// <exception cref="WheelException">PYX3009: not ELF, or malformed.</exception>
    public static ElfFile Parse(ReadOnlyMemory<byte> image, string path) => Parse(image, path, allowsProgram: false);

    /// <summary>Reads an image in memory, also one that is loaded at one address only, as no library is.</summary>
    internal static ElfFile ParseAny(ReadOnlyMemory<byte> image, string path) => Parse(image, path, allowsProgram: true);

    private static ElfFile Parse(ReadOnlyMemory<byte> image, string path, bool allowsProgram)
    {
        ElfReader reader = new(image, path);
        ElfHeaders headers = ElfHeaders.Read(reader, allowsProgram);
        return new ElfFile(reader, headers, ElfDynamic.Read(reader, headers));
    }
}
