using PyExt.Wheel.Binaries;
using PyExt.Wheel.Elf;
using PyExt.Wheel.MachO;
using PyExt.Wheel.Pe;

namespace PyExt.Wheel.Audit;

/// <summary>Checks a linked extension module before it goes into a wheel.</summary>
public static class BinaryAudit
{
    /// <summary>Audits a binary.</summary>
    /// <param name="path">The linked library; its first bytes tell the format.</param>
    /// <param name="options">What to check against.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="WheelException">PYX3009: the file is no readable library. PYX3008: the requested policy does not exist.</exception>
    public static AuditReport Run(string path, AuditOptions options)
    {
        return Run(BinaryContent.Read(path), path, options);
    }

    internal static AuditReport Run(byte[] image, string path, AuditOptions options)
    {
        string name = options.Program ?? Path.GetFileName(path);
        return BinaryFormats.Of(image) switch
        {
            BinaryFormat.MachO => MachOAudit.Run(MachOFile.Parse(image, path), image, name, options),
            BinaryFormat.Pe => PeAudit.Run(PeFile.Parse(image, path), image, name, options),
            _ => Run(ElfFile.Parse(image, path), image, name, options),
        };
    }

    private static AuditReport Run(ElfFile file, byte[] image, string name, AuditOptions options)
    {
        List<Finding> findings = [];

        string[] exports = [.. file.DynamicSymbols
            .Where(symbol => symbol.IsDefined && symbol.Binding != ElfBinding.Local && symbol.IsVisible)
            .Select(symbol => symbol.Name).Distinct().Order(StringComparer.Ordinal)];
        if (options.Program is null)
        {
            bool isFunction = file.DynamicSymbols.Any(symbol => symbol.Name == options.ModuleName.InitFunction && symbol is { IsDefined: true, IsFunction: true, IsVisible: true });
            SymbolRules.CheckExports(name, exports, isFunction, options.ModuleName, findings);
            SymbolRules.CheckStableAbi(name, UsedSymbols(file), options.MinimumPythonVersion, findings);
        }

        CheckHardening(file, name, findings);
        string? tag = PlatformTagOf(file, name, options, findings);

        return new AuditReport(findings, GlibcVersionOf(file), tag, file.Needed, exports, SymbolRules.PythonSymbols(file.DynamicSymbols.Where(symbol => !symbol.IsDefined).Select(symbol => symbol.Name)))
        {
            Format = BinaryFormat.Elf,
            OpenedAtRunTime = RuntimeLibraries.Find(image, file.SoName is null ? file.Needed : [.. file.Needed, file.SoName]),
        };
    }

    // The full symbol table counts too: tools that check wheels read it when it was not stripped.
    internal static IEnumerable<string> UsedSymbols(ElfFile file) => file.DynamicSymbols.Concat(file.StaticSymbols)
        .Where(symbol => !symbol.IsDefined && symbol.Binding != ElfBinding.Local)
        .Select(symbol => symbol.Name);

    private static void CheckHardening(ElfFile file, string name, List<Finding> findings)
    {
        if ((file.RunPath ?? file.RPath) is string searchPath)
        {
            findings.Add(new Finding(
                DiagnosticCodes.RunPath,
                $"{name} carries the library search path '{searchPath}' ({(file.RunPath is null ? "RPATH" : "RUNPATH")}), which means nothing on another machine. Remove -rpath from the linker options."));
        }

        CheckCode(file, name, findings);
    }

    internal static void CheckCode(
        ElfFile file, string name, List<Finding> findings,
        string stackAdvice = "Link with -z noexecstack, and give every assembly file a .note.GNU-stack section.", string relocationAdvice = "Compile every linked object with -fPIC.")
    {
        if (file.HasExecutableStack)
        {
            findings.Add(new Finding(
                DiagnosticCodes.ExecutableStack,
                $"{name} asks for an executable stack, which recent glibc refuses to load. {stackAdvice}"));
        }

        if (file.HasTextRelocations)
        {
            findings.Add(new Finding(
                DiagnosticCodes.TextRelocations,
                $"{name} has text relocations, so its code cannot be shared and hardened systems refuse it. {relocationAdvice}"));
        }
    }

    private static string? PlatformTagOf(ElfFile file, string name, AuditOptions options, List<Finding> findings)
    {
        ManylinuxPolicy? requested = ManylinuxPolicy.Requested(options.Manylinux);
        string architecture = ManylinuxPolicy.ArchitectureOf(file.Machine);
        if (options.Manylinux == AuditOptions.Off)
            return "linux_" + architecture;

        ManylinuxPolicy widest = requested ?? ManylinuxPolicy.All[^1];
        string[] foreign = [.. file.Needed.Where(library => !widest.Allows(library) && !options.IsBundled(library))];
        if (foreign.Length > 0)
        {
            findings.Add(new Finding(
                DiagnosticCodes.NeededLibrary,
                $"{name} needs {SymbolRules.Listed(foreign)}, which {widest.Name} does not promise to be on the user's machine. {LibraryAdvice(foreign.Length == 1, options)}"));
        }

        if (file.X86Level is int level and > 1)
        {
            findings.Add(new Finding(
                DiagnosticCodes.ManylinuxPolicy,
                $"{name} declares that it needs a newer x86-64 level than the baseline (x86-64-v{level}), which no manylinux tag promises. Remove -march and IlcInstructionSet settings, or choose instructions at run time."));
            return null;
        }

        ManylinuxPolicy? satisfied = requested is not null
            ? (requested.Obstacles(file).Count == 0 ? requested : null)
            : ManylinuxPolicy.All.FirstOrDefault(policy => policy.Obstacles(file).Count == 0 && file.Needed.All(library => policy.Allows(library) || foreign.Contains(library) || options.IsBundled(library)));
        if (satisfied is not null)
            return foreign.Length == 0 ? $"{satisfied.Name}_{architecture}" : null;

        findings.Add(new Finding(
            DiagnosticCodes.ManylinuxPolicy,
            $"{name} does not satisfy {(requested is null ? "any manylinux policy" : widest.Name)}: it needs {SymbolRules.Listed(widest.Obstacles(file))}. Link against an older glibc, or {(requested is null ? "set PyManylinux to 'off' for a wheel that stays on this machine" : "choose a newer PyManylinux")}."));
        return null;
    }

    // A program is installed where all commands are, and finds nothing beside itself.
    private static string LibraryAdvice(bool isOne, AuditOptions options) => options.Program is not null
        ? "What a wheel brings along is found by its module only: link statically, remove the dependency, or call it from the module."
        : $"Add {(isOne ? "it as a PyNativeLibrary item" : "them as PyNativeLibrary items")} for the wheel to bring {(isOne ? "it" : "them")} along, link statically, or remove the dependency.";

    internal static string? GlibcVersionOf(ElfFile file) => file.VersionNeeds
        .Where(need => need.Version.StartsWith("GLIBC_", StringComparison.Ordinal))
        .Select(need => Version.TryParse(need.Version["GLIBC_".Length..], out Version? version) ? version : null)
        .Max()?.ToString();
}
