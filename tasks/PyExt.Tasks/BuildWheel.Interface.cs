using Microsoft.Build.Framework;

namespace PyExt.Tasks;

public sealed partial class BuildWheel
{
    /// <summary><c>PyPlainPlatformTag</c>.</summary>
    public bool PlainPlatformTag { get; set; }

    /// <summary>The assemblies that were compiled into the module.</summary>
    public string[] CompiledFiles { get; set; } = [];

    /// <summary>NuGet's list of the project's packages.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>The platform.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary><c>PySbom</c>.</summary>
    [Required]
    public string Sbom { get; set; } = "";

    /// <summary><c>PySbomFile</c> items.</summary>
    public string[] SbomFiles { get; set; } = [];

    /// <summary>When the steps before this task started and ended.</summary>
    public ITaskItem[] Timings { get; set; } = [];
}
