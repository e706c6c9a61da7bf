namespace PyExt.Wheel.NativeLibraries;

/// <summary>A shared library that goes into the wheel beside the module (<c>PyNativeLibrary</c>).</summary>
public sealed class NativeLibrary
{
    /// <summary>What the project calls it, for messages.</summary>
    public required string Item { get; init; }

    /// <summary>The file; a link stands for what it leads to.</summary>
    public required string File { get; init; }

    /// <summary>More names under which C# asks for it; those that follow from the file's name need not be listed.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The version, where it is known.</summary>
    public string? Version { get; init; }

    /// <summary>The SPDX expression of its licence, where it is known.</summary>
    public string? License { get; init; }

    /// <summary>The file with its licence, where there is one.</summary>
    public string? LicenseFile { get; init; }

    /// <summary>The package URL of what it is, where the project gives one.</summary>
    public string? PackageUrl { get; init; }

    /// <summary>The NuGet package that it comes from, as <c>id/version</c>, where it does.</summary>
    public string? Package { get; init; }
}
