using PyExt.Wheel.Elf;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.Audit;

/// <summary>Checks the libraries that a wheel brings along: they are bound by the wheel's tag as much as the module is.</summary>
internal static class BundleAudit
{
    /// <summary>Audits the libraries.</summary>
    /// <param name="bundle">The libraries.</param>
    /// <param name="report">What the module's audit said.</param>
    /// <param name="manylinux"><c>PyManylinux</c>.</param>
    /// <returns>The findings of both, and the tag that both earn.</returns>
    public static AuditReport Run(NativeLibraryBundle bundle, AuditReport report, string manylinux)
    {
        if (bundle.Libraries.Count == 0)
            return report;

        ManylinuxPolicy? requested = ManylinuxPolicy.Requested(manylinux);
        List<Finding> findings = [.. report.Findings];
        int lowest = 0;
        foreach (BundledLibrary library in bundle.Libraries)
        {
            BinaryAudit.CheckCode(
                library.Elf, NameOf(library), findings, "Take a build of it that was linked with -z noexecstack.", "Take a build of it that was compiled with -fPIC.");
            if (manylinux == AuditOptions.Off)
                continue;
            CheckNeeded(bundle, library, requested ?? ManylinuxPolicy.All[^1], findings);
            if (LowestPolicy(library, requested, findings) is int policy)
                lowest = Math.Max(lowest, policy);
        }

        return report with { Findings = findings, PlatformTag = findings.Count == 0 ? Tag(report.PlatformTag!, lowest) : null };
    }

    private static void CheckNeeded(NativeLibraryBundle bundle, BundledLibrary library, ManylinuxPolicy policy, List<Finding> findings)
    {
        foreach (string needed in library.Elf.Needed.Where(needed => !policy.Allows(needed) && !bundle.Holds(needed)))
        {
            findings.Add(new Finding(
                DiagnosticCodes.NeededLibrary,
                $"{NameOf(library)} needs {needed}, which {policy.Name} does not promise to be on the user's machine. Add it as a PyNativeLibrary item, too, or take a build of {Path.GetFileName(library.Library.File)} that does not need it."));
        }
    }

    private static int? LowestPolicy(BundledLibrary library, ManylinuxPolicy? requested, List<Finding> findings)
    {
        ElfFile elf = library.Elf;
        if (elf.X86Level is > 1)
        {
            findings.Add(new Finding(DiagnosticCodes.ManylinuxPolicy, $"{NameOf(library)} declares that it needs a newer x86-64 level than the baseline, which no manylinux tag promises. Take a build of it for the baseline."));
            return null;
        }

        ManylinuxPolicy[] candidates = requested is null ? [.. ManylinuxPolicy.All] : [requested];
        if (Array.Find(candidates, policy => policy.Obstacles(elf).Count == 0) is ManylinuxPolicy satisfied)
            return ManylinuxPolicy.All.ToList().IndexOf(satisfied);

        findings.Add(new Finding(
            DiagnosticCodes.ManylinuxPolicy,
            $"{NameOf(library)} does not satisfy {requested?.Name ?? "any manylinux policy"}: it needs {string.Join(", ", candidates[^1].Obstacles(elf).Take(12))}. Take a build of it for an older glibc, or {(requested is null ? "set PyManylinux to 'off' for a wheel that stays on this machine" : "choose a newer PyManylinux")}."));
        return null;
    }

    private static string Tag(string moduleTag, int lowest)
    {
        if (ManylinuxPolicy.All.FirstOrDefault(policy => moduleTag.StartsWith(policy.Name + "_", StringComparison.Ordinal)) is not ManylinuxPolicy own)
            return moduleTag;
        ManylinuxPolicy policy = ManylinuxPolicy.All[Math.Max(lowest, ManylinuxPolicy.All.ToList().IndexOf(own))];
        return policy.Name + moduleTag[own.Name.Length..];
    }

    private static string NameOf(BundledLibrary library) => $"The PyNativeLibrary {Path.GetFileName(library.Library.File)}";
}
