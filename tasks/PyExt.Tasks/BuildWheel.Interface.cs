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

    /// <summary><c>PyManylinux</c>.</summary>
    [Required]
    public string Manylinux { get; set; } = "";

    /// <summary><c>PyPlainPlatformTag</c>.</summary>
    public bool PlainPlatformTag { get; set; }

    /// <summary>The folder in which the wheel is prepared.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The SDK's version, which the wheel names as its generator.</summary>
    [Required]
    public string GeneratorVersion { get; set; } = "";

    /// <summary>The shared libraries that go along, as <see cref="CollectNativeLibraries"/> found them.</summary>
    public ITaskItem[] NativeLibraries { get; set; } = [];

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

    /// <summary>The finished wheel.</summary>
    [Output]
    public string Wheel { get; set; } = "";
}
