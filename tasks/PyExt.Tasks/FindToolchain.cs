using PyExt.Tasks.Toolchain;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>Makes sure that this machine can link, and says how to make it so where it cannot.</summary>
public sealed class FindToolchain : WheelTask
{
    /// <summary><c>CppCompilerAndLinker</c> where the project sets it.</summary>
    public string CompilerAndLinker { get; set; } = "";

    /// <summary><c>ObjCopyName</c> where the project sets it.</summary>
    public string ObjCopy { get; set; } = "";

    /// <summary><c>StripSymbols</c>.</summary>
    public bool StripSymbols { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        ToolchainRules rules = new(SearchPath.Contains, HostSystem.Current());
        if (rules.Check(CompilerAndLinker, StripSymbols, ObjCopy) is Finding finding)
            Report(finding);
    }
}
