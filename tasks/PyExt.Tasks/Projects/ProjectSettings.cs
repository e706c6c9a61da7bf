namespace PyExt.Tasks.Projects;

/// <summary>The properties of a project that <see cref="ProjectRules"/> judges, as MSBuild evaluated them.</summary>
public sealed record ProjectSettings
{
    /// <summary>The project file's name, for messages.</summary>
    public string ProjectFile { get; init; } = "";

    /// <summary><c>PyMultipleInterpreters</c>.</summary>
    public string MultipleInterpreters { get; init; } = "";

    /// <summary><c>PyGil</c>.</summary>
    public string Gil { get; init; } = "";

    /// <summary><c>PyFreeThreadedVersions</c>, a list.</summary>
    public string FreeThreadedVersions { get; init; } = "";

    /// <summary><c>PyModuleName</c>.</summary>
    public string ModuleName { get; init; } = "";

    /// <summary><c>PyMinimumVersion</c>.</summary>
    public string MinimumVersion { get; init; } = "";

    /// <summary><c>TargetFramework</c>.</summary>
    public string TargetFramework { get; init; } = "";

    /// <summary><c>TargetFrameworks</c>, which an extension module cannot have.</summary>
    public string TargetFrameworks { get; init; } = "";

    /// <summary><c>PySourceRoot</c> as written in the project.</summary>
    public string SourceRoot { get; init; } = "";

    /// <summary>The folder <see cref="SourceRoot"/> is relative to.</summary>
    public string ProjectDirectory { get; init; } = "";

    /// <summary><c>OutputType</c>.</summary>
    public string OutputType { get; init; } = "";

    /// <summary><c>PyManylinux</c>; empty where it is not asked for.</summary>
    public string Manylinux { get; init; } = "";

    /// <summary><c>PyEditableMode</c>; empty where it is not asked for.</summary>
    public string EditableMode { get; init; } = "";

    /// <summary><c>PyGen0Size</c>; empty where .NET's own is not changed.</summary>
    public string Gen0Size { get; init; } = "";

    /// <summary>The properties that are on or off, by name.</summary>
    public IReadOnlyDictionary<string, string> Switches { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether <c>GeneratePackageOnBuild</c> is on.</summary>
    public bool GeneratePackageOnBuild { get; init; }

    /// <summary>Whether <c>PublishAot</c> is still on.</summary>
    public bool PublishAot { get; init; } = true;
}
