using PyExt.Wheel;

namespace PyExt.Tasks.Toolchain;

/// <summary>Judges the programs that turn an object file into a module, before NativeAOT does and with better advice. No MSBuild types.</summary>
public sealed class ToolchainRules
{
    private const string DefaultLinker = "bfd"; // NativeAOT's, on Linux

    private readonly Func<string, bool> _isOnPath;
    private readonly HostSystem _host;

    /// <summary>Creates the rules for a machine.</summary>
    /// <param name="isOnPath">Whether a program can be started by this name or path.</param>
    /// <param name="host">The machine, for the advice.</param>
    public ToolchainRules(Func<string, bool> isOnPath, HostSystem host)
    {
        _isOnPath = isOnPath;
        _host = host;
    }

    /// <summary>Checks for a compiler driver.</summary>
    /// <param name="requested"><c>CppCompilerAndLinker</c>, empty for the default.</param>
    /// <param name="driver">The driver that will be used; empty on Windows, where NativeAOT finds Visual Studio's linker itself.</param>
    /// <returns>What is missing, or null.</returns>
    public Finding? CheckDriver(string requested, out string driver)
    {
        driver = "";
        if (_host.IsWindows)
            return null;

        string[] drivers = requested.Length > 0 ? [requested] : _host.IsMacOS ? ["clang"] : ["clang", "gcc"];
        driver = drivers.FirstOrDefault(_isOnPath) ?? "";
        if (driver.Length > 0)
            return null;
        return new Finding(ToolchainDiagnosticCodes.NoLinker, requested.Length > 0
            ? $"CppCompilerAndLinker is '{requested}', which is not on PATH. Install it, or remove the property to use clang or gcc."
            : $"{string.Join(" and ", drivers)} {(drivers.Length > 1 ? "are" : "is")} not on PATH, and linking a native module needs {(drivers.Length > 1 ? "one of them" : "it")}. {_host.InstallCompiler}");
    }

    /// <summary>Checks for objcopy, which strips symbols.</summary>
    /// <param name="driver">The compiler driver.</param>
    /// <param name="requestedObjCopy"><c>ObjCopyName</c>, empty for the default.</param>
    /// <returns>What is missing, or null.</returns>
    public Finding? CheckObjCopy(string driver, string requestedObjCopy)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(requestedObjCopy);
        if (_host.IsMacOS || _host.IsWindows)
            return null;
        string[] objCopies = requestedObjCopy.Length > 0 ? [requestedObjCopy] : driver.Contains("clang", StringComparison.Ordinal) ? ["llvm-objcopy", "objcopy"] : ["objcopy"];
        return objCopies.Any(_isOnPath)
            ? null
            : new Finding(ToolchainDiagnosticCodes.NoObjCopy, $"{string.Join(" and ", objCopies)} {(objCopies.Length > 1 ? "are" : "is")} not on PATH, and stripping the module's debug symbols needs {(objCopies.Length > 1 ? "one of them" : "it")}. {_host.InstallBinutils}");
    }
    /// <summary>Words what a trial link complained about.</summary>
    /// <param name="driver">The compiler driver.</param>
    /// <param name="linkerFlavor"><c>LinkerFlavor</c>, empty for the default.</param>
    /// <param name="complaint">Its first complaint, or null when there was none.</param>
    /// <returns>What to do, or null.</returns>
    public Finding? CheckLink(string driver, string linkerFlavor, string? complaint)
    {
        if (complaint is null)
            return null;
        string cause = string.IsNullOrEmpty(linkerFlavor) || linkerFlavor == DefaultLinker
            ? $"It may lack a linker or the C library's development files. {_host.InstallCompiler}"
            : $"LinkerFlavor is '{linkerFlavor}': install that linker, or remove the property.";
        return new Finding(ToolchainDiagnosticCodes.CannotLink, $"{driver} is there but cannot link a shared library: {complaint.TrimEnd('.')}. {cause}");
    }
}
