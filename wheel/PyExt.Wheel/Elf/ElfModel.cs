namespace PyExt.Wheel.Elf;

/// <summary>A symbol of an ELF symbol table.</summary>
/// <param name="Name">The name, without version.</param>
/// <param name="IsDefined">Whether this file defines it.</param>
/// <param name="IsFunction">Whether it is a function.</param>
/// <param name="Binding">Local, global or weak.</param>
/// <param name="IsVisible">Whether other files can bind to it (default or protected visibility).</param>
/// <param name="Version">The needed version, such as <c>GLIBC_2.17</c>, or null.</param>
/// <param name="Library">The library that the needed version comes from, or null.</param>
public sealed record ElfSymbol(
    string Name,
    bool IsDefined,
    bool IsFunction,
    ElfBinding Binding,
    bool IsVisible,
    string? Version = null,
    string? Library = null);

/// <summary>The binding of a symbol.</summary>
public enum ElfBinding
{
    /// <summary>Seen only inside the file.</summary>
    Local,

    /// <summary>Seen by every file.</summary>
    Global,

    /// <summary>Seen by every file, and may stay unresolved.</summary>
    Weak,

    /// <summary>Another binding, such as the unique one of GNU.</summary>
    Other,
}

/// <summary>A symbol version that a file needs of a library.</summary>
/// <param name="Library">The library, such as <c>libc.so.6</c>.</param>
/// <param name="Version">The version, such as <c>GLIBC_2.17</c>.</param>
public sealed record ElfVersionNeed(string Library, string Version);

/// <summary>The machines that PyExt makes wheels for.</summary>
public enum ElfMachine
{
    /// <summary>x86-64.</summary>
    X64 = 62,

    /// <summary>64-bit Arm.</summary>
    Arm64 = 183,
}
