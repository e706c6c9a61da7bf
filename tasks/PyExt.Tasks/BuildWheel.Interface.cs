using Microsoft.Build.Framework;

namespace PyExt.Tasks;

public sealed partial class BuildWheel
{
    /// <summary>The compiled IL assembly, which knows the module's name and stub.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>The linked native module.</summary>
    [Required]
    public string NativeModule { get; set; } = "";

    /// <summary><c>PyMinimumVersion</c>.</summary>
    [Required]
    public string MinimumVersion { get; set; } = "";

    /// <summary><c>PyManylinux</c>.</summary>
    [Required]
    public string Manylinux { get; set; } = "";

    /// <summary><c>PySourceRoot</c>.</summary>
    public string SourceRoot { get; set; } = "";

    /// <summary><c>PackageId</c>.</summary>
    [Required]
    public string PackageId { get; set; } = "";

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

    /// <summary><c>PyClassifier</c> items.</summary>
    public ITaskItem[] Classifiers { get; set; } = [];

    /// <summary><c>PyProjectUrl</c> items, with <c>Url</c>.</summary>
    public ITaskItem[] ProjectUrls { get; set; } = [];

    /// <summary>The folder that gets the wheel.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The folder in which the wheel is prepared.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The SDK's version, which the wheel names as its generator.</summary>
    [Required]
    public string GeneratorVersion { get; set; } = "";

    /// <summary>The value of <c>SOURCE_DATE_EPOCH</c>.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary>When the steps before this task started and ended.</summary>
    public ITaskItem[] Timings { get; set; } = [];

    /// <summary>The finished wheel.</summary>
    [Output]
    public string Wheel { get; set; } = "";
}
