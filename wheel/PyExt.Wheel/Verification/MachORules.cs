using PyExt.Wheel.Audit;
using PyExt.Wheel.Binaries;
using PyExt.Wheel.MachO;

namespace PyExt.Wheel.Verification;

/// <summary>Checks a Mach-O file against the macOS tags of its wheel.</summary>
internal static class MachORules
{
    public static AuditedBinary Check(WheelContents contents, string path, byte[] content, MachOFile file, FindingList findings)
    {
        foreach (MachOSlice slice in file.Slices)
        {
            string shown = MachOAudit.Shown(file, slice, path);
            BinaryRules.CheckExtension(contents, path, slice.Exports, function => MachOAudit.Exports(slice, function), slice.Imports, findings);
            List<Finding> found = [];
            MachOAudit.CheckPaths(slice, shown, found);
            MachOAudit.CheckHardening(slice, shown, found);
            findings.AddBinaryFindings(found, path);
            CheckLibraries(contents, path, shown, slice, findings);
        }

        foreach (string platform in contents.Name.Tag.Platform)
            CheckTag(path, file, platform, findings);
        return new AuditedBinary(
            path,
            BinaryFormat.MachO,
            [.. file.Slices.Select(MachOAudit.ArchitectureOf)],
            content.Length,
            file.Slices.Max(slice => slice.MinimumVersion) is Version version ? $"macOS {version}" : null,
            [.. file.Slices.SelectMany(slice => slice.Needed).Distinct()],
            SymbolRules.PythonSymbols(file.Slices.SelectMany(slice => slice.Imports)),
            RuntimeLibraries.Find(content, MachOAudit.LinkedNames(file)));
    }

    private static void CheckTag(string path, MachOFile file, string platform, FindingList findings)
    {
        if (PlatformTags.MacOSOf(platform) is not (Version version, string architecture))
            return;

        string[] wanted = architecture switch
        {
            "universal2" => ["arm64", "x86_64"],
            "intel" or "universal" or "fat" or "fat32" or "fat64" or "fat3" => [],
            _ => [architecture],
        };
        string[] missing = [.. wanted.Except(file.Slices.Select(MachOAudit.ArchitectureOf))];
        if (missing.Length > 0)
            findings.Error(DiagnosticCodes.BinaryPlatform, $"'{path}' has no code for {string.Join(" and ", missing)}, which the platform tag '{platform}' promises", path);

        foreach (MachOSlice slice in file.Slices.Where(slice => wanted.Contains(MachOAudit.ArchitectureOf(slice))))
        {
            string shown = MachOAudit.Shown(file, slice, path);
            Version promised = MacOSVersions.Promised(version, slice.Architecture == MachOArchitecture.Arm64);
            if (!slice.IsForMacOS)
                findings.Error(DiagnosticCodes.BinaryPlatform, $"'{shown}' is not built for macOS, but the platform tag is '{platform}'", path);
            else if (slice.MinimumVersion is null)
                findings.Warning(DiagnosticCodes.MacOSVersion, $"'{shown}' does not say which macOS it needs, so nothing tells whether the platform tag '{platform}' is right", path);
            else if (slice.MinimumVersion > promised)
                findings.Error(DiagnosticCodes.MacOSVersion, $"'{shown}' needs macOS {slice.MinimumVersion}, but the platform tag '{platform}' promises {promised}", path);
        }
    }

    private static void CheckLibraries(WheelContents contents, string path, string shown, MachOSlice slice, FindingList findings)
    {
        foreach (string library in slice.Needed.Where(library => !MachOAudit.IsOfSystem(library)))
        {
            string name = library[(library.LastIndexOf('/') + 1)..];
            if (MachOAudit.IsPython(library))
                findings.Error(DiagnosticCodes.NeededLibrary, $"'{shown}' is linked with {library}; the Python that imports it has these functions already, and lies elsewhere", path);
            else if (!contents.Files.Keys.Any(other => other != path && (other == name || other.EndsWith("/" + name, StringComparison.Ordinal))))
                findings.Error(DiagnosticCodes.NeededLibrary, $"'{shown}' needs {library}, which neither macOS nor the wheel has; delocate can put it in", path);
            else if (!library.StartsWith('@'))
                findings.Error(DiagnosticCodes.NeededLibrary, $"'{shown}' needs {library}; {name} is in the wheel, but this path of the build machine does not lead there", path);
        }
    }
}
