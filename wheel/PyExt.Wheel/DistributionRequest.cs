using PyExt.Wheel.Apps;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;

namespace PyExt.Wheel;

/// <summary>What is known about a wheel before anything is compiled, with the values as the project's properties have them.</summary>
public sealed class DistributionRequest
{
    /// <summary>The folder of the project, in which readme, licences and sources are looked for.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>The name of the project file, for messages.</summary>
    public string ProjectFile { get; init; } = "the project file";

    /// <summary>The <c>pyproject.toml</c> (<c>PyProjectFile</c>), relative to the project; null or empty when there is none.</summary>
    public string? PyProjectFile { get; init; }

    /// <summary>The folder that gets the wheel.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>The distribution name (<c>PackageId</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Whether nobody set the name: it is made from the project file's.</summary>
    public bool IsNameDefault { get; init; }

    /// <summary>The .NET version (<c>Version</c> or <c>PackageVersion</c>).</summary>
    public required string Version { get; init; }

    /// <summary>Whether nobody set the version.</summary>
    public bool IsVersionDefault { get; init; }

    /// <summary>The build number (<c>PyBuildNumber</c>), which tells apart wheels of one version; null or empty when there is none.</summary>
    public string? BuildNumber { get; init; }

    /// <summary>The oldest Python (<c>PyMinimumVersion</c>).</summary>
    public string MinimumPythonVersion { get; init; } = "3.12";

    /// <summary>Whether the module works without the GIL (<c>PyGil=NotUsed</c>), so that the wheel serves free-threaded builds, too.</summary>
    public bool IsGilNotUsed { get; init; }

    /// <summary>Free-threaded versions to name in the tag one by one (<c>PyFreeThreadedVersions</c>), such as <c>3.13</c>.</summary>
    public IReadOnlyList<string> FreeThreadedVersions { get; init; } = [];

    /// <summary>The folder with Python sources (<c>PySourceRoot</c>), relative to the project; null or empty when there is none.</summary>
    public string? SourceRoot { get; init; }

    /// <summary>Patterns of files in the source root that stay out of the wheel (<c>PyExclude</c>).</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Patterns of files in the source root that go into the wheel whatever else excludes them (<c>PyInclude</c>).</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Files that an installer puts outside of the packages (<c>PyData</c>).</summary>
    public IReadOnlyList<DataFile> DataFiles { get; init; } = [];

    /// <summary>Programs that go along (<c>PyApp</c>).</summary>
    public IReadOnlyList<WheelApp> Apps { get; init; } = [];

    /// <summary>The value of <c>SOURCE_DATE_EPOCH</c>, if set.</summary>
    public string? SourceDateEpoch { get; init; }

    /// <summary>What the project is (<c>Description</c>); line breaks become spaces.</summary>
    public string? Summary { get; init; }

    /// <summary>The authors (<c>Authors</c>), as names, or as <c>name &lt;address&gt;</c>.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>The licence expression (<c>PackageLicenseExpression</c>).</summary>
    public string? LicenseExpression { get; init; }

    /// <summary>The licence file (<c>PackageLicenseFile</c>).</summary>
    public string? LicenseFile { get; init; }

    /// <summary>The readme (<c>PackageReadmeFile</c>); when it is not set, <c>README.md</c>, <c>.rst</c> or <c>.txt</c> of the project is taken, or else the summary.</summary>
    public string? ReadmeFile { get; init; }

    /// <summary>The keywords (<c>PackageTags</c>).</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The home page (<c>PackageProjectUrl</c>).</summary>
    public string? HomePage { get; init; }

    /// <summary>The repository (<c>RepositoryUrl</c>).</summary>
    public string? RepositoryUrl { get; init; }

    /// <summary>More links (<c>PyProjectUrl</c>).</summary>
    public IReadOnlyList<ProjectUrl> ProjectUrls { get; init; } = [];

    /// <summary>The trove classifiers (<c>PyClassifier</c>).</summary>
    public IReadOnlyList<string> Classifiers { get; init; } = [];

    /// <summary>The requirements (<c>PyRequirement</c>).</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>The optional requirements (<c>PyExtra</c>).</summary>
    public IReadOnlyList<Extra> Extras { get; init; } = [];

    /// <summary>The commands (<c>PyScript</c>).</summary>
    public IReadOnlyList<EntryPoint> Scripts { get; init; } = [];

    /// <summary>The commands without a console (<c>PyGuiScript</c>).</summary>
    public IReadOnlyList<EntryPoint> GuiScripts { get; init; } = [];

    /// <summary>Entry points of other groups (<c>PyEntryPoint</c>).</summary>
    public IReadOnlyList<EntryPoint> EntryPoints { get; init; } = [];
}
