using System.Globalization;

namespace PyExt.Tasks.Soundness;

/// <summary>The sites as a table, and how many stand in the way of each promise.</summary>
internal static class SoundnessReport
{
    // Rules that matter without the GIL only.
    private static readonly string[] ForThreads = ["PYX0013", "PYX0014", "PYX0015", "PYX0016"];

    /// <summary>The lines of the report.</summary>
    /// <param name="sites">What the analyzers found.</param>
    /// <param name="promise">What the project declares.</param>
    /// <param name="gil">What it declares of the GIL.</param>
    /// <param name="root">The project's folder; paths are shown relative to it.</param>
    public static IEnumerable<string> Write(IReadOnlyList<SoundnessSite> sites, string promise, string gil, string root)
    {
        yield return $"Soundness in several interpreters and without the GIL (declared: {promise}, PyGil={gil})";
        string[] places = [.. sites.Select(site => Place(site, root))];
        int width = places.Select(place => place.Length).DefaultIfEmpty().Max();
        for (int i = 0; i < sites.Count; i++)
            yield return $"  {places[i].PadRight(width)}  {sites[i].Id}  {Kind(sites[i]),-10}  {sites[i].Text}";
        foreach (IGrouping<string, SoundnessSite> rule in sites.Where(site => !site.IsSuppressed).GroupBy(site => site.Id).OrderBy(rule => rule.Key, StringComparer.Ordinal))
            yield return $"  {rule.Key}  {Count(rule.Count(), "site")}  {rule.First().Title}";

        string interpreters = Distance([.. sites.Where(site => !ForThreads.Contains(site.Id))]);
        yield return $"  SharedGil:         {interpreters}";
        yield return $"  PerInterpreterGil: {interpreters}; the static fields of the finished binary are checked by dotnet pack (PYX3010)";
        // What interpreters share is shared by threads, too.
        yield return $"  PyGil=NotUsed:     {Distance(sites)}; the lock of a class is checked once it says PyThreading.Locked or Manual";
    }

    private static string Distance(IReadOnlyList<SoundnessSite> sites)
    {
        int errors = sites.Count(site => site.IsError && !site.IsSuppressed);
        int warnings = sites.Count(site => !site.IsError && !site.IsSuppressed);
        int suppressed = sites.Count(site => site.IsSuppressed);
        string distance = errors == 0 && warnings == 0 ? "no site stands in the way" : $"{Count(errors, "site")} to change, {Count(warnings, "site")} to look at";
        return suppressed == 0 ? distance : $"{distance}, {Count(suppressed, "site")} suppressed in the source";
    }

    private static string Kind(SoundnessSite site) => site.IsSuppressed ? "suppressed" : site.IsError ? "change" : "look at";

    private static string Place(SoundnessSite site, string root)
    {
        string file = Path.IsPathRooted(site.File) && root.Length > 0 ? Path.GetRelativePath(root, site.File) : site.File;
        return string.Create(CultureInfo.InvariantCulture, $"{file}:{site.Line}");
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
