using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Wheel;
using PyExt.Wheel.Metadata;

namespace PyExt.Tasks;

/// <summary>A task that is told what the wheel's distribution is.</summary>
public abstract class DistributionTask : WheelTask
{
    /// <summary>The properties that say what the distribution is, by name, with their <c>Value</c>.</summary>
    [Required]
    public ITaskItem[] Distribution { get; set; } = [];

    /// <summary>The items that do, each with the name of its kind (<c>PyRequirement</c>, …) as <c>Kind</c>.</summary>
    public ITaskItem[] DistributionItems { get; set; } = [];

    /// <summary><c>PyData</c> items, with <c>Kind</c> and <c>TargetPath</c>.</summary>
    public ITaskItem[] DataFiles { get; set; } = [];

    /// <summary>The apps that go along: the full path of each project, with its <c>Command</c>.</summary>
    public ITaskItem[] Apps { get; set; } = [];

    /// <summary>The linked apps, with the <c>Project</c> that each is of; empty before they are.</summary>
    public ITaskItem[] AppBinaries { get; set; } = [];

    /// <summary>The folder that gets the wheel.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>What the parameters say.</summary>
    protected DistributionRequest CreateDistribution() => new()
    {
        ProjectDirectory = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!,
        ProjectFile = Path.GetFileName(ProjectFile),
        PyProjectFile = Value("PyProjectFile"),
        IsNameDefault = IsSet("IsPackageIdDefault"),
        IsVersionDefault = IsSet("IsVersionDefault"),
        BuildNumber = Value("PyBuildNumber"),
        Include = ItemReader.Patterns(Value("PyInclude")),
        Exclude = ItemReader.Patterns(Value("PyExclude")),
        DataFiles = ItemReader.DataFiles(DataFiles),
        Apps = AppItems.Read(Apps, AppBinaries),
        OutputDirectory = OutputDirectory,
        Name = Value("PackageId"),
        Version = Value("PackageVersion"),
        MinimumPythonVersion = Value("PyMinimumVersion"),
        IsGilNotUsed = Value("PyGil") == "NotUsed",
        FreeThreadedVersions = ItemReader.List(Value("PyFreeThreadedVersions")),
        SourceRoot = Value("PySourceRoot"),
        SourceDateEpoch = Value("SOURCE_DATE_EPOCH"),
        Summary = Value("Description"),
        Authors = ItemReader.Authors(Value("Authors")),
        LicenseExpression = Value("PackageLicenseExpression"),
        LicenseFile = Value("PackageLicenseFile"),
        ReadmeFile = Value("PackageReadmeFile"),
        Keywords = ItemReader.List(Value("PackageTags")),
        HomePage = Value("PackageProjectUrl"),
        RepositoryUrl = Value("RepositoryUrl"),
        ProjectUrls = ItemReader.ProjectUrls(Items("PyProjectUrl")),
        Classifiers = [.. Items("PyClassifier").Select(item => item.ItemSpec)],
        Requirements = ItemReader.Requirements(Items("PyRequirement")),
        Extras = ItemReader.Extras(Items("PyExtra"), Items("PyRequirement")),
        Scripts = ItemReader.EntryPoints(Items("PyScript"), EntryPoint.ConsoleScripts),
        GuiScripts = ItemReader.EntryPoints(Items("PyGuiScript"), EntryPoint.GuiScripts),
        EntryPoints = ItemReader.EntryPoints(Items("PyEntryPoint")),
    };

    /// <summary>A property of the distribution; empty where it is not set.</summary>
    /// <param name="name">Its name.</param>
    protected string Value(string name) => Distribution.FirstOrDefault(item => item.ItemSpec == name)?.GetMetadata("Value") ?? "";

    private bool IsSet(string name) => Value(name) == "true";

    private ITaskItem[] Items(string kind) => [.. DistributionItems.Where(item => item.GetMetadata("Kind") == kind)];
}
