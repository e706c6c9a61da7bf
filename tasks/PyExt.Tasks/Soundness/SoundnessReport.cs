using System.Globalization;

namespace PyExt.Tasks.Soundness;

/// <summary>The sites as a table, and how many stand in the way of each promise.</summary>
internal static class SoundnessReport
{
    /// <summary>The lines of the report.</summary>
    /// <param name="sites">What the analyzers found.</param>
    /// <param name="promise">What the project declares.</param>
    /// <param name="root">The project's folder; paths are shown relative to it.</param>
    public static IEnumerable<string> Write(IReadOnlyList<SoundnessSite> sites, string promise, string root)
    {
        yield return $"Soundness in several interpreters (declared: {promise})";
        string[] places = [.. sites.Select(site => Place(site, root))];
        int width = places.Select(place => place.Length).DefaultIfEmpty().Max();
        for (int i = 0; i < sites.Count; i++)
            yield return $"  {places[i].PadRight(width)}  {sites[i].Id}  {Kind(sites[i]),-10}  {sites[i].Text}";
        foreach (IGrouping<string, SoundnessSite> rule in sites.Where(site => !site.IsSuppressed).GroupBy(site => site.Id).OrderBy(rule => rule.Key, StringComparer.Ordinal))
            yield return $"  {rule.Key}  {Count(rule.Count(), "site")}  {rule.First().Title}";

        int errors = sites.Count(site => site.IsError && !site.IsSuppressed);
        int warnings = sites.Count(site => !site.IsError && !site.IsSuppressed);
        int suppressed = sites.Count(site => site.IsSuppressed);
        string distance = errors == 0 && warnings == 0 ? "no site stands in the way" : $"{Count(errors, "site")} to change, {Count(warnings, "site")} to look at";
        string silenced = suppressed == 0 ? "" : $", {Count(suppressed, "site")} suppressed in the source";
        yield return $"  SharedGil:         {distance}{silenced}";
        yield return $"  PerInterpreterGil: {distance}{silenced}; the static fields of the finished binary are checked by dotnet pack (PYX3010)";
        yield return "  PyGil=NotUsed:     not supported yet (PYX1002)";
    }

    private static string Kind(SoundnessSite site) => site.IsSuppressed ? "suppressed" : site.IsError ? "change" : "look at";

    private static string Place(SoundnessSite site, string root)
    {
        string file = Path.IsPathRooted(site.File) && root.Length > 0 ? Path.GetRelativePath(root, site.File) : site.File;
        return string.Create(CultureInfo.InvariantCulture, $"{file}:{site.Line}");
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
