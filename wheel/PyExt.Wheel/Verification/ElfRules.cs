using System.Text.RegularExpressions;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Binaries;
using PyExt.Wheel.Elf;

namespace PyExt.Wheel.Verification;

/// <summary>Checks an ELF file against the Linux tags of its wheel.</summary>
internal static partial class ElfRules
{
    public static AuditedBinary Check(WheelContents contents, string path, byte[] content, ElfFile file, FindingList findings)
    {
        string architecture = ManylinuxPolicy.ArchitectureOf(file.Machine);
        foreach (string platform in contents.Name.Tag.Platform.Where(platform => !platform.EndsWith("_" + architecture, StringComparison.Ordinal)))
            findings.Error(DiagnosticCodes.BinaryPlatform, $"'{path}' is built for {architecture}, but the platform tag is '{platform}'", path);

        BinaryRules.CheckExtension(
            contents,
            path,
            file.DynamicSymbols.Where(symbol => symbol is { IsDefined: true, IsVisible: true } && symbol.Binding != ElfBinding.Local).Select(symbol => symbol.Name),
            name => file.DynamicSymbols.Any(symbol => symbol.Name == name && symbol is { IsDefined: true, IsFunction: true, IsVisible: true }),
            BinaryAudit.UsedSymbols(file),
            findings);
        CheckSearchPath(contents, path, file, findings);
        List<Finding> found = [];
        BinaryAudit.CheckCode(file, path, found);
        findings.AddBinaryFindings(found, path);
        CheckLibraries(contents, path, file, findings);
        return new AuditedBinary(
            path,
            BinaryFormat.Elf,
            [architecture],
            content.Length,
            SystemOf(file),
            file.Needed,
            SymbolRules.PythonSymbols(BinaryAudit.UsedSymbols(file)),
            RuntimeLibraries.Find(content, file.SoName is null ? file.Needed : [.. file.Needed, file.SoName]));
    }

    private static string? SystemOf(ElfFile file)
    {
        string? glibc = BinaryAudit.GlibcVersionOf(file) is string version ? "glibc " + version : file.Needed.Any(IsMusl) ? "musl" : null;
        return file.X86Level is int level and > 1 ? $"{glibc}{(glibc is null ? "" : ", ")}x86-64-v{level}" : glibc;
    }

    // Relative to the file itself, and inside of what the wheel installs.
    private static void CheckSearchPath(WheelContents contents, string path, ElfFile file, FindingList findings)
    {
        string searchPath = file.RunPath ?? file.RPath ?? "";
        foreach (string entry in searchPath.Split(':').Where(entry => entry.Length > 0 && Resolve(path, entry) is null && !contents.IsCommand(path)))
        {
            findings.Warning(
                DiagnosticCodes.RunPath,
                $"'{path}' carries the library search path '{entry}' ({(file.RunPath is null ? "RPATH" : "RUNPATH")}), which leads out of the wheel and means nothing on another machine",
                path);
        }
    }

    private static void CheckLibraries(WheelContents contents, string path, ElfFile file, FindingList findings)
    {
        string[] foreign = [.. file.Needed.Where(library => !IsInWheel(contents, path, file, library, findings))];
        if (foreign.FirstOrDefault(library => library.StartsWith("libpython", StringComparison.Ordinal)) is string python)
        {
            findings.Error(DiagnosticCodes.NeededLibrary, $"'{path}' is linked with {python}; the Python that imports it has these functions already, and may be linked statically", path);
            foreign = [.. foreign.Where(library => library != python)];
        }

        foreach (string platform in contents.Name.Tag.Platform)
        {
            if (platform.StartsWith("musllinux_", StringComparison.Ordinal))
                CheckMusl(path, file, foreign, platform, findings);
            else if (platform.StartsWith("manylinux", StringComparison.Ordinal))
                CheckManylinux(path, file, foreign, platform, findings);
        }

        if (file.X86Level is int level and > 1 && contents.Name.Tag.Platform.Any(platform => !PlatformTags.IsLocalLinux(platform)))
            findings.Error(DiagnosticCodes.ManylinuxPolicy, $"'{path}' declares that it needs x86-64-v{level}, which no manylinux or musllinux tag promises", path);
    }

    private static void CheckManylinux(string path, ElfFile file, string[] foreign, string platform, FindingList findings)
    {
        if (PlatformTags.GlibcOf(platform) is not Version promised)
            return;

        ManylinuxPolicy policy = ManylinuxPolicy.All.LastOrDefault(policy => policy.Glibc <= promised) ?? ManylinuxPolicy.All[0];
        string[] missing = [.. foreign.Where(library => !policy.Allows(library))];
        if (missing.Length > 0)
            findings.Error(DiagnosticCodes.NeededLibrary, $"'{path}' needs {SymbolRules.Listed(missing)}, which the platform tag '{platform}' does not promise and the wheel does not hold; auditwheel repair can put it in", path);

        // Between two policies, and before the first, only the number counts.
        IReadOnlyList<string> obstacles = policy.Glibc == promised
            ? policy.Obstacles(file)
            : [.. file.VersionNeeds.Where(need => GlibcVersion(need.Version) > promised).Select(need => $"{need.Version} of {need.Library}")];
        if (obstacles.Count > 0)
            findings.Error(DiagnosticCodes.ManylinuxPolicy, $"'{path}' needs more than the platform tag '{platform}' promises: {SymbolRules.Listed(obstacles)}", path);
    }

    private static void CheckMusl(string path, ElfFile file, string[] foreign, string platform, FindingList findings)
    {
        string[] missing = [.. foreign.Where(library => !IsMusl(library) && library != "libz.so.1")];
        if (missing.Length > 0)
            findings.Error(DiagnosticCodes.NeededLibrary, $"'{path}' needs {SymbolRules.Listed(missing)}, which the platform tag '{platform}' does not promise and the wheel does not hold", path);
    }

    private static bool IsInWheel(WheelContents contents, string path, ElfFile file, string library, FindingList findings)
    {
        if (ManylinuxPolicy.IsDynamicLoader(library) || library.StartsWith("ld-musl-", StringComparison.Ordinal))
            return true;
        if (contents.Files.Keys.FirstOrDefault(other => other != path && other.EndsWith("/" + library, StringComparison.Ordinal)) is not string bundled)
            return false;

        string folder = bundled[..bundled.LastIndexOf('/')];
        if (contents.IsCommand(path))
        {
            CheckCommand(path, file, library, bundled, findings);
            return true;
        }

        if (!(file.RunPath ?? file.RPath ?? "").Split(':').Any(entry => Resolve(path, entry) == folder))
            findings.Warning(DiagnosticCodes.NeededLibrary, $"'{path}' needs {library}, which is in the wheel as '{bundled}' where its search path does not lead: it is found only when something has loaded it before", path);
        return true;
    }

    // What is beside it in the wheel is not beside it when installed: commands go to bin, packages to lib/python3.12/site-packages.
    private static void CheckCommand(string path, ElfFile file, string library, string bundled, FindingList findings)
    {
        string searchPath = file.RunPath ?? file.RPath ?? "";
        string folder = bundled[..bundled.LastIndexOf('/')];
        if (!searchPath.Split(':').Any(entry => Resolve("bin/command", entry) is string found && Installed().Match(found) is { Success: true } match && match.Groups["folder"].Value == folder))
        {
            findings.Error(
                DiagnosticCodes.NeededLibrary,
                $"'{path}' needs {library}, which is in the wheel as '{bundled}', but installers put commands apart from packages, where the search path '{searchPath}' does not lead: the command does not start",
                path);
        }
    }

    private static string? Resolve(string path, string entry)
    {
        string text = entry.Replace("${ORIGIN}", "$ORIGIN", StringComparison.Ordinal);
        if (text != "$ORIGIN" && !text.StartsWith("$ORIGIN/", StringComparison.Ordinal))
            return null;

        List<string> parts = [.. path.Split('/')[..^1]];
        foreach (string part in text.Split('/').Skip(1).Where(part => part is not ("" or ".")))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"^lib/python3\.[0-9]+t?/site-packages/(?<folder>.+)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Installed();

    private static bool IsMusl(string library) => library == "libc.so" || library.StartsWith("libc.musl-", StringComparison.Ordinal);

    private static Version? GlibcVersion(string version) =>
        version.StartsWith("GLIBC_", StringComparison.Ordinal) && Version.TryParse(version["GLIBC_".Length..], out Version? number) ? number : null;
}
