using PyExt.Tasks.Projects;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>Refuses a project whose declarations make no extension module, before anything is compiled.</summary>
public sealed class ValidateProject : WheelTask
{
    /// <summary><c>PyMultipleInterpreters</c>.</summary>
    public string MultipleInterpreters { get; set; } = "";

    /// <summary><c>PyGil</c>.</summary>
    public string Gil { get; set; } = "";

    /// <summary><c>PyFreeThreadedVersions</c>.</summary>
    public string FreeThreadedVersions { get; set; } = "";

    /// <summary><c>PyModuleName</c>.</summary>
    public string ModuleName { get; set; } = "";

    /// <summary><c>PyMinimumVersion</c>.</summary>
    public string MinimumVersion { get; set; } = "";

    /// <summary><c>TargetFramework</c>.</summary>
    public string TargetFramework { get; set; } = "";

    /// <summary><c>TargetFrameworks</c>.</summary>
    public string TargetFrameworks { get; set; } = "";

    /// <summary><c>PySourceRoot</c>.</summary>
    public string SourceRoot { get; set; } = "";

    /// <summary><c>OutputType</c>.</summary>
    public string OutputType { get; set; } = "";

    /// <summary><c>PyManylinux</c>.</summary>
    public string Manylinux { get; set; } = "";

    /// <summary><c>PyEditableMode</c>.</summary>
    public string EditableMode { get; set; } = "";

    /// <summary><c>PyGen0Size</c>.</summary>
    public string Gen0Size { get; set; } = "";

    /// <summary>The properties that are on or off: each as <c>Name=Value</c>.</summary>
    public string[] Switches { get; set; } = [];

    /// <summary><c>GeneratePackageOnBuild</c>.</summary>
    public bool GeneratePackageOnBuild { get; set; }

    /// <summary><c>PublishAot</c>.</summary>
    public bool PublishAot { get; set; } = true;

    /// <inheritdoc/>
    protected override void Run()
    {
        ProjectSettings settings = new()
        {
            ProjectFile = Path.GetFileName(ProjectFile),
            ProjectDirectory = Path.GetDirectoryName(Path.GetFullPath(ProjectFile)) ?? "",
            MultipleInterpreters = MultipleInterpreters,
            Gil = Gil,
            FreeThreadedVersions = FreeThreadedVersions,
            ModuleName = ModuleName,
            MinimumVersion = MinimumVersion,
            TargetFramework = TargetFramework,
            TargetFrameworks = TargetFrameworks,
            SourceRoot = SourceRoot,
            OutputType = OutputType,
            Manylinux = Manylinux,
            EditableMode = EditableMode,
            Gen0Size = Gen0Size,
            Switches = Switches.Select(property => property.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]),
            GeneratePackageOnBuild = GeneratePackageOnBuild,
            PublishAot = PublishAot,
        };
        foreach (Finding finding in ProjectRules.Check(settings))
            Report(finding);
    }
}
