using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PyExt.Build.Benchmarks;

namespace PyExt.Build.Commands;

/// <summary>Measures what a developer waits for: hello built clean, after a change of one line, and with nothing changed, by PyExt and by maturin with PyO3, in turn.</summary>
internal static class BuildsCommand
{
    private const int DefaultRounds = 3;
    private static readonly string[] Cases = ["clean", "one line changed", "nothing changed"];

    public static int Run(Report report, string? version, int? rounds)
    {
        PythonInterpreter python = BenchmarksCommand.Python(version);
        using BenchmarkWorkspace workspace = BenchmarkWorkspace.Open(report, "builds");
        string pyext = workspace.Copy(Path.Combine(Repository.Root, "examples", "hello"), "hello"), pyo3 = workspace.Copy(Path.Combine(BenchmarkFolders.Root, "packaging", "pyo3"), "pyo3");
        var builder = new PeerBuilder(python, workspace.Folder, report);
        report.Step("Downloading what a first build downloads", () =>
        {
            BenchmarkWorkspace.Pack(pyext);
            builder.PrepareCrate(pyo3);
        });
        var systems = new (string Title, string Source, Func<TimeSpan> Build, Action Clean)[]
        {
            ("PyExt", Path.Combine(pyext, "HelloModule.cs"), () => BenchmarkWorkspace.Pack(pyext).Time, () => BenchmarkWorkspace.Clean(pyext)),
            ("maturin + PyO3", Path.Combine(pyo3, "src", "lib.rs"), () => builder.Maturin(pyo3), () => Remove(Path.Combine(pyo3, "target"))),
        };
        var times = systems.ToDictionary(system => system.Title, _ => Cases.ToDictionary(name => name, _ => new List<double>()));
        for (int round = 1; round <= (rounds ?? DefaultRounds); round++)
        {
            foreach ((string title, string source, Func<TimeSpan> build, Action clean) in systems)
            {
                report.Step($"Round {round}: {title}", () =>
                {
                    clean();
                    times[title][Cases[0]].Add(build().TotalSeconds);
                    File.WriteAllText(source, File.ReadAllText(source).Replace("Hello", "Hello" + round, StringComparison.Ordinal).Replace($"namespace Hello{round}", "namespace Hello", StringComparison.Ordinal)
                        .Replace($"class Hello{round}Module", "class HelloModule", StringComparison.Ordinal));
                    times[title][Cases[1]].Add(build().TotalSeconds);
                    times[title][Cases[2]].Add(build().TotalSeconds);
                });
            }
        }

        string table = Render(python, times);
        report.Summarise();
        Console.WriteLine();
        Console.WriteLine(table);
        BenchmarkFolders.Write("builds", (".md", table), (".json", new JsonObject
        {
            ["machine"] = BenchmarkMachine.Describe(),
            ["seconds"] = new JsonObject(times.Select(system => KeyValuePair.Create(system.Key, (JsonNode?)new JsonObject(
                system.Value.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)new JsonArray([.. one.Value.Select(value => (JsonNode)value)]))))))),
        }.ToJsonString(BenchmarkResults.Indented) + "\n"));
        return 0;
    }

    private static string Render(PythonInterpreter python, Dictionary<string, Dictionary<string, List<double>>> times)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Builds of hello in seconds, best (median), {times.First().Value[Cases[0]].Count} rounds in turn; for Python {python.FullVersion}; {BenchmarkMachine.Describe()}:\n\n| |");
        foreach (string title in times.Keys)
            text.Append(CultureInfo.InvariantCulture, $" {title} |");
        text.Append(" ratio |\n|---|---|---|---|\n");
        foreach (string name in Cases)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} |");
            foreach (Dictionary<string, List<double>> system in times.Values)
                text.Append(CultureInfo.InvariantCulture, $" {system[name].Min():0.0} ({system[name].Order().ElementAt(system[name].Count / 2):0.0}) |");
            text.Append(CultureInfo.InvariantCulture, $" {times.First().Value[name].Min() / times.Last().Value[name].Min():0.00} |\n");
        }

        return text.ToString();
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
