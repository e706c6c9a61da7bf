using PyExt.Wheel.Binaries;
using PyExt.Wheel.MachO;

namespace PyExt.Wheel.Audit;

/// <summary>Checks a linked extension module for macOS.</summary>
internal static class MachOAudit
{
    // What delocate writes where a name would be: nobody is to look the library up by it.
    private const string PrivateInstallName = "/DLC/";

    public static AuditReport Run(MachOFile file, byte[] image, string name, AuditOptions options)
    {
        List<Finding> findings = [];
        foreach (MachOSlice slice in file.Slices)
        {
            string shown = Shown(file, slice, name);
            CheckKind(slice, shown, options.Program is not null, findings);
            if (options.Program is null)
            {
                SymbolRules.CheckExports(shown, [.. slice.Exports.Distinct().Order(StringComparer.Ordinal)], Exports(slice, options.ModuleName.InitFunction), options.ModuleName, findings);
                SymbolRules.CheckStableAbi(shown, slice.Imports, options.MinimumPythonVersion, findings);
            }

            CheckLibraries(slice, shown, findings);
            CheckPaths(slice, shown, findings);
            CheckHardening(slice, shown, findings);
        }

        return new AuditReport(
            findings,
            GlibcVersion: null,
            findings.Count == 0 ? PlatformTagOf(file) : null,
            [.. file.Slices.SelectMany(slice => slice.Needed).Distinct()],
            [.. file.Slices.SelectMany(slice => slice.Exports).Distinct().Order(StringComparer.Ordinal)],
            SymbolRules.PythonSymbols(file.Slices.SelectMany(slice => slice.Imports)))
        {
            Format = BinaryFormat.MachO,
            OpenedAtRunTime = RuntimeLibraries.Find(image, LinkedNames(file)),
            MacOSVersion = file.Slices.Max(slice => slice.MinimumVersion)?.ToString(),
        };
    }

    /// <summary>The libraries that a file is linked with, and its own name.</summary>
    public static IEnumerable<string> LinkedNames(MachOFile file) => file.Slices.SelectMany(slice => slice.Needed.Append(slice.InstallName).OfType<string>());

    /// <summary>Whether every Mac has a library.</summary>
    public static bool IsOfSystem(string library) =>
        library.StartsWith("/usr/lib/", StringComparison.Ordinal) || library.StartsWith("/System/Library/", StringComparison.Ordinal);

    /// <summary>Whether a library is Python itself.</summary>
    public static bool IsPython(string library) =>
        library.Contains("/Python.framework/", StringComparison.Ordinal) || Path.GetFileName(library).StartsWith("libpython", StringComparison.Ordinal);

    /// <summary>Whether a slice exports a function.</summary>
    public static bool Exports(MachOSlice slice, string function) =>
        slice.Exports.Contains(function)
        // A file without a symbol table has only the trie, which does not say what a name is.
        && slice.Symbols.FirstOrDefault(symbol => symbol.Name == function && symbol.IsDefined) is null or { IsFunction: true };

    public static string Shown(MachOFile file, MachOSlice slice, string name) => file.Slices.Count == 1 ? name : $"{name} ({ArchitectureOf(slice)})";

    public static string ArchitectureOf(MachOSlice slice) => slice.Architecture == MachOArchitecture.Arm64 ? "arm64" : "x86_64";

    /// <summary>Search paths and names that mean something on the build machine only.</summary>
    public static void CheckPaths(MachOSlice slice, string name, List<Finding> findings)
    {
        foreach (string path in slice.RPaths.Where(path => !path.StartsWith('@') && !IsOfSystem(path + "/")))
        {
            findings.Add(new Finding(
                DiagnosticCodes.RunPath,
                $"{name} carries the library search path '{path}' (LC_RPATH), which means nothing on another machine. Remove -rpath from the linker options, or make it relative with @loader_path."));
        }

        if (slice.InstallName is string own && own.StartsWith('/') && !own.StartsWith(PrivateInstallName, StringComparison.Ordinal))
        {
            findings.Add(new Finding(
                DiagnosticCodes.RunPath,
                $"{name} is called '{own}' (LC_ID_DYLIB), a path of the build machine. Link with -install_name @rpath/{Path.GetFileName(own)}."));
        }
    }

    /// <summary>What the system refuses to load, and what weakens it.</summary>
    public static void CheckHardening(MachOSlice slice, string name, List<Finding> findings)
    {
        if (slice is { Architecture: MachOArchitecture.Arm64, HasCodeSignature: false })
        {
            findings.Add(new Finding(
                DiagnosticCodes.CodeSignature,
                $"{name} has no code signature, so no Mac with an Arm processor loads it. Sign it after the last change to the file: `codesign --sign - FILE` makes the ad-hoc signature that is needed."));
        }

        if (slice.HasExecutableStack)
        {
            findings.Add(new Finding(
                DiagnosticCodes.ExecutableStack,
                $"{name} asks for an executable stack. Remove -allow_stack_execute from the linker options."));
        }

        if (slice.HasWritableCode)
        {
            findings.Add(new Finding(
                DiagnosticCodes.Hardening,
                $"{name} has a segment that is writable and executable, which hardened processes refuse. Remove -segprot from the linker options."));
        }
    }

    /// <summary>The platform tag, or null where no macOS is old enough or new enough.</summary>
    public static string? PlatformTagOf(MachOFile file)
    {
        // One tag for all slices: an Arm slice of a universal file says 11 where the other says less.
        Version?[] versions = [.. file.Slices.Select(slice => slice.MinimumVersion is { } minimum ? MacOSVersions.ForTag(minimum) : null)];
        if (versions.Contains(null))
            return null;

        Version oldest = file.Slices.Count == 1
            ? versions[0]!
            : file.Slices.Zip(versions).Where(pair => pair.First.Architecture != MachOArchitecture.Arm64 || pair.Second > new Version(11, 0)).Select(pair => pair.Second).DefaultIfEmpty(new Version(11, 0)).Max()!;
        string architecture = file.Slices.Count == 1 ? ArchitectureOf(file.Slices[0]) : "universal2";
        return $"macosx_{oldest.Major}_{oldest.Minor}_{architecture}";
    }

    private static void CheckKind(MachOSlice slice, string name, bool isProgram, List<Finding> findings)
    {
        if (isProgram && !slice.IsForMacOS)
        {
            findings.Add(new Finding(DiagnosticCodes.BinaryPlatform, $"{name} is not built for macOS. Build it for osx-x64 or osx-arm64."));
        }
        else if (!isProgram && (slice.Kind == MachOKind.Executable || !slice.IsForMacOS))
        {
            findings.Add(new Finding(
                DiagnosticCodes.BinaryPlatform,
                $"{name} is {(slice.IsForMacOS ? "a program, not a library" : "not built for macOS")}, so no Python on macOS could import it. Build it for osx-x64 or osx-arm64 as a shared library."));
        }
        else if (slice.MinimumVersion is null || MacOSVersions.ForTag(slice.MinimumVersion) is null)
        {
            findings.Add(new Finding(
                DiagnosticCodes.MacOSVersion,
                $"{name} {(slice.MinimumVersion is null ? "does not say which macOS it needs" : $"needs macOS {slice.MinimumVersion}, which no platform tag can name")}. Link with -mmacosx-version-min, or set SupportedOSPlatformVersion."));
        }
    }

    private static void CheckLibraries(MachOSlice slice, string name, List<Finding> findings)
    {
        string[] foreign = [.. slice.Needed.Where(library => !IsOfSystem(library))];
        if (foreign.Length == 0)
            return;

        findings.Add(new Finding(
            DiagnosticCodes.NeededLibrary,
            $"{name} needs {SymbolRules.Listed(foreign)}, which macOS does not have. "
            + (foreign.Any(IsPython) ? "Do not link Python: the process that imports the module has its symbols (-undefined dynamic_lookup)." : "Link it statically, or remove the dependency.")));
    }
}
