using PyExt.Wheel;

namespace PyExt.Tasks.Toolchain;

/// <summary>Looks for the programs that turn an object file into a module, before NativeAOT does and with better advice. No MSBuild types.</summary>
public sealed class ToolchainRules
{
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

    /// <summary>Checks for a compiler driver and, where symbols are stripped, objcopy.</summary>
    /// <param name="requested"><c>CppCompilerAndLinker</c>, empty for the default.</param>
    /// <param name="stripSymbols">Whether the link ends with stripping.</param>
    /// <param name="requestedObjCopy"><c>ObjCopyName</c>, empty for the default.</param>
    /// <returns>What is missing; nothing when the machine can link.</returns>
    public Finding? Check(string requested, bool stripSymbols, string requestedObjCopy)
    {
        if (_host.IsWindows)
            return null; // NativeAOT finds Visual Studio's linker through vswhere, not PATH.

        string[] drivers = requested.Length > 0 ? [requested] : _host.IsMacOS ? ["clang"] : ["clang", "gcc"];
        string? driver = drivers.FirstOrDefault(_isOnPath);
        if (driver is null)
        {
            string missing = requested.Length > 0
                ? $"CppCompilerAndLinker is '{requested}', which is not on PATH. Install it, or remove the property to use clang or gcc."
                : $"{string.Join(" and ", drivers)} {(drivers.Length > 1 ? "are" : "is")} not on PATH, and linking a native module needs {(drivers.Length > 1 ? "one of them" : "it")}.";
            return new Finding(ToolchainDiagnosticCodes.NoLinker, $"{missing} {_host.InstallCompiler}");
        }

        if (_host.IsMacOS || !stripSymbols)
            return null;
        string[] objCopies = requestedObjCopy.Length > 0 ? [requestedObjCopy] : driver.Contains("clang", StringComparison.Ordinal) ? ["llvm-objcopy", "objcopy"] : ["objcopy"];
        return objCopies.Any(_isOnPath)
            ? null
            : new Finding(ToolchainDiagnosticCodes.NoObjCopy, $"{string.Join(" and ", objCopies)} {(objCopies.Length > 1 ? "are" : "is")} not on PATH, and stripping the module's debug symbols needs {(objCopies.Length > 1 ? "one of them" : "it")}. {_host.InstallBinutils}");
    }
}
