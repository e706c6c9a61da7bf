namespace PyExt.Wheel.Pe;

/// <summary>The machines that Python for Windows runs on.</summary>
public enum PeMachine
{
    /// <summary>32-bit x86.</summary>
    X86 = 0x14c,

    /// <summary>x86-64.</summary>
    X64 = 0x8664,

    /// <summary>64-bit Arm.</summary>
    Arm64 = 0xaa64,
}

/// <summary>What a PE file takes from another library.</summary>
/// <param name="Library">The library, as it is spelt in the file.</param>
/// <param name="Symbols">The functions and data it takes by name.</param>
/// <param name="IsDelayed">Whether the library is loaded at the first use, not with the file.</param>
public sealed record PeImport(string Library, IReadOnlyList<string> Symbols, bool IsDelayed);

/// <summary>What a PE file offers.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsFunction">Whether it lies in a section that holds code, or is forwarded to another library.</param>
public sealed record PeExport(string Name, bool IsFunction);
