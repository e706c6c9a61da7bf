using System.Globalization;
using System.Text;

namespace PyExt.Build.Benchmarks;

/// <summary>Bar charts: groups of bars, one bar per system, each a multiple of C's.</summary>
internal static class BenchmarkChart
{
    private const int Label = 240, Width = 540, Bar = 8, Gap = 12, Top = 64;

    // A bar that is longer is cut and says its value.
    private const double Longest = 6;

    private static readonly string[] Colours = ["#512bd4", "#888888", "#dea584", "#2a9d8f", "#e9c46a", "#3776ab"];

    /// <summary>The geometric mean of each topic.</summary>
    public static string OfTopics(BenchmarkResults results) => Of(results, "by topic, geometric means",
        [.. results.Topics.Select(topic => (topic.Topic, topic.Operations)), ("all", results.Operations)]);

    /// <summary>Every operation.</summary>
    public static string OfOperations(BenchmarkResults results) => Of(results, "by operation",
        [.. results.Operations.Select(operation => (operation, (IReadOnlyList<string>)[operation]))]);

    /// <summary>Any groups of bars; a bar that is not a number is left out.</summary>
    public static string Render(string title, IReadOnlyList<(string Title, int Colour)> systems, IReadOnlyList<(string Name, IReadOnlyList<double> Ratios)> groups)
    {
        int height = Top + (groups.Count * ((systems.Count * Bar) + Gap)) + 8;
        var text = new StringBuilder();
        text.Append(Invariant($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Label + Width + 60}" height="{height}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="8" y="20" font-size="14">{Escape(title)}</text>

            """));
        int x = 8;
        foreach ((string system, int colour) in systems)
        {
            text.Append(Invariant($"<rect x=\"{x}\" y=\"32\" width=\"12\" height=\"12\" fill=\"{Colours[colour % Colours.Length]}\"/><text x=\"{x + 16}\" y=\"42\">{Escape(system)}</text>\n"));
            x += 32 + (system.Length * 8);
        }

        int y = Top;
        foreach ((string name, IReadOnlyList<double> ratios) in groups)
        {
            text.Append(Invariant($"<text x=\"{Label - 8}\" y=\"{y + (systems.Count * Bar / 2) + 4}\" text-anchor=\"end\">{Escape(name)}</text>\n"));
            for (int i = 0; i < systems.Count; i++, y += Bar)
            {
                if (!double.IsFinite(ratios[i]))
                    continue;
                double length = Math.Min(ratios[i], Longest) / Longest * Width;
                text.Append(Invariant($"<rect x=\"{Label}\" y=\"{y}\" width=\"{length:0.0}\" height=\"{Bar - 1}\" fill=\"{Colours[systems[i].Colour % Colours.Length]}\"/>"));
                text.Append(Invariant($"<text x=\"{Label + length + 4:0.0}\" y=\"{y + Bar - 1}\" font-size=\"8\">{ratios[i]:0.0}</text>\n"));
            }

            y += Gap;
        }

        double one = Label + (Width / Longest);
        text.Append(Invariant($"<line x1=\"{one:0.0}\" y1=\"{Top - 8}\" x2=\"{one:0.0}\" y2=\"{height - 8}\" stroke=\"#000000\" stroke-dasharray=\"3 3\"/><text x=\"{one + 3:0.0}\" y=\"{Top - 2}\" font-size=\"10\">C</text>\n</svg>\n"));
        return text.ToString();
    }

    private static string Of(BenchmarkResults results, string what, IReadOnlyList<(string Name, IReadOnlyList<string> Operations)> groups)
    {
        PeerModule[] shown = [.. results.Present.Where(module => module.Name != "bench_c")];
        return Render($"Time as a multiple of hand-written C, {what}, Python {results.Python} (shorter is faster)",
            [.. shown.Select(module => (module.Title, results.Modules.ToList().IndexOf(module)))],
            [.. groups.Select(group => (group.Name, (IReadOnlyList<double>)
                [.. shown.Select(module => BenchmarkResults.Mean(group.Operations, operation => results.AgainstC(operation, module.Name)))]))]);
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
