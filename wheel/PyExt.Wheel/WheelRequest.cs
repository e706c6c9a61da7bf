using PyExt.Wheel.Audit;
using PyExt.Wheel.Layout;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Sbom;

namespace PyExt.Wheel;

/// <summary>Everything that goes into a wheel.</summary>
public sealed class WheelRequest
{
    /// <summary>What is known of the wheel without the binary.</summary>
    public required DistributionRequest Distribution { get; init; }

    /// <summary>The module; see <see cref="ModuleMetadata.Read"/>.</summary>
    public required ModuleMetadata Module { get; init; }

    /// <summary>The linked native library.</summary>
    public required string NativeLibrary { get; init; }

    /// <summary>The folder in which the wheel is prepared.</summary>
    public required string IntermediateDirectory { get; init; }

    /// <summary>The program that makes the wheel, such as <c>PyExt 0.1.0</c>.</summary>
    public string Generator { get; init; } = "PyExt";

    /// <summary>The shared libraries that the wheel brings along (<c>PyNativeLibrary</c>).</summary>
    public IReadOnlyList<NativeLibrary> NativeLibraries { get; init; } = [];

    /// <summary>The work of others in it, or null where nothing is known: no bill of materials is written then.</summary>
    public ThirdPartyRequest? ThirdParty { get; init; }

    /// <summary>The manylinux policy (<c>PyManylinux</c>).</summary>
    public string Manylinux { get; init; } = AuditOptions.Automatic;

    /// <summary>Whether the wheel gets the plain <c>linux</c> tag, whatever policy it satisfies: for tools that repair and tag it themselves.</summary>
    public bool HasPlainPlatformTag { get; init; }
}
