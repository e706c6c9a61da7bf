namespace PyExt.Wheel.Statics;

/// <summary>Whose an assembly is.</summary>
public enum AssemblyOrigin
{
    /// <summary>It is what the project was compiled to.</summary>
    Project,

    /// <summary>The project depends on it.</summary>
    Dependency,

    /// <summary>It is part of .NET itself.</summary>
    Framework,
}

/// <summary>An IL assembly that the native compiler was given.</summary>
/// <param name="path">Its file.</param>
/// <param name="origin">Whose it is.</param>
/// <param name="packageId">The NuGet package it came in, if any.</param>
/// <param name="packageVersion">That package's version.</param>
public sealed class CompiledAssembly(string path, AssemblyOrigin origin, string? packageId = null, string? packageVersion = null)
{
    /// <summary>Its file.</summary>
    public string Path { get; } = path;

    /// <summary>Whose it is.</summary>
    public AssemblyOrigin Origin { get; } = origin;

    /// <summary>The NuGet package it came in, or null.</summary>
    public string? PackageId { get; } = string.IsNullOrEmpty(packageId) ? null : packageId;

    /// <summary>That package's version, or null.</summary>
    public string? PackageVersion { get; } = string.IsNullOrEmpty(packageVersion) ? null : packageVersion;

    /// <summary>What it is called in messages: by its package, where it has one.</summary>
    /// <param name="name">Its simple name.</param>
    internal string Title(string name) => PackageId is null
        ? name
        : $"{(PackageId.Equals(name, StringComparison.OrdinalIgnoreCase) ? PackageId : $"{name}, of {PackageId}")} {PackageVersion}";

    /// <summary>Whether it is part of .NET itself.</summary>
    internal bool IsFramework => Origin == AssemblyOrigin.Framework;
}
