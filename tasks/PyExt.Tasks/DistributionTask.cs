using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Wheel;
using PyExt.Wheel.Metadata;

namespace PyExt.Tasks;

/// <summary>A task that is told what the wheel's distribution is.</summary>
public abstract class DistributionTask : WheelTask
{
    /// <summary><c>PyMinimumVersion</c>.</summary>
    [Required]
    public string MinimumVersion { get; set; } = "";

    /// <summary><c>PyGil</c>.</summary>
    public string Gil { get; set; } = "";

    /// <summary><c>PyFreeThreadedVersions</c>.</summary>
    public string FreeThreadedVersions { get; set; } = "";

    /// <summary><c>PySourceRoot</c>.</summary>
    public string SourceRoot { get; set; } = "";

    /// <summary><c>PackageId</c>.</summary>
    [Required]
    public string PackageId { get; set; } = "";

    /// <summary>Whether nobody set <c>PackageId</c>.</summary>
    public bool IsPackageIdDefault { get; set; }

    /// <summary>Whether nobody set <c>PackageVersion</c>.</summary>
    public bool IsVersionDefault { get; set; }

    /// <summary><c>PyProjectFile</c>.</summary>
    public string PyProjectFile { get; set; } = "";

    /// <summary><c>PyBuildNumber</c>.</summary>
    public string BuildNumber { get; set; } = "";

    /// <summary><c>PyInclude</c>.</summary>
    public string Include { get; set; } = "";

    /// <summary><c>PyExclude</c>.</summary>
    public string Exclude { get; set; } = "";

    /// <summary><c>PackageVersion</c>.</summary>
    [Required]
    public string PackageVersion { get; set; } = "";

    /// <summary><c>Description</c>.</summary>
    public string Description { get; set; } = "";

    /// <summary><c>Authors</c>.</summary>
    public string Authors { get; set; } = "";

    /// <summary><c>PackageLicenseExpression</c>.</summary>
    public string LicenseExpression { get; set; } = "";

    /// <summary><c>PackageLicenseFile</c>.</summary>
    public string LicenseFile { get; set; } = "";

    /// <summary><c>PackageReadmeFile</c>.</summary>
    public string ReadmeFile { get; set; } = "";

    /// <summary><c>PackageTags</c>.</summary>
    public string Tags { get; set; } = "";

    /// <summary><c>PackageProjectUrl</c>.</summary>
    public string ProjectUrl { get; set; } = "";

    /// <summary><c>RepositoryUrl</c>.</summary>
    public string RepositoryUrl { get; set; } = "";

    /// <summary><c>PyRequirement</c> items, with <c>Version</c>, <c>Marker</c> and <c>Extra</c>.</summary>
    public ITaskItem[] Requirements { get; set; } = [];

    /// <summary><c>PyExtra</c> items.</summary>
    public ITaskItem[] Extras { get; set; } = [];

    /// <summary><c>PyScript</c> items, with <c>EntryPoint</c>.</summary>
    public ITaskItem[] Scripts { get; set; } = [];

    /// <summary><c>PyGuiScript</c> items, with <c>EntryPoint</c>.</summary>
    public ITaskItem[] GuiScripts { get; set; } = [];

    /// <summary><c>PyEntryPoint</c> items, with <c>Group</c> and <c>EntryPoint</c>.</summary>
    public ITaskItem[] EntryPoints { get; set; } = [];

    /// <summary><c>PyData</c> items, with <c>Kind</c> and <c>TargetPath</c>.</summary>
    public ITaskItem[] DataFiles { get; set; } = [];

    /// <summary><c>PyClassifier</c> items.</summary>
    public ITaskItem[] Classifiers { get; set; } = [];

    /// <summary><c>PyProjectUrl</c> items, with <c>Url</c>.</summary>
    public ITaskItem[] ProjectUrls { get; set; } = [];

    /// <summary>The folder that gets the wheel.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The value of <c>SOURCE_DATE_EPOCH</c>.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary>What the parameters say.</summary>
    protected DistributionRequest CreateDistribution() => new()
    {
        ProjectDirectory = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!,
        ProjectFile = Path.GetFileName(ProjectFile),
        PyProjectFile = PyProjectFile,
        IsNameDefault = IsPackageIdDefault,
        IsVersionDefault = IsVersionDefault,
        BuildNumber = BuildNumber,
        Include = ItemReader.Patterns(Include),
        Exclude = ItemReader.Patterns(Exclude),
        DataFiles = ItemReader.DataFiles(DataFiles),
        OutputDirectory = OutputDirectory,
        Name = PackageId,
        Version = PackageVersion,
        MinimumPythonVersion = MinimumVersion,
        IsGilNotUsed = Gil == "NotUsed",
        FreeThreadedVersions = ItemReader.List(FreeThreadedVersions),
        SourceRoot = SourceRoot,
        SourceDateEpoch = SourceDateEpoch,
        Summary = Description,
        Authors = ItemReader.Authors(Authors),
        LicenseExpression = LicenseExpression,
        LicenseFile = LicenseFile,
        ReadmeFile = ReadmeFile,
        Keywords = ItemReader.List(Tags),
        HomePage = ProjectUrl,
        RepositoryUrl = RepositoryUrl,
        ProjectUrls = ItemReader.ProjectUrls(ProjectUrls),
        Classifiers = [.. Classifiers.Select(item => item.ItemSpec)],
        Requirements = ItemReader.Requirements(Requirements),
        Extras = ItemReader.Extras(Extras, Requirements),
        Scripts = ItemReader.EntryPoints(Scripts, EntryPoint.ConsoleScripts),
        GuiScripts = ItemReader.EntryPoints(GuiScripts, EntryPoint.GuiScripts),
        EntryPoints = ItemReader.EntryPoints(EntryPoints),
    };
}
