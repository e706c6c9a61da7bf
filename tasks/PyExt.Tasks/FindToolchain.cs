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

    /// <summary><c>LinkerFlavor</c>.</summary>
    public string LinkerFlavor { get; set; } = "";

    /// <summary>Whether to try a link; the targets ask for it where nothing has been linked yet.</summary>
    public bool TryLink { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        ToolchainRules rules = new(SearchPath.Contains, HostSystem.Current());
        Finding? finding = rules.CheckDriver(CompilerAndLinker, out string driver);
        if (finding is null && StripSymbols)
            finding = rules.CheckObjCopy(driver, ObjCopy);
        if (finding is null && TryLink && driver.Length > 0)
            finding = rules.CheckLink(driver, LinkerFlavor, LinkProbe.Run(driver, LinkerFlavor));
        if (finding is not null)
            Report(finding);
    }
}
