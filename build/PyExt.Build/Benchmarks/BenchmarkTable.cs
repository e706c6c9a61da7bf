using System.Globalization;
using System.Text;

namespace PyExt.Build.Benchmarks;

/// <summary>The results as Markdown tables.</summary>
internal static class BenchmarkTable
{
    public static string Render(BenchmarkResults results)
    {
        var text = new StringBuilder();
        text.Append(Invariant($"Python {results.Python}, {results.Date:yyyy-MM-dd}, {results.Machine}.\n\n"));
        Systems(text, results);
        text.Append(Invariant($"\nBest of {results.Rounds} rounds in ns; {results.Loop:0.0} ns of each is the loop around the call. A ratio below 1 means that PyExt is faster.\n\n"));
        Calls(text, results);
        text.Append("\nMedian in ns and the middle half of the rounds, in per cent of the median:\n\n");
        Spread(text, results);
        return text.ToString();
    }

    private static void Systems(StringBuilder text, BenchmarkResults results)
    {
        text.Append("| | versions | form | clean build | binary | first import |\n|---|---|---|---|---|---|\n");
        foreach (PeerModule module in results.Modules)
        {
            text.Append(module.Missing is null
                ? Invariant($"| {module.Title} | {module.Version} | {module.Form} | {module.BuildTime.TotalSeconds:0.0} s | {module.BinarySize / 1024.0:0} KB | {results.Import(module.Name):0.00} ms |\n")
                : Invariant($"| {module.Title} | missing: {module.Missing} | | | | |\n"));
        }
    }

    private static void Calls(StringBuilder text, BenchmarkResults results)
    {
        Head(text, results, " PyExt / fastest of PyO3, nanobind | PyExt / C |", 2);
        foreach ((string topic, IReadOnlyList<string> operations) in results.Topics)
        {
            text.Append(Invariant($"| **{topic}** |")).Insert(text.Length, " |", results.Modules.Count + 2).Append('\n');
            foreach (string operation in operations)
            {
                text.Append(Invariant($"| {operation} |"));
                foreach (PeerModule module in results.Modules)
                    text.Append(Invariant($" {Nanoseconds(results.Call(operation, module.Name))} |"));
                text.Append(Invariant($" {Ratio(results.AgainstFastest(operation))} | {Ratio(results.AgainstC(operation, "bench_pyext"))} |\n"));
            }

            Means(text, results, operations, topic + ", mean × C");
        }

        Means(text, results, results.Operations, "**all, geometric mean × C**");
        foreach (PeerModule module in results.Modules)
        {
            foreach ((string operation, string reason) in results.Gaps(module.Name))
                text.Append(Invariant($"\nMissing in {module.Title}: {operation} ({reason}).\n"));
        }
    }

    private static void Means(StringBuilder text, BenchmarkResults results, IReadOnlyList<string> operations, string title)
    {
        text.Append(Invariant($"| {title} |"));
        foreach (PeerModule module in results.Modules)
            text.Append(Invariant($" {Ratio(BenchmarkResults.Mean(operations, operation => results.AgainstC(operation, module.Name)))} |"));
        text.Append(Invariant($" **{Ratio(BenchmarkResults.Mean(operations, results.AgainstFastest))}** | **{Ratio(BenchmarkResults.Mean(operations, operation => results.AgainstC(operation, "bench_pyext")))}** |\n"));
    }

    private static void Spread(StringBuilder text, BenchmarkResults results)
    {
        Head(text, results, "", 0);
        foreach (string operation in results.Operations)
        {
            text.Append(Invariant($"| {operation} |"));
            foreach (PeerModule module in results.Modules)
            {
                double median = results.Call(operation, module.Name, "median");
                double spread = (results.Call(operation, module.Name, "high") - results.Call(operation, module.Name, "low")) / median;
                text.Append(double.IsNaN(median) ? " – |" : Invariant($" {Nanoseconds(median)} ({spread * 100:0} %) |"));
            }

            text.Append('\n');
        }
    }

    private static void Head(StringBuilder text, BenchmarkResults results, string more, int columns)
    {
        text.Append("| |");
        foreach (PeerModule module in results.Modules)
            text.Append(Invariant($" {module.Title} |"));
        text.Append(more).Append("\n|---|").Insert(text.Length, "---|", results.Modules.Count + columns).Append('\n');
    }

    private static string Nanoseconds(double value) => double.IsNaN(value) ? "–" : value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => double.IsNaN(value) ? "–" : value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
