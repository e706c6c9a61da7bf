using Microsoft.Build.Framework;
using PyExt.Wheel.Statics;

namespace PyExt.Tasks;

/// <summary>A task that looks at what the native compiler was given and what it kept.</summary>
public abstract class CompiledModuleTask : WheelTask
{
    /// <summary>The native compiler's map.</summary>
    [Required]
    public string Map { get; set; } = "";

    /// <summary>The compiled project (<c>ManagedBinary</c>).</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>Everything else that the native compiler was given (<c>IlcReference</c>).</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    /// <summary>What of it is part of .NET itself (<c>DefaultFrameworkAssemblies</c>).</summary>
    [Required]
    public ITaskItem[] FrameworkAssemblies { get; set; } = [];

    /// <summary>The assemblies, with where each comes from.</summary>
    protected IReadOnlyList<CompiledAssembly> Assemblies()
    {
        HashSet<string> framework = [.. FrameworkAssemblies.Select(item => item.ItemSpec)];
        return [new CompiledAssembly(Assembly, AssemblyOrigin.Project), .. References.Select(item => framework.Contains(item.ItemSpec)
            ? new CompiledAssembly(item.ItemSpec, AssemblyOrigin.Framework)
            : new CompiledAssembly(item.ItemSpec, AssemblyOrigin.Dependency, item.GetMetadata("NuGetPackageId"), item.GetMetadata("NuGetPackageVersion")))];
    }
}
