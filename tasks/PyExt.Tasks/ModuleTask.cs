using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Wheel;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Sbom;

namespace PyExt.Tasks;

/// <summary>A task that makes something of a linked module.</summary>
public abstract class ModuleTask : DistributionTask
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

    /// <summary>The folder in which the wheel is prepared.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The SDK's version, which the wheel names as its generator.</summary>
    [Required]
    public string GeneratorVersion { get; set; } = "";

    /// <summary>The shared libraries that go along, as <see cref="CollectNativeLibraries"/> found them.</summary>
    public ITaskItem[] NativeLibraries { get; set; } = [];

    /// <summary>The finished wheel.</summary>
    [Output]
    public string Wheel { get; set; } = "";

    /// <summary>What the parameters say.</summary>
    /// <param name="thirdParty">The work of others that goes along, or null to leave out what would be said of it.</param>
    /// <param name="hasPlainPlatformTag">Whether the wheel gets the plain <c>linux</c> tag.</param>
    protected WheelRequest CreateWheel(ThirdPartyRequest? thirdParty = null, bool hasPlainPlatformTag = false) => new()
    {
        Distribution = CreateDistribution(),
        Module = ModuleMetadata.Read(Assembly),
        NativeLibrary = NativeModule,
        IntermediateDirectory = IntermediateDirectory,
        Generator = $"PyExt {GeneratorVersion}",
        Manylinux = Manylinux,
        ThirdParty = thirdParty,
        NativeLibraries = [.. NativeLibraries.Select(NativeLibraryItems.FromItem)],
        HasPlainPlatformTag = hasPlainPlatformTag,
    };
}
