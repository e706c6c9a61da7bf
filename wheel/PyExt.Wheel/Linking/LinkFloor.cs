using PyExt.Wheel.Audit;
using PyExt.Wheel.Elf;

namespace PyExt.Wheel.Linking;

/// <summary>The oldest glibc that a module is linked for, whatever the C library of the machine that links it.</summary>
/// <param name="machine">The machine the module is for.</param>
/// <param name="glibc">The release of glibc, such as 2.17.</param>
public sealed class LinkFloor(ElfMachine machine, Version glibc)
{
    /// <summary>The machine the module is for.</summary>
    public ElfMachine Machine => machine;

    /// <summary>The release of glibc, such as 2.17.</summary>
    public Version Glibc => glibc;

    /// <summary>The floor of a value of <c>PyManylinux</c>.</summary>
    /// <param name="manylinux"><c>auto</c>, a policy, or <c>off</c>.</param>
    /// <param name="machine">The machine the module is for.</param>
    /// <returns>The floor, or null for <c>off</c>: the module is then linked against the machine's own C library.</returns>
    /// <exception cref="WheelException">PYX3008: there is no such policy.</exception>
    public static LinkFloor? Parse(string manylinux, ElfMachine machine) => manylinux == AuditOptions.Off
        ? null
        : new LinkFloor(machine, (ManylinuxPolicy.Requested(manylinux) ?? ManylinuxPolicy.All[0]).Glibc);

    /// <summary>Writes libraries to link against instead of the machine's own: glibc's, with the symbols that the floor has.</summary>
    /// <param name="folder">The folder, made if need be. A file that is right already is left alone.</param>
    /// <returns>The paths of the libraries: <c>libc.so</c>, <c>libm.so</c>, … and the dynamic loader under its full name.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public IReadOnlyList<string> WriteStubs(string folder)
    {
        Directory.CreateDirectory(folder);
        List<string> paths = [];
        foreach ((string soName, IReadOnlyList<GlibcSymbol> symbols) in GlibcSymbols.Of(Machine).At(Glibc))
        {
            // A library that moved into libc is, as in glibc itself, an empty archive for those who still ask for it.
            string path = Path.Combine(folder, LinkName(soName, symbols.Count > 0 ? ".so" : ".a"));
            byte[] contents = symbols.Count > 0 ? StubLibrary.Create(Machine, soName, symbols) : [.. "!<arch>\n"u8];
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(contents))
                File.WriteAllBytes(path, contents);
            paths.Add(path);
        }

        // What another version of this library wrote here would be found before what this one writes.
        foreach (string stale in Directory.EnumerateFiles(folder, "lib*").Except(paths))
            File.Delete(stale);
        return paths;
    }

    // `-lc` looks for libc.so, then for libc.a. Nobody writes -l for the loader.
    private static string LinkName(string soName, string extension) =>
        ManylinuxPolicy.IsDynamicLoader(soName) ? soName : soName[..soName.IndexOf(".so", StringComparison.Ordinal)] + extension;
}
