using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PyExt.Build.Benchmarks.Scale;

/// <summary>The results of <c>dotnet run build.cs scale</c> as Markdown, one table per question.</summary>
internal static class ScaleTables
{
    /// <summary>Speed-up of N interpreters or threads.</summary>
    public static string Parallel(JsonObject measured, IReadOnlyDictionary<string, string> titles)
    {
        JsonObject operations = measured["nanoseconds"]!.AsObject();
        string[] modules = [.. operations.First().Value!.AsObject().Select(module => module.Key)];
        string[] widths = [.. operations.First().Value![modules[0]]!.AsObject().Select(width => width.Key)];
        int processors = measured["processors"]!.GetValue<int>();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Python {measured["python"]}{(measured["gil"]!.GetValue<bool>() ? "" : " without the GIL")}, {BenchmarkMachine.Describe(measured["load"]!.GetValue<double>())}. ");
        text.Append(CultureInfo.InvariantCulture, $"Speed-up of N {measured["kind"]} over one, and the efficiency on {processors} processors:\n\n| |");
        foreach (string module in modules)
        {
            text.Append(CultureInfo.InvariantCulture, $" {titles[module]}, 1: ns |");
            foreach (string width in widths.Skip(1))
                text.Append(CultureInfo.InvariantCulture, $" {width} |");
        }

        text.Append("\n|---|").Insert(text.Length, "---|", modules.Length * widths.Length).Append('\n');
        foreach ((string operation, JsonNode? byModule) in operations)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {operation} |");
            foreach (string module in modules)
            {
                double one = byModule![module]!["1"]!.GetValue<double>();
                text.Append(CultureInfo.InvariantCulture, $" {one:0.0} |");
                foreach (string width in widths.Skip(1))
                {
                    int number = int.Parse(width, CultureInfo.InvariantCulture);
                    double speedUp = number * one / byModule[module]![width]!.GetValue<double>();
                    text.Append(CultureInfo.InvariantCulture, $" {speedUp:0.00} ({100 * speedUp / Math.Min(number, processors):0} %) |");
                }
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Any rows under any heads.</summary>
    public static string Table(string title, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<object>> rows)
    {
        var text = new StringBuilder(title).Append(":\n\n| ").AppendJoin(" | ", heads).Append(" |\n|").Append(string.Concat(heads.Select(_ => "---|"))).Append('\n');
        foreach (IReadOnlyList<object> row in rows)
            text.Append("| ").AppendJoin(" | ", row.Select(Cell)).Append(" |\n");
        return text.ToString();
    }

    private static string Cell(object value) => value switch
    {
        double number when double.IsNaN(number) => "–",
        double number => number.ToString(Math.Abs(number) < 10 ? "0.00" : Math.Abs(number) < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture),
        int number => number.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
