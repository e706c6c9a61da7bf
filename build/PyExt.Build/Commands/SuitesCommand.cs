using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PyExt.Build.Benchmarks;
using PyExt.Build.Benchmarks.Suites;

namespace PyExt.Build.Commands;

/// <summary>Builds and measures nanobind's 720-function and 720-class suites with every binding system.</summary>
internal static class SuitesCommand
{
    private const int DefaultRounds = 30;

    public static int Run(Report report, IEnumerable<string> suites, string? version, int? rounds)
    {
        PythonInterpreter python = BenchmarksCommand.Python(version);
        using BenchmarkWorkspace workspace = BenchmarkWorkspace.Open(report, "suites");
        var text = new StringBuilder();
        var figures = new JsonObject();
        var groups = new List<(string, IReadOnlyList<double>)>();
        foreach (string suite in suites)
        {
            string folder = Path.Combine(workspace.Folder, suite);
            report.Step($"Writing 720 {suite}", () => Suite.Write(suite, folder));
            var builder = new PeerBuilder(python, folder, report, suite);
            IReadOnlyList<PeerModule> modules = builder.BuildAll();
            string[] present = [.. modules.Where(module => module.Missing is null).Select(module => module.Name)];
            if (present.Length == 0)
                throw new BuildException($"No module could be built: {modules[0].Missing}");
            string json = report.Step($"Measuring 720 {suite}", () => new Command(
                python.Command([Path.Combine(BenchmarkFolders.Root, "suites", "measure.py"), BenchmarkFolders.Sources, $"{rounds ?? DefaultRounds}", builder.Site, suite, .. present]), CancellationToken.None)
            { TimeLimit = TimeSpan.FromHours(1) }.Run().EnsureSuccess("Measuring").Output);
            JsonObject measured = JsonNode.Parse(json)!.AsObject();
            Render(text, groups, suite, modules, measured);
            measured["systems"] = new JsonArray([.. modules.Select(module => (JsonNode)new JsonObject
            {
                ["name"] = module.Name,
                ["version"] = module.Version,
                ["form"] = module.Form,
                ["missing"] = module.Missing,
                ["build_seconds"] = Math.Round(module.BuildTime.TotalSeconds, 1),
                ["binary_bytes"] = module.BinarySize,
            })]);
            figures[suite] = measured;
            // Each suite as it comes: the whole takes long.
            string chart = BenchmarkChart.Render($"720 functions and 720 classes as multiples of hand-written C, Python {python.FullVersion} (shorter is better)",
                [.. modules.Select((module, index) => (module.Title, index)).Where(system => system.Title != "C")], groups);
            Console.WriteLine(text);
            BenchmarkFolders.Write($"suites-{python.Name}", (".md", text.ToString()), (".json", figures.ToJsonString(BenchmarkResults.Indented) + "\n"), (".svg", chart));
        }

        report.Summarise();
        return 0;
    }

    private static void Render(StringBuilder text, List<(string, IReadOnlyList<double>)> groups, string suite, IReadOnlyList<PeerModule> modules, JsonObject measured)
    {
        text.Append(CultureInfo.InvariantCulture, $"720 {suite}, Python {measured["python"]}, {BenchmarkMachine.Describe(measured["load"]!.GetValue<double>())}:\n\n");
        text.Append("| |");
        foreach (PeerModule module in modules)
            text.Append(CultureInfo.InvariantCulture, $" {module.Title} |");
        text.Append("\n|---|").Insert(text.Length, "---|", modules.Count).Append('\n');
        Row("clean build, s", "0.0", module => module.BuildTime.TotalSeconds);
        Row("binary, KB", "#,0", module => module.BinarySize / 1024.0);
        Row("first import, ms", "0.0", module => Figure(measured["import"]![module.Name]));
        foreach ((string operation, JsonNode? results) in measured["calls"]!.AsObject())
            Row(operation + ", ns", "0.0", module => Figure(results![module.Name]));
        text.Append('\n');
        foreach (PeerModule module in modules.Where(module => module.Missing is not null))
            text.Append(CultureInfo.InvariantCulture, $"Missing: {module.Title}, {module.Missing}.\n\n");

        void Row(string name, string format, Func<PeerModule, double> value)
        {
            double[] values = [.. modules.Select(module => module.Missing is null ? value(module) : double.NaN)];
            text.Append(CultureInfo.InvariantCulture, $"| {name} |");
            foreach (double one in values)
                text.Append(CultureInfo.InvariantCulture, $" {(double.IsNaN(one) ? "–" : one.ToString(format, CultureInfo.InvariantCulture))} |");
            text.Append('\n');
            double c = values[modules.ToList().FindIndex(module => module.Title == "C")];
            groups.Add(($"{suite}: {name.Split(',')[0]}", [.. modules.Zip(values).Where(pair => pair.First.Title != "C").Select(pair => pair.Second / c)]));
        }
    }

    private static double Figure(JsonNode? summary) => summary?["best"]?.GetValue<double>() ?? double.NaN;
}
