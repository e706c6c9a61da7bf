using System.Text.Json;

namespace PyExt.Tasks.Soundness;

/// <summary>Reads the sites out of the compiler's error log.</summary>
internal static class SoundnessLog
{
    private const string Category = "PyExt.Soundness";

    /// <summary>The sites in the order of files and lines, those of generated and other rules left out.</summary>
    public static IReadOnlyList<SoundnessSite> Read(string sarif)
    {
        using var document = JsonDocument.Parse(sarif);
        List<SoundnessSite> sites = [];
        foreach (JsonElement run in document.RootElement.GetProperty("runs").EnumerateArray())
        {
            Dictionary<string, JsonElement> rules = Rules(run);
            foreach (JsonElement result in run.GetProperty("results").EnumerateArray())
            {
                if (result.GetProperty("ruleId").GetString() is { } id && rules.TryGetValue(id, out JsonElement rule))
                    sites.Add(Site(id, rule, result));
            }
        }
        return [.. sites.Distinct().OrderBy(site => site.File, StringComparer.Ordinal).ThenBy(site => site.Line).ThenBy(site => site.Id, StringComparer.Ordinal)];
    }

    private static Dictionary<string, JsonElement> Rules(JsonElement run) =>
        run.GetProperty("tool").GetProperty("driver").TryGetProperty("rules", out JsonElement rules)
            ? rules.EnumerateArray()
                .Where(rule => Text(rule, "properties", "category") == Category)
                .GroupBy(rule => rule.GetProperty("id").GetString()!)
                .ToDictionary(group => group.Key, group => group.First())
            : [];

    private static SoundnessSite Site(string id, JsonElement rule, JsonElement result)
    {
        string file = "";
        int line = 0;
        if (result.TryGetProperty("locations", out JsonElement locations) && locations.GetArrayLength() > 0)
        {
            JsonElement place = locations[0].GetProperty("physicalLocation");
            file = FilePath(Text(place, "artifactLocation", "uri") ?? "");
            line = place.TryGetProperty("region", out JsonElement region) ? region.GetProperty("startLine").GetInt32() : 0;
        }
        // SARIF leaves out a level that is the default: "warning".
        bool isError = Text(rule, "defaultConfiguration", "level") == "error";
        bool isSuppressed = result.TryGetProperty("suppressions", out JsonElement suppressions) && suppressions.GetArrayLength() > 0;
        return new SoundnessSite(id, Text(rule, "shortDescription", "text") ?? id, Text(result, "message", "text") ?? "", file, line, isError, isSuppressed);
    }

    private static string FilePath(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? absolute) && absolute.IsFile ? absolute.LocalPath : Uri.UnescapeDataString(uri);

    private static string? Text(JsonElement element, string outer, string inner) =>
        element.TryGetProperty(outer, out JsonElement found) && found.TryGetProperty(inner, out JsonElement value) ? value.GetString() : null;
}
