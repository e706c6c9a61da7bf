using PyExt.Wheel.Binaries;
using PyExt.Wheel.Pe;

namespace PyExt.Wheel.Audit;

/// <summary>Checks a linked extension module for Windows.</summary>
internal static class PeAudit
{
    public static AuditReport Run(PeFile file, byte[] image, string name, AuditOptions options)
    {
        List<Finding> findings = [];
        if (options.Program is null && !file.IsLibrary)
        {
            findings.Add(new Finding(
                DiagnosticCodes.BinaryPlatform,
                $"{name} is a program, not a DLL, so Python could not import it. Build it as a shared library."));
        }

        if (options.Program is null)
        {
            SymbolRules.CheckExports(name, [.. file.Exports.Select(export => export.Name).Order(StringComparer.Ordinal)], Exports(file, options.ModuleName.InitFunction), options.ModuleName, findings);
            SymbolRules.CheckStableAbi(name, UsedSymbols(file), options.MinimumPythonVersion, findings);
        }

        CheckLibraries(file, name, findings);
        CheckHardening(file, name, findings);
        return new AuditReport(
            findings,
            GlibcVersion: null,
            findings.Count == 0 ? PlatformTagOf(file.Machine) : null,
            [.. file.Imports.Select(import => import.Library).Distinct(StringComparer.OrdinalIgnoreCase)],
            [.. file.Exports.Select(export => export.Name).Order(StringComparer.Ordinal)],
            SymbolRules.PythonSymbols(UsedSymbols(file)))
        {
            Format = BinaryFormat.Pe,
            OpenedAtRunTime = RuntimeLibraries.Find(image, [.. file.Imports.Select(import => import.Library), name]),
        };
    }

    /// <summary>The platform tag of a machine.</summary>
    public static string PlatformTagOf(PeMachine machine) => machine switch
    {
        PeMachine.X64 => "win_amd64",
        PeMachine.Arm64 => "win_arm64",
        _ => "win32",
    };

    /// <summary>The names that other libraries must define.</summary>
    public static IEnumerable<string> UsedSymbols(PeFile file) => file.Imports.SelectMany(import => import.Symbols);

    /// <summary>Whether a file exports a function.</summary>
    public static bool Exports(PeFile file, string function) => file.Exports.Any(export => export.Name == function && export.IsFunction);

    /// <summary>What makes attacks harder, and every linker does by default.</summary>
    public static void CheckHardening(PeFile file, string name, List<Finding> findings)
    {
        List<string> options = [];
        if (!file.HasDynamicBase)
            options.Add("/DYNAMICBASE");
        if (!file.HasHighEntropy && file.Machine != PeMachine.X86)
            options.Add("/HIGHENTROPYVA");
        if (!file.HasDataExecutionPrevention)
            options.Add("/NXCOMPAT");
        if (options.Count > 0)
        {
            findings.Add(new Finding(
                DiagnosticCodes.Hardening,
                $"{name} was linked without {string.Join(", ", options)}, so what protects the process against overwritten memory is off for it. Remove the options that turn {(options.Count == 1 ? "it" : "them")} off."));
        }

        if (file.HasWritableCode)
        {
            findings.Add(new Finding(
                DiagnosticCodes.Hardening,
                $"{name} has a section that is writable and executable. Remove /SECTION from the linker options."));
        }
    }

    private static void CheckLibraries(PeFile file, string name, List<Finding> findings)
    {
        string[] foreign = [.. file.Imports.Where(import => !WindowsLibraries.Allows(import.Library)).Select(import => import.IsDelayed ? import.Library + " (at the first use)" : import.Library).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (foreign.Length == 0)
            return;

        findings.Add(new Finding(
            DiagnosticCodes.NeededLibrary,
            $"{name} needs {SymbolRules.Listed(foreign)}, which Windows does not have. "
            + (file.Imports.Any(import => WindowsLibraries.IsVersionOfPython(import.Library)) ? "An abi3 module takes CPython's functions from python3.dll, not from the DLL of one version." : "Link it statically, or remove the dependency.")));
    }
}
