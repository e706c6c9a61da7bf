using Microsoft.Build.Framework;
using PyExt.Tasks.Toolchain;
using PyExt.Wheel;
using PyExt.Wheel.Linking;

namespace PyExt.Tasks;

/// <summary>Finds what a linked module uses and no library would define.</summary>
public sealed class CheckLinkedSymbols : WheelTask
{
    /// <summary>The linked module.</summary>
    [Required]
    public string Module { get; set; } = "";

    /// <summary>The platform, one with glibc.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary><c>PyManylinux</c>.</summary>
    [Required]
    public string Manylinux { get; set; } = "";

    /// <summary>The files and options that the linker was given.</summary>
    public string[] LinkerInputs { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;
        foreach (Finding finding in UndefinedSymbols.Check(Path.Combine(directory, Module), LinkTarget.Floor(RuntimeIdentifier, Manylinux), LinkerInputs, directory))
            Report(finding);
    }
}
