using PyExt.Wheel.Audit;
using PyExt.Wheel.Binaries;
using PyExt.Wheel.Pe;

namespace PyExt.Wheel.Verification;

/// <summary>Checks a PE file against the Windows tags of its wheel.</summary>
internal static class PeRules
{
    public static AuditedBinary Check(WheelContents contents, string path, byte[] content, PeFile file, FindingList findings)
    {
        string tag = PeAudit.PlatformTagOf(file.Machine);
        foreach (string platform in contents.Name.Tag.Platform.Where(platform => platform != tag && BinaryRules.IsNative(path)))
            findings.Error(DiagnosticCodes.BinaryPlatform, $"'{path}' is built for {tag}, but the platform tag is '{platform}'", path);

        BinaryRules.CheckExtension(contents, path, file.Exports.Select(export => export.Name), function => PeAudit.Exports(file, function), PeAudit.UsedSymbols(file), findings);
        List<Finding> found = [];
        PeAudit.CheckHardening(file, path, found);
        findings.AddBinaryFindings(found, path);
        CheckLibraries(contents, path, file, findings);
        string[] needed = [.. file.Imports.Select(import => import.Library).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new AuditedBinary(
            path,
            BinaryFormat.Pe,
            [tag["win".Length..].TrimStart('_') is var machine && machine == "32" ? "x86" : machine],
            content.Length,
            null,
            needed,
            SymbolRules.PythonSymbols(PeAudit.UsedSymbols(file)),
            [.. RuntimeLibraries.Find(content, needed).Where(library => !library.Equals(Path.GetFileName(path), StringComparison.OrdinalIgnoreCase))]);
    }

    private static void CheckLibraries(WheelContents contents, string path, PeFile file, FindingList findings)
    {
        bool isStableAbi = contents.Name.Tag.Abi.Any(abi => abi.StartsWith("abi3", StringComparison.Ordinal));
        foreach (string library in file.Imports.Select(import => import.Library).Distinct(StringComparer.OrdinalIgnoreCase).Where(library => !WindowsLibraries.Allows(library)))
        {
            if (WindowsLibraries.IsVersionOfPython(library))
                CheckPython(contents, path, library, isStableAbi, findings);
            else if (!contents.Files.Keys.Any(other => other != path && other[(other.LastIndexOf('/') + 1)..].Equals(library, StringComparison.OrdinalIgnoreCase)))
                findings.Error(DiagnosticCodes.NeededLibrary, $"'{path}' needs {library}, which neither Windows nor the wheel has; delvewheel can put it in", path);
        }
    }

    private static void CheckPython(WheelContents contents, string path, string library, bool isStableAbi, FindingList findings)
    {
        string version = new([.. library.Where(char.IsAsciiDigit)]);
        if (isStableAbi)
            findings.Error(DiagnosticCodes.NeededLibrary, $"'{path}' needs {library}, the DLL of one version, although the wheel promises every later one; an abi3 module takes CPython's functions from python3.dll", path);
        else if (!contents.Name.Tag.Python.Any(python => python == "cp" + version) || library.EndsWith("_d.dll", StringComparison.OrdinalIgnoreCase))
            findings.Error(DiagnosticCodes.NeededLibrary, $"'{path}' needs {library}, but the Python tag is '{string.Join('.', contents.Name.Tag.Python)}'", path);
    }
}
