namespace PyExt.Wheel.MachO;

/// <summary>The architectures that macOS runs.</summary>
public enum MachOArchitecture
{
    /// <summary>x86-64.</summary>
    X64 = 0x01000007,

    /// <summary>64-bit Arm.</summary>
    Arm64 = 0x0100000c,
}

/// <summary>The kinds of Mach-O file that a wheel can hold.</summary>
public enum MachOKind
{
    /// <summary>A program (MH_EXECUTE).</summary>
    Executable = 2,

    /// <summary>A dynamic library (MH_DYLIB).</summary>
    Library = 6,

    /// <summary>A plug-in (MH_BUNDLE), which is what most extension modules are.</summary>
    Bundle = 8,
}

/// <summary>A symbol of a Mach-O slice.</summary>
/// <param name="Name">The name in C, without the leading underscore.</param>
/// <param name="IsDefined">Whether the slice defines it.</param>
/// <param name="IsFunction">Whether its section holds instructions.</param>
/// <param name="IsExternal">Whether other files see it.</param>
/// <param name="IsWeak">Whether it may stay unresolved.</param>
public sealed record MachOSymbol(string Name, bool IsDefined, bool IsFunction, bool IsExternal, bool IsWeak);
