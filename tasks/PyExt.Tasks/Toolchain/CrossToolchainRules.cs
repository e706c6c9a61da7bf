using PyExt.Wheel;
using PyExt.Wheel.Naming;

namespace PyExt.Tasks.Toolchain;

/// <summary>
/// Chooses the programs that link for another platform than the machine's own. clang with lld links for every architecture and, with the
/// stubs of the link floor, needs nothing of the other system; a gcc is for one architecture and brings its C library along. No MSBuild types.
/// </summary>
public sealed class CrossToolchainRules
{
    private const string Clang = "clang";
    private const string Lld = "lld";

    private readonly Func<string, bool> _isOnPath;
    private readonly HostSystem _host;
    private readonly WheelPlatform _target;
    private readonly string _prefix;

    /// <summary>Creates the rules for a machine and what it links for.</summary>
    /// <param name="isOnPath">Whether a program can be started by this name or path.</param>
    /// <param name="host">The machine, for the advice.</param>
    /// <param name="target">The platform to link for.</param>
    public CrossToolchainRules(Func<string, bool> isOnPath, HostSystem host, WheelPlatform target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _isOnPath = isOnPath;
        _host = host;
        _target = target;
        _prefix = $"{target.Architecture}-linux-{(target.System == WheelSystem.Musl ? "musl" : "gnu")}-";
    }

    /// <summary>Whether NativeAOT links for a platform on this machine at all: for another architecture, but not for another operating system.</summary>
    /// <param name="target">The platform to link for.</param>
    /// <param name="host">The platform of the machine's .NET SDK.</param>
    /// <returns>What is wrong, or null.</returns>
    public static Finding? CheckSystem(WheelPlatform target, string host)
    {
        ArgumentNullException.ThrowIfNull(target);
        string system = SystemOf(target.RuntimeIdentifier);
        if (system == SystemOf(host))
            return null;
        return new Finding(
            ToolchainDiagnosticCodes.OtherSystem,
            $"A module for {target} can only be linked on {system}, and this machine is {host}. Run `dotnet pack -r {target}` on {(system == "Linux" ? "a Linux" : $"a {system}")} machine.");
    }

    /// <summary>Chooses the programs.</summary>
    /// <param name="requestedDriver"><c>CppCompilerAndLinker</c>, empty for the default.</param>
    /// <param name="requestedFlavor"><c>LinkerFlavor</c> where the project sets it, empty for the default.</param>
    /// <param name="requestedObjCopy"><c>ObjCopyName</c>, empty for the default.</param>
    /// <param name="strips"><c>StripSymbols</c>.</param>
    /// <param name="toolchain">What was chosen.</param>
    /// <returns>What is missing, or null.</returns>
    public Finding? Choose(string requestedDriver, string requestedFlavor, string requestedObjCopy, bool strips, out CrossToolchain toolchain)
    {
        toolchain = new CrossToolchain("", "", "");
        string driver = requestedDriver.Length > 0 ? requestedDriver : DefaultDriver();
        if (driver.Length == 0)
        {
            return new Finding(
                ToolchainDiagnosticCodes.NoCrossLinker,
                $"Linking for {_target} on this machine needs clang and lld, or {_prefix}gcc; they are not on PATH. {_host.InstallCrossLinker}");
        }

        if (!_isOnPath(driver))
            return new Finding(ToolchainDiagnosticCodes.NoLinker, $"CppCompilerAndLinker is '{driver}', which is not on PATH. Install it, or remove the property to use clang with lld or {_prefix}gcc.");

        // The machine's own objcopy knows the machine's own architecture only.
        string[] objCopies = requestedObjCopy.Length > 0 ? [requestedObjCopy] : IsClang(driver) ? ["llvm-objcopy", _prefix + "objcopy"] : [_prefix + "objcopy"];
        string objCopy = objCopies.FirstOrDefault(_isOnPath) ?? "";
        if (strips && objCopy.Length == 0)
        {
            string install = IsClang(driver) ? _host.InstallLlvm : $"Install the binutils for {_target}, or set StripSymbols to false.";
            return new Finding(ToolchainDiagnosticCodes.NoObjCopy, $"{string.Join(" and ", objCopies)} {(objCopies.Length > 1 ? "are" : "is")} not on PATH, and stripping the debug symbols of a module for {_target} needs {(objCopies.Length > 1 ? "one of them" : "it")}. {install}");
        }

        toolchain = new CrossToolchain(driver, requestedFlavor.Length > 0 ? requestedFlavor : IsClang(driver) ? Lld : "bfd", objCopy);
        return null;
    }

    /// <summary>Words what a trial link complained about.</summary>
    /// <param name="toolchain">The programs.</param>
    /// <param name="complaint">The first complaint, or null when there was none.</param>
    /// <returns>What to do, or null.</returns>
    public Finding? CheckLink(CrossToolchain toolchain, string? complaint)
    {
        ArgumentNullException.ThrowIfNull(toolchain);
        if (complaint is null)
            return null;
        string cause = IsClang(toolchain.Driver) && toolchain.LinkerFlavor == Lld
            ? $"It may lack the linker lld. {_host.InstallCrossLinker}"
            : "Remove CppCompilerAndLinker and LinkerFlavor to use clang with lld, or name a compiler for that platform and its files in SysRoot.";
        return new Finding(ToolchainDiagnosticCodes.NoCrossLinker, $"{toolchain.Driver} is there but cannot link a shared library for {_target}: {complaint.TrimEnd('.')}. {cause}");
    }

    /// <summary>Whether a driver is clang, which is for every platform, unlike gcc.</summary>
    /// <param name="driver">Its name or path.</param>
    /// <returns>Whether it takes <c>--target</c>.</returns>
    public static bool IsClang(string driver) => Path.GetFileName(driver).Contains(Clang, StringComparison.Ordinal);

    // clang without lld links for nothing but this machine, so a gcc that is there goes first. Found beside clang, lld need not be on PATH: then a trial decides.
    private string DefaultDriver()
    {
        string gcc = _prefix + "gcc";
        if (_isOnPath(Clang) && (_isOnPath("ld.lld") || !_isOnPath(gcc)))
            return Clang;
        return _isOnPath(gcc) ? gcc : "";
    }

    private static string SystemOf(string runtimeIdentifier) => runtimeIdentifier.Split('-')[0] switch
    {
        "linux" => "Linux",
        "osx" => "macOS",
        "win" => "Windows",
        _ => "",
    };
}
