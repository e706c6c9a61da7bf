using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Sdist;

namespace PyExt.Wheel.Layout;

/// <summary>Finds the pure-Python files, stubs and data that ship beside the module.</summary>
public static class PythonSources
{
    private static readonly HashSet<string> SkippedFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "__pycache__", ".git", ".hg", ".svn", ".idea", ".vscode", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv", ".tox", ".nox",
    };

    private static readonly HashSet<string> SkippedFiles = new(StringComparer.OrdinalIgnoreCase) { ".DS_Store", "Thumbs.db", ".gitignore", ".gitkeep" };

    private static readonly HashSet<string> SkippedExtensions = new(StringComparer.OrdinalIgnoreCase) { ".pyc", ".pyo", ".swp" };

    /// <summary>Enumerates the files of a source root, in the order of their archive paths.</summary>
    /// <param name="root">The folder that becomes the root of the wheel.</param>
    /// <param name="module">The native module; binaries that an earlier build left in its place are skipped.</param>
    /// <param name="selection">What the project includes and excludes by pattern; null for nothing.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="WheelException">PYX1006: the folder does not exist or cannot be read.</exception>
    internal static IReadOnlyList<ArchiveEntry> Find(string root, ModuleName module, SourceSelection? selection = null)
    {
        if (!Directory.Exists(root))
            throw new WheelException(DiagnosticCodes.SourceRoot, $"PySourceRoot is '{root}', but there is no such folder. Create it, or remove the property.");

        List<ArchiveEntry> entries = [];
        try
        {
            Collect(new DirectoryInfo(root), "", string.Join('/', module.Packages.Append(module.Stem)), selection ?? new SourceSelection([], []), [SourcePaths.Real(Path.GetFullPath(root))], entries);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WheelException(DiagnosticCodes.SourceRoot, $"The folder '{root}' (PySourceRoot) cannot be read: {exception.Message}", exception);
        }

        return [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
    }

    private static void Collect(DirectoryInfo folder, string prefix, string modulePath, SourceSelection selection, IReadOnlyList<string> above, List<ArchiveEntry> entries)
    {
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            string path = prefix + item.Name;
            if (item is DirectoryInfo directory)
            {
                bool isSkipped = SkippedFolders.Contains(item.Name)
                    || item.Name.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase)
                    || item.Name.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase);
                // A link is followed, unless it leads back to where it was found: that would not end.
                string real = SourcePaths.Real(directory.FullName);
                if (!isSkipped && !above.Contains(real))
                    Collect(directory, path + "/", modulePath, selection, [.. above, real], entries);
            }
            else if (selection.Takes(path, !SkippedFiles.Contains(item.Name) && !SkippedExtensions.Contains(item.Extension)) && !IsStaleBinary(path, modulePath))
            {
                entries.Add(ArchiveEntry.FromFile(path, item.FullName, ArchiveEntry.IsExecutableFile(item.FullName)));
            }
        }
    }

    // "pkg/_native.abi3.so", "pkg/_native.cpython-312-x86_64-linux-gnu.so", "pkg/_native.pyd" …
    private static bool IsStaleBinary(string path, string modulePath) =>
        path.StartsWith(modulePath + ".", StringComparison.Ordinal)
        && Path.GetExtension(path) is ".so" or ".pyd" or ".dylib" or ".dbg"
        && !path[modulePath.Length..].Contains('/', StringComparison.Ordinal);
}
