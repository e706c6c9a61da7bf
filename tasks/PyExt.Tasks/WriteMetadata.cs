using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Wheel;
using PyExt.Wheel.Sbom;

namespace PyExt.Tasks;

/// <summary>Writes the metadata that the wheel will have, without compiling anything.</summary>
public sealed class WriteMetadata : DistributionTask
{
    /// <summary><c>RuntimeIdentifier</c>.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The assemblies that will be compiled into the module.</summary>
    public string[] CompiledFiles { get; set; } = [];

    /// <summary>NuGet's list of the project's packages.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>The shared libraries that will go along, as <see cref="CollectNativeLibraries"/> found them.</summary>
    public ITaskItem[] NativeLibraries { get; set; } = [];

    /// <summary>The SDK's version, which the wheel names as its generator.</summary>
    [Required]
    public string GeneratorVersion { get; set; } = "";

    /// <summary>The folder that was written.</summary>
    [Output]
    public string DistInfo { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        ThirdPartyRequest thirdParty = new() { CompiledFiles = [.. CompiledFiles, .. AppItems.CompiledFiles(AppBinaries)], AssetsFile = AssetsFile.Length == 0 ? null : AssetsFile, RuntimeIdentifier = RuntimeIdentifier };
        DistInfo = WheelPacker.WriteMetadata(
            CreateDistribution(), OutputDirectory, Platform(), $"PyExt {GeneratorVersion}", thirdParty, [.. NativeLibraries.Select(NativeLibraryItems.FromItem)]);
    }

    // The tag of the wheel itself follows from its binary; this one only says which machine it is for.
    private string Platform()
    {
        string[] parts = RuntimeIdentifier.Split('-');
        string architecture = parts[^1] switch { "x64" => "x86_64", "arm64" => "aarch64", var other => other };
        return parts[0] switch
        {
            "win" => parts[^1] == "x64" ? "win_amd64" : $"win_{parts[^1]}",
            "osx" => architecture == "x86_64" ? "macosx_12_0_x86_64" : "macosx_12_0_arm64",
            _ => "linux_" + architecture,
        };
    }
}
