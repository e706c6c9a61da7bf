using PyExt.Wheel.Archive;

namespace PyExt.Wheel.Layout;

/// <summary>A file that an installer puts where its kind says, instead of among the packages.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>, in any case.</param>
/// <param name="Path">Its path there, with forward slashes.</param>
/// <param name="File">The file.</param>
public sealed record DataFile(string Kind, string Path, string File)
{
    private const string Scripts = "scripts";

    /// <summary>The places that an installer knows.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["data", Scripts, "headers", "platlib", "purelib"];

    /// <summary>Lays the files out below the wheel's <c>.data</c> folder.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folder">The wheel's <c>.data</c> folder.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="WheelException">PYX4007: a file is missing, or its kind is none.</exception>
    internal static IEnumerable<ArchiveEntry> Arrange(IEnumerable<DataFile> files, string folder)
    {
        foreach (DataFile file in files)
        {
            string kind = file.Kind.ToLowerInvariant();
            if (!Kinds.Contains(kind))
                throw Invalid($"The PyData '{file.File}' has the Kind '{file.Kind}'{Spelling.Suggestion(file.Kind, Kinds)}. Set it to one of {string.Join(", ", Kinds)}.");
            if (!System.IO.File.Exists(file.File))
                throw Invalid($"The PyData '{file.File}' {(Directory.Exists(file.File) ? "is a folder. Include the files in it, such as 'folder/**'." : "does not exist. Correct it, or add the file.")}");
            if (kind == Scripts && file.Path.Contains('/', StringComparison.Ordinal))
                throw Invalid($"The PyData '{file.File}' of the kind scripts would go to '{file.Path}', but installers put scripts into one folder. Set its TargetPath to a name without folders.");
            yield return ArchiveEntry.FromFile($"{folder}/{kind}/{file.Path}", file.File, isExecutable: kind == Scripts || ArchiveEntry.IsExecutableFile(file.File));
        }
    }

    private static WheelException Invalid(string message) => new(DiagnosticCodes.Metadata, message);
}
