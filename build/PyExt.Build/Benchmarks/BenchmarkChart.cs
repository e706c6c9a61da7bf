using System.Globalization;
using System.Text;

namespace PyExt.Build.Benchmarks;

/// <summary>The results as a bar chart: each operation's time in each system, as a multiple of C's.</summary>
internal static class BenchmarkChart
{
    private const int Label = 190, Width = 560, Bar = 8, Gap = 12, Top = 64;

    // A bar that is longer is cut and says its value.
    private const double Longest = 6;

    private static readonly string[] Colours = ["#512bd4", "#888888", "#dea584", "#2a9d8f", "#e9c46a", "#3776ab"];

    public static string Render(BenchmarkResults results)
    {
        PeerModule[] shown = [.. results.Present.Where(module => module.Name != "bench_c")];
        int height = Top + (results.Operations.Count * ((shown.Length * Bar) + Gap)) + 8;
        var text = new StringBuilder();
        text.Append(Invariant($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Label + Width + 60}" height="{height}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="8" y="20" font-size="14">Time per operation as a multiple of hand-written C, Python {results.Python} (shorter is faster)</text>

            """));
        int x = 8;
        foreach (PeerModule module in shown)
        {
            text.Append(Invariant($"<rect x=\"{x}\" y=\"32\" width=\"12\" height=\"12\" fill=\"{Colour(results, module)}\"/><text x=\"{x + 16}\" y=\"42\">{module.Title}</text>\n"));
            x += 32 + (module.Title.Length * 8);
        }

        int y = Top;
        foreach (string operation in results.Operations)
        {
            text.Append(Invariant($"<text x=\"{Label - 8}\" y=\"{y + (shown.Length * Bar / 2) + 4}\" text-anchor=\"end\">{Escape(operation)}</text>\n"));
            foreach (PeerModule module in shown)
            {
                double ratio = results.AgainstC(operation, module.Name);
                if (!double.IsNaN(ratio))
                {
                    double length = Math.Min(ratio, Longest) / Longest * Width;
                    text.Append(Invariant($"<rect x=\"{Label}\" y=\"{y}\" width=\"{length:0.0}\" height=\"{Bar - 1}\" fill=\"{Colour(results, module)}\"/>"));
                    text.Append(Invariant($"<text x=\"{Label + length + 4:0.0}\" y=\"{y + Bar - 1}\" font-size=\"8\">{ratio:0.0}</text>\n"));
                }

                y += Bar;
            }

            y += Gap;
        }

        double one = Label + (Width / Longest);
        text.Append(Invariant($"<line x1=\"{one:0.0}\" y1=\"{Top - 8}\" x2=\"{one:0.0}\" y2=\"{height - 8}\" stroke=\"#000000\" stroke-dasharray=\"3 3\"/><text x=\"{one + 3:0.0}\" y=\"{Top - 2}\" font-size=\"10\">C</text>\n</svg>\n"));
        return text.ToString();
    }

    private static string Colour(BenchmarkResults results, PeerModule module) => Colours[results.Modules.ToList().IndexOf(module) % Colours.Length];

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
