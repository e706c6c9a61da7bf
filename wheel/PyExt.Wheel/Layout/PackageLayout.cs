using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Layout;

/// <summary>Decides where the native module, its stub and the Python sources go in the wheel.</summary>
public static class PackageLayout
{
    /// <summary>The suffix of a Stable-ABI module: loaded by every build with the GIL.</summary>
    public const string Abi3Suffix = ".abi3.so";

    /// <summary>The suffix that every build loads, free-threaded ones among them (PEP 803).</summary>
    public const string AnyBuildSuffix = ".so";

    private const string TypedMarker = "py.typed";

    /// <summary>Lays out a wheel.</summary>
    /// <param name="module">The module.</param>
    /// <param name="nativeLibrary">The linked binary.</param>
    /// <param name="suffix">The suffix of its name: <see cref="Abi3Suffix"/> or <see cref="AnyBuildSuffix"/>.</param>
    /// <param name="sources">The files of the source root, or null when the project has none.</param>
    /// <returns>The files of the wheel, without its metadata.</returns>
    /// <exception cref="WheelException">PYX4006: the sources hold a package that hides the native module.</exception>
    public static IReadOnlyList<ArchiveEntry> Arrange(ModuleMetadata module, string nativeLibrary, string suffix, IReadOnlyList<ArchiveEntry>? sources) => sources switch
    {
        null when module.Name.Packages.Count == 0 => ArrangeTopLevel(module, nativeLibrary, suffix),
        null => ArrangePackage(module, nativeLibrary, suffix, PackageFiles(module.Name)),
        _ => ArrangePackage(module, nativeLibrary, suffix, sources),
    };

    /// <summary>How many folders the module is in.</summary>
    internal static int DepthOf(ModuleName module, bool hasSources) => module.Packages.Count == 0 && !hasSources ? 1 : module.Packages.Count;

    // A module alone would have nowhere to put py.typed (PEP 561), so it gets a package of its own name that shows its members.
    private static List<ArchiveEntry> ArrangeTopLevel(ModuleMetadata module, string nativeLibrary, string suffix)
    {
        string stem = module.Name.Stem;
        return
        [
            ArchiveEntry.FromText($"{stem}/__init__.py", ReExport(stem)),
            ArchiveEntry.FromText($"{stem}/__init__.pyi", module.Stub),
            Native($"{stem}/{stem}", nativeLibrary, suffix),
            ArchiveEntry.FromText($"{stem}/{TypedMarker}", ""),
        ];
    }

    private static List<ArchiveEntry> ArrangePackage(ModuleMetadata module, string nativeLibrary, string suffix, IReadOnlyList<ArchiveEntry> sources)
    {
        string path = string.Join('/', module.Name.Packages.Append(module.Name.Stem));
        HashSet<string> present = [.. sources.Select(source => source.Path)];
        string? hiding = new[] { $"{path}/__init__.py", $"{path}.py" }.FirstOrDefault(present.Contains);
        if (hiding is not null)
        {
            throw new WheelException(
                DiagnosticCodes.DuplicatePath,
                $"The Python file '{hiding}' and the native module have the same import name '{module.Name}', so one would hide the other. Set PyModuleName to another name, such as '{module.Name}._native'.");
        }

        List<ArchiveEntry> entries = [.. sources, Native(path, nativeLibrary, suffix)];
        if (!present.Contains(path + ".pyi"))
            entries.Add(ArchiveEntry.FromText(path + ".pyi", module.Stub));
        if (module.Name.Packages.Count > 0 && !present.Contains($"{module.Name.Packages[0]}/{TypedMarker}"))
            entries.Add(ArchiveEntry.FromText($"{module.Name.Packages[0]}/{TypedMarker}", ""));
        return entries;
    }

    // A dotted module without sources: the innermost package shows the members of the module, the outer ones are empty.
    private static List<ArchiveEntry> PackageFiles(ModuleName name)
    {
        List<ArchiveEntry> files = [];
        for (int i = 1; i <= name.Packages.Count; i++)
        {
            string package = string.Join('/', name.Packages.Take(i));
            files.Add(ArchiveEntry.FromText($"{package}/__init__.py", i == name.Packages.Count ? ReExport(name.Stem) : ""));
        }

        return files;
    }

    // Windows has one suffix for every build of Python.
    private static ArchiveEntry Native(string path, string nativeLibrary, string suffix) =>
        ArchiveEntry.FromFile(path + (nativeLibrary.EndsWith(".pyd", StringComparison.Ordinal) ? ".pyd" : suffix), nativeLibrary, isExecutable: true);

    // The module is bound to a private name first: "import *" may bind a member that has the name of the module itself.
    private static string ReExport(string stem) =>
        $"""
        from . import {stem} as __module
        from .{stem} import *

        __doc__ = __module.__doc__
        if hasattr(__module, "__all__"):
            __all__ = __module.__all__

        """;
}
