namespace PyExt.Tasks.Projects;

/// <summary>The codes of what is wrong with a project; each has a page in <c>docs/diagnostics</c>.</summary>
public static class ProjectDiagnosticCodes
{
    /// <summary><c>PyMultipleInterpreters</c> is missing or misspelt.</summary>
    public const string MultipleInterpreters = "PYX1001";

    /// <summary><c>TargetFramework</c> is not one the SDK compiles for.</summary>
    public const string TargetFramework = "PYX1005";

    /// <summary>A .NET property asks for something an extension module cannot be.</summary>
    public const string Shape = "PYX1008";

    /// <summary>A platform is named for which there are no wheels.</summary>
    public const string Platform = "PYX1009";

    /// <summary>A switch is neither on nor off.</summary>
    public const string Switch = "PYX1010";

    /// <summary>A <c>PyApp</c> does not build; reported by the targets.</summary>
    public const string AppBuild = "PYX1012";

    /// <summary><c>PyGen0Size</c> is no size.</summary>
    public const string Gen0Size = "PYX1013";
}
