using PyExt.Wheel.Archive;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Elf.Editing;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.NativeLibraries;

/// <summary>The shared libraries that go into a wheel, in a folder of their own.</summary>
public sealed class NativeLibraryBundle
{
    private readonly Dictionary<string, string> _names;

    private NativeLibraryBundle(IReadOnlyList<BundledLibrary> libraries)
    {
        Libraries = libraries;
        _names = libraries.ToDictionary(library => library.NeededName, library => library.FileName, StringComparer.Ordinal);
    }

    /// <summary>A bundle of nothing.</summary>
    internal static NativeLibraryBundle Empty { get; } = new([]);

    /// <summary>The libraries, in the order of their names in the wheel.</summary>
    public IReadOnlyList<BundledLibrary> Libraries { get; }

    /// <summary>Reads the libraries of a project.</summary>
    /// <param name="libraries">The libraries.</param>
    /// <param name="machine">The machine of the wheel.</param>
    /// <returns>The bundle, which may be empty.</returns>
    /// <exception cref="WheelException">PYX3030 or PYX3031: a file is missing, listed twice, or no library for the machine; there is a finding for each.</exception>
    public static NativeLibraryBundle Read(IReadOnlyList<NativeLibrary> libraries, ElfMachine machine)
    {
        List<BundledLibrary> read = [];
        List<Finding> findings = [];
        foreach (NativeLibrary library in libraries)
        {
            try
            {
                BundledLibrary added = BundledLibrary.Read(library, machine);
                if (read.Find(other => other.Names.Intersect(added.Names).Any()) is BundledLibrary other)
                    findings.Add(Twice(other, added));
                else
                    read.Add(added);
            }
            catch (WheelException exception)
            {
                findings.AddRange(exception.Findings);
            }
        }

        return findings.Count == 0
            ? new NativeLibraryBundle([.. read.OrderBy(library => library.FileName, StringComparer.Ordinal)])
            : throw new WheelException(findings);
    }

    /// <summary>The folder in the wheel. Named after the import name and not after the distribution's, which is not settled when the module is linked.</summary>
    /// <param name="module">The module.</param>
    /// <returns>Such as <c>fastmd.libs</c>.</returns>
    public static string FolderOf(ModuleName module) => (module.Packages.Count > 0 ? module.Packages[0] : module.Stem) + ".libs";

    /// <summary>Where the folder is, seen from the module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="hasSources">Whether the project has Python files of its own.</param>
    /// <returns>Such as <c>../fastmd.libs</c>.</returns>
    public static string FolderFrom(ModuleName module, bool hasSources) =>
        string.Concat(Enumerable.Repeat("../", PackageLayout.DepthOf(module, hasSources))) + FolderOf(module);

    /// <summary>Whether a library that something needs is one of these.</summary>
    internal bool Holds(string needed) => _names.ContainsKey(needed);

    /// <summary>The libraries as files of the wheel, and the wheel's other files with a module that finds them.</summary>
    internal IEnumerable<ArchiveEntry> Edit(IReadOnlyList<ArchiveEntry> files, string nativeModule, ModuleName module, bool hasSources)
    {
        if (Libraries.Count == 0)
            return files;
        byte[] image = File.ReadAllBytes(nativeModule);
        byte[] edited = ElfFile.Parse(image, nativeModule).Needed.Any(Holds)
            ? ElfEditor.Apply(image, nativeModule, new ElfEdit { Needed = _names, RunPath = "$ORIGIN/" + FolderFrom(module, hasSources) })
            : image;
        return files.Select(file => file.Origin == nativeModule ? ArchiveEntry.FromBytes(file.Path, edited, nativeModule, isExecutable: true) : file)
            .Concat(Entries(module).Select(library => library.Entry));
    }

    /// <summary>The libraries as files of the wheel.</summary>
    internal IReadOnlyList<(BundledLibrary Library, ArchiveEntry Entry)> Entries(ModuleName module) =>
        [.. Libraries.Select(library => (library, ArchiveEntry.FromBytes($"{FolderOf(module)}/{library.FileName}", library.Edit(_names), library.Library.File, isExecutable: true)))];

    private static Finding Twice(BundledLibrary first, BundledLibrary second) => new(
        DiagnosticCodes.NativeLibraryFile,
        $"The PyNativeLibrary items '{first.Library.Item}' ({first.Library.File}) and '{second.Library.Item}' ({second.Library.File}) "
        + $"{(first.FileName == second.FileName ? "are the same library" : $"both answer to '{first.Names.Intersect(second.Names).First()}'")}. Remove one.");
}
