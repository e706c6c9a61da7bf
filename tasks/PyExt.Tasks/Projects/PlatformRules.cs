using PyExt.Wheel;
using PyExt.Wheel.Naming;

namespace PyExt.Tasks.Projects;

/// <summary>Judges the platforms that a project names. No MSBuild types.</summary>
public static class PlatformRules
{
    /// <summary>Checks a list of platforms.</summary>
    /// <param name="property">The property that lists them.</param>
    /// <param name="platforms">The runtime identifiers.</param>
    /// <param name="others">Values that may stand among them.</param>
    /// <returns>What is wrong, or null.</returns>
    public static Finding? Check(string property, IEnumerable<string> platforms, params IReadOnlyList<string> others)
    {
        string[] known = [.. WheelPlatform.All.Select(platform => platform.RuntimeIdentifier), .. others];
        string[] unknown = [.. platforms.Where(platform => !known.Contains(platform)).Select(platform => $"'{platform}'{Spelling.Suggestion(platform, known)}")];
        return unknown.Length == 0
            ? null
            : new Finding(ProjectDiagnosticCodes.Platform, $"{property} names {string.Join(" and ", unknown)}, for which there are no wheels. Use {string.Join(", ", known[..^1])} or {known[^1]}.");
    }
}
