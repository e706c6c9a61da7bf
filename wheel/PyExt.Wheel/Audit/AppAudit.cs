using System.Globalization;
using PyExt.Wheel.Apps;

namespace PyExt.Wheel.Audit;

/// <summary>Checks the programs that a wheel brings along: they are bound by the wheel's tag as much as the module is.</summary>
internal static class AppAudit
{
    /// <summary>Audits the apps.</summary>
    /// <param name="apps">The apps.</param>
    /// <param name="report">What the audit of the module and its libraries said.</param>
    /// <param name="options">What that audit checked against.</param>
    /// <returns>The findings of all, and the tag that all earn.</returns>
    public static AuditReport Run(IReadOnlyList<WheelApp> apps, AuditReport report, AuditOptions options)
    {
        List<Finding> findings = [.. report.Findings];
        string? tag = report.PlatformTag;
        foreach (WheelApp app in apps.Where(app => app.Binary is not null))
        {
            AuditReport own = BinaryAudit.Run(app.Binary!, options with { Program = app.Title, IsBundled = static _ => false });
            findings.AddRange(own.Findings);
            if (tag is null || own.PlatformTag is null)
                continue;
            string? both = Highest(tag, own.PlatformTag);
            if (both is null)
                findings.Add(new Finding(DiagnosticCodes.BinaryPlatform, $"{app.Title} is for {own.PlatformTag}, but the module is for {tag}. Remove from '{app.Project}' what sets another platform."));
            tag = both ?? tag;
        }

        return report with { Findings = findings, PlatformTag = findings.Count == 0 ? tag : null };
    }

    /// <summary>The tag that promises what both need, or null where they are for different systems.</summary>
    internal static string? Highest(string first, string second)
    {
        if (first == second)
            return first;
        (string firstSystem, Version firstVersion, string firstMachine) = Parse(first);
        (string secondSystem, Version secondVersion, string secondMachine) = Parse(second);
        return firstSystem != secondSystem || firstMachine != secondMachine ? null : firstVersion >= secondVersion ? first : second;
    }

    // "manylinux_2_17_x86_64", "macosx_11_0_arm64", "win_amd64"
    private static (string System, Version Version, string Machine) Parse(string tag)
    {
        string[] parts = tag.Split('_');
        return parts.Length > 3 && Number(parts[1]) is int major && Number(parts[2]) is int minor
            ? (parts[0], new Version(major, minor), string.Join('_', parts[3..]))
            : (tag, new Version(0, 0), "");
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
