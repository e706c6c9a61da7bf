namespace PyExt.Wheel.Sbom;

/// <summary>What is known of the work of others that a wheel holds.</summary>
public sealed class ThirdPartyRequest
{
    /// <summary>How the lines of METADATA start that name licences of others.</summary>
    public const string LicenseFileLine = "License-File: " + Folder + "/";

    /// <summary>The folder in <c>dist-info/licenses</c> that has them.</summary>
    internal const string Folder = "third-party";

    /// <summary>The assemblies and libraries that were compiled or linked into the module and the apps. Those that lie in the folder of a NuGet package stand for it.</summary>
    public IReadOnlyList<string> CompiledFiles { get; init; } = [];

    /// <summary>NuGet's <c>project.assets.json</c>, which says what needs what; null where there is none.</summary>
    public string? AssetsFile { get; init; }

    /// <summary>The apps that go along: the command of each, with its <c>project.assets.json</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Apps { get; init; } = [];

    /// <summary>The platform of the wheel.</summary>
    public string RuntimeIdentifier { get; init; } = "";

    /// <summary>Whether a bill of materials is written (<c>PySbom</c>).</summary>
    public bool WritesSbom { get; init; } = true;

    /// <summary>More bills of materials, of any format (<c>PySbomFile</c>).</summary>
    public IReadOnlyList<string> SbomFiles { get; init; } = [];
}
