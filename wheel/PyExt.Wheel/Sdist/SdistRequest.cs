namespace PyExt.Wheel.Sdist;

/// <summary>Everything that goes into a source distribution.</summary>
public sealed class SdistRequest
{
    /// <summary>What is known of the distribution.</summary>
    public required DistributionRequest Distribution { get; init; }

    /// <summary>The project file, which is in <see cref="Files"/>.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The files of the project and of everything it refers to.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Files that are taken where they lie below the folder that all <see cref="Files"/> have in common, such as <c>global.json</c> in a folder above.</summary>
    public IReadOnlyList<string> Surroundings { get; init; } = [];

    /// <summary>The folder that no file may be outside of; null when there is none.</summary>
    public string? Root { get; init; }

    /// <summary>The build backend of this version of PyExt, for projects that have none of their own.</summary>
    public required string Backend { get; init; }

    /// <summary>The folder in which the archive is prepared.</summary>
    public required string IntermediateDirectory { get; init; }
}

/// <summary>A source distribution that was written but not published yet.</summary>
/// <param name="TemporaryPath">The file.</param>
/// <param name="FileName">The name that it will have.</param>
/// <param name="ProjectFile">The project file in it, relative to its only top-level folder.</param>
/// <param name="Metadata">The text of its PKG-INFO, which every wheel built of it must have as METADATA.</param>
/// <param name="Files">The paths in it, below its only top-level folder.</param>
public sealed record SdistDraft(string TemporaryPath, string FileName, string ProjectFile, string Metadata, IReadOnlyList<string> Files)
{
    /// <summary>Its only top-level folder.</summary>
    public string Folder => FileName[..^".tar.gz".Length];
}
