using Microsoft.Build.Framework;
using PyExt.Tasks.Toolchain;
using PyExt.Wheel;
using PyExt.Wheel.Naming;

namespace PyExt.Tasks;

/// <summary>Makes sure that this machine can link for a platform, and says how to make it so where it cannot.</summary>
public sealed class FindToolchain : WheelTask
{
    /// <summary><c>RuntimeIdentifier</c>.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The platform of this machine's .NET SDK.</summary>
    public string HostRuntimeIdentifier { get; set; } = "";

    /// <summary><c>CppCompilerAndLinker</c> where the project sets it.</summary>
    public string CompilerAndLinker { get; set; } = "";

    /// <summary><c>ObjCopyName</c> where the project sets it.</summary>
    public string ObjCopy { get; set; } = "";

    /// <summary><c>StripSymbols</c>.</summary>
    public bool StripSymbols { get; set; }

    /// <summary><c>LinkerFlavor</c> where the project sets it.</summary>
    public string LinkerFlavor { get; set; } = "";

    /// <summary><c>SysRoot</c>.</summary>
    public string SysRoot { get; set; } = "";

    /// <summary>Whether a module is linked against stubs, so that nothing of the target's C library is needed.</summary>
    public bool HasStubs { get; set; }

    /// <summary>Whether to try a link; the targets ask for it where nothing has been linked yet.</summary>
    public bool TryLink { get; set; }

    /// <summary>The compiler driver for another platform; empty where NativeAOT's choice is right.</summary>
    [Output]
    public string CrossDriver { get; set; } = "";

    /// <summary>The linker for another platform.</summary>
    [Output]
    public string CrossLinkerFlavor { get; set; } = "";

    /// <summary>The program that strips modules of another platform.</summary>
    [Output]
    public string CrossObjCopy { get; set; } = "";

    /// <summary>Whether the driver has neither libgcc nor the files that a program starts and ends with for the other platform, so that the link goes without.</summary>
    [Output]
    public bool IsBare { get; set; }

    /// <summary>Whether the driver is for one platform, and does not take <c>--target</c>.</summary>
    [Output]
    public bool IsForOnePlatform { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        Finding? finding;
        if (RuntimeIdentifier == HostRuntimeIdentifier || WheelPlatform.Find(RuntimeIdentifier) is not WheelPlatform target)
            finding = CheckOwn();
        else
            finding = CrossToolchainRules.CheckSystem(target, HostRuntimeIdentifier) ?? (target.IsLinux ? ChooseCross(target) : CheckOwn());
        if (finding is not null)
            Report(finding);
    }

    private Finding? CheckOwn()
    {
        ToolchainRules rules = new(SearchPath.Contains, HostSystem.Current());
        Finding? finding = rules.CheckDriver(CompilerAndLinker, out string driver);
        if (finding is null && StripSymbols)
            finding = rules.CheckObjCopy(driver, ObjCopy);
        if (finding is null && TryLink && driver.Length > 0)
            finding = rules.CheckLink(driver, LinkerFlavor, LinkProbe.Run(driver, LinkerFlavor, LinkProbe.Libraries));
        return finding;
    }

    private Finding? ChooseCross(WheelPlatform target)
    {
        CrossToolchainRules rules = new(SearchPath.Contains, HostSystem.Current(), target);
        Finding? finding = rules.Choose(CompilerAndLinker, LinkerFlavor, ObjCopy, StripSymbols, out CrossToolchain toolchain);
        if (finding is not null)
            return finding;

        (CrossDriver, CrossLinkerFlavor, CrossObjCopy) = (toolchain.Driver, toolchain.LinkerFlavor, toolchain.ObjCopy);
        IsForOnePlatform = !CrossToolchainRules.IsClang(CrossDriver);
        IsBare = HasStubs && !IsForOnePlatform && SysRoot.Length == 0;
        return TryLink ? rules.CheckLink(toolchain, LinkProbe.Run(CrossDriver, CrossLinkerFlavor, ProbeOptions(target))) : null;
    }

    private List<string> ProbeOptions(WheelPlatform target)
    {
        List<string> options = [];
        if (!IsForOnePlatform)
            options.Add($"--target={target.Architecture}-linux-{(target.System == WheelSystem.Musl ? "musl" : "gnu")}");
        if (SysRoot.Length > 0)
            options.Add($"--sysroot={SysRoot}");
        options.AddRange(IsBare ? ["-nostdlib"] : HasStubs ? ["-nodefaultlibs"] : LinkProbe.Libraries);
        return options;
    }
}
