using PyExt.Wheel.Elf;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Audit;

/// <summary>Checks a linked extension module before it goes into a wheel.</summary>
public static class BinaryAudit
{
    /// <summary>Audits a binary.</summary>
    /// <param name="path">The linked shared object.</param>
    /// <param name="options">What to check against.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="WheelException">PYX3009: the file is no readable shared object. PYX3008: the requested policy does not exist.</exception>
    public static AuditReport Run(string path, AuditOptions options)
    {
        ElfFile file = ElfFile.Read(path);
        string name = Path.GetFileName(path);
        List<Finding> findings = [];

        string[] exports = [.. file.DynamicSymbols
            .Where(symbol => symbol.IsDefined && symbol.Binding != ElfBinding.Local && symbol.IsVisible)
            .Select(symbol => symbol.Name).Distinct().Order(StringComparer.Ordinal)];
        string[] python = [.. file.DynamicSymbols
            .Where(symbol => !symbol.IsDefined && StableAbi.IsPythonSymbol(symbol.Name))
            .Select(symbol => symbol.Name).Distinct().Order(StringComparer.Ordinal)];

        CheckExports(file, name, exports, options.ModuleName, findings);
        CheckStableAbi(file, name, options, findings);
        CheckHardening(file, name, findings);
        string? tag = PlatformTagOf(file, name, options, findings);

        return new AuditReport(findings, GlibcVersionOf(file), tag, file.Needed, exports, python);
    }

    private static void CheckExports(ElfFile file, string name, string[] exports, ModuleName module, List<Finding> findings)
    {
        bool isFunction = file.DynamicSymbols.Any(symbol => symbol.Name == module.InitFunction && symbol is { IsDefined: true, IsFunction: true, IsVisible: true });
        string[] otherModules = isFunction ? [] : [.. exports.Where(export => export != module.InitFunction && export.StartsWith("PyInit_", StringComparison.Ordinal))];
        if (!isFunction)
        {
            string instead = otherModules.Length > 0 ? $" (it exports {Listed(otherModules)} instead)" : "";
            findings.Add(new Finding(
                DiagnosticCodes.InitFunctionMissing,
                $"{name} does not export the function {module.InitFunction}{instead}, so Python could not import '{module}'. The project needs one [PyModule] class, compiled with the same PyModuleName."));
        }

        string[] others = [.. exports.Where(export => export != module.InitFunction && !otherModules.Contains(export))];
        if (others.Length > 0)
        {
            findings.Add(new Finding(
                DiagnosticCodes.UnexpectedExports,
                $"{name} exports {Listed(others)} besides {module.InitFunction}; such symbols can collide with those of other extension modules. Remove the EntryPoint of the [UnmanagedCallersOnly] methods concerned, or the linker options that export them."));
        }
    }

    // The full symbol table counts too: tools that check wheels read it when it was not stripped.
    private static void CheckStableAbi(ElfFile file, string name, AuditOptions options, List<Finding> findings)
    {
        string[] used = [.. file.DynamicSymbols.Concat(file.StaticSymbols)
            .Where(symbol => !symbol.IsDefined && symbol.Binding != ElfBinding.Local && StableAbi.IsPythonSymbol(symbol.Name))
            .Select(symbol => symbol.Name).Distinct().Order(StringComparer.Ordinal)];

        string[] outside = [.. used.Where(symbol => StableAbi.AddedIn(symbol) is null)];
        if (outside.Length > 0)
        {
            findings.Add(new Finding(
                DiagnosticCodes.StableAbi,
                $"{name} uses {Listed(outside)}, which {(outside.Length == 1 ? "is" : "are")} not part of CPython's Stable ABI, so an abi3 wheel may not use {(outside.Length == 1 ? "it" : "them")}. Call functions of the limited API instead."));
        }

        string[] newer = [.. used.Where(symbol => StableAbi.AddedIn(symbol) > options.MinimumPythonVersion)];
        if (newer.Length > 0)
        {
            PythonVersion needed = newer.Max(symbol => StableAbi.AddedIn(symbol)!.Value);
            findings.Add(new Finding(
                DiagnosticCodes.StableAbi,
                $"{name} uses {Listed([.. newer.Select(symbol => $"{symbol} (since {StableAbi.AddedIn(symbol)})")])}, but PyMinimumVersion is {options.MinimumPythonVersion}. Look {(newer.Length == 1 ? "it" : "them")} up at run time, or set PyMinimumVersion to {needed}."));
        }
    }

    private static void CheckHardening(ElfFile file, string name, List<Finding> findings)
    {
        if ((file.RunPath ?? file.RPath) is string searchPath)
        {
            findings.Add(new Finding(
                DiagnosticCodes.RunPath,
                $"{name} carries the library search path '{searchPath}' ({(file.RunPath is null ? "RPATH" : "RUNPATH")}), which means nothing on another machine. Remove -rpath from the linker options."));
        }

        if (file.HasExecutableStack)
        {
            findings.Add(new Finding(
                DiagnosticCodes.ExecutableStack,
                $"{name} asks for an executable stack, which recent glibc refuses to load. Link with -z noexecstack, and give every assembly file a .note.GNU-stack section."));
        }

        if (file.HasTextRelocations)
        {
            findings.Add(new Finding(
                DiagnosticCodes.TextRelocations,
                $"{name} has text relocations, so its code cannot be shared and hardened systems refuse it. Compile every linked object with -fPIC."));
        }
    }

    private static string? PlatformTagOf(ElfFile file, string name, AuditOptions options, List<Finding> findings)
    {
        ManylinuxPolicy? requested = ManylinuxPolicy.Requested(options.Manylinux);
        string architecture = ManylinuxPolicy.ArchitectureOf(file.Machine);
        if (options.Manylinux == AuditOptions.Off)
            return "linux_" + architecture;

        ManylinuxPolicy widest = requested ?? ManylinuxPolicy.All[^1];
        string[] foreign = [.. file.Needed.Where(library => !widest.Allows(library))];
        if (foreign.Length > 0)
        {
            findings.Add(new Finding(
                DiagnosticCodes.NeededLibrary,
                $"{name} needs {Listed(foreign)}, which {widest.Name} does not promise to be on the user's machine. Link {(foreign.Length == 1 ? "it" : "them")} statically, or remove the dependency."));
        }

        // Bit 0 is the baseline; every higher level needs a newer processor than the tag promises.
        if ((file.X86IsaNeeded & ~1u) != 0)
        {
            findings.Add(new Finding(
                DiagnosticCodes.ManylinuxPolicy,
                $"{name} declares that it needs a newer x86-64 level than the baseline, which no manylinux tag promises. Remove -march and IlcInstructionSet settings, or choose instructions at run time."));
            return null;
        }

        ManylinuxPolicy? satisfied = requested is not null
            ? (requested.Obstacles(file).Count == 0 ? requested : null)
            : ManylinuxPolicy.All.FirstOrDefault(policy => policy.Obstacles(file).Count == 0 && file.Needed.All(library => policy.Allows(library) || foreign.Contains(library)));
        if (satisfied is not null)
            return foreign.Length == 0 ? $"{satisfied.Name}_{architecture}" : null;

        findings.Add(new Finding(
            DiagnosticCodes.ManylinuxPolicy,
            $"{name} does not satisfy {(requested is null ? "any manylinux policy" : widest.Name)}: it needs {Listed(widest.Obstacles(file))}. Link against an older glibc, or {(requested is null ? "set PyManylinux to 'off' for a wheel that stays on this machine" : "choose a newer PyManylinux")}."));
        return null;
    }

    private static string? GlibcVersionOf(ElfFile file) => file.VersionNeeds
        .Where(need => need.Version.StartsWith("GLIBC_", StringComparison.Ordinal))
        .Select(need => Version.TryParse(need.Version["GLIBC_".Length..], out Version? version) ? version : null)
        .Max()?.ToString();

    private static string Listed(IReadOnlyList<string> names) => names.Count <= 12
        ? string.Join(", ", names)
        : string.Join(", ", names.Take(12)) + $" and {names.Count - 12} more";
}
