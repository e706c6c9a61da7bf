using System.Text.Json.Nodes;
using PyExt.Build.Benchmarks;
using PyExt.Build.Benchmarks.Scale;

namespace PyExt.Build.Commands;

/// <summary>Measures what happens when there is much of everything: interpreters, threads, modules, classes, functions, objects.</summary>
internal static class ScaleCommand
{
    private const int DefaultRounds = 7, Lives = 500, Repeats = 5;
    private const string FreeThreaded = "3.13t", Widths = "1,2,4,8";
    private static readonly Dictionary<string, string> Titles = new() { ["bench_pyext"] = "PyExt", ["bench_c"] = "C" };

    public static int Run(Report report, string? version, int? rounds)
    {
        PythonInterpreter python = BenchmarksCommand.Python(version);
        using BenchmarkWorkspace workspace = BenchmarkWorkspace.Open(report, "scale");
        workspace.Copy(BenchmarkFolders.Sources);
        var builder = new PeerBuilder(python, workspace.Folder, report);
        string[] modules = [.. new[] { builder.BuildPyExt(), builder.BuildC() }.Select(module => module.Missing is null ? module.Name : throw new BuildException($"{module.Name}: {module.Missing}"))];
        var texts = new List<string>();
        var figures = new JsonObject { ["machine"] = BenchmarkMachine.Describe(), ["python"] = python.FullVersion };

        JsonObject interpreters = report.Step("Interpreters in parallel", () => Growth.Run(python, "parallel.py", ["interpreters", builder.Site, $"{rounds ?? DefaultRounds}", Widths, .. modules]));
        Add("interpreters", "Interpreters with a GIL of their own", ScaleTables.Parallel(interpreters, Titles), interpreters);
        Threads(report, workspace, rounds ?? DefaultRounds, Add);
        Lifetimes(report, python, builder.Site, modules, Add);
        Objects(report, python, builder.Site, Add);
        Modules(report, python, workspace, Add);

        report.Summarise();
        return 0;

        void Add(string key, string title, string table, JsonNode values)
        {
            // Each as it comes: the whole takes long.
            Console.WriteLine($"\n{title}\n\n{table}");
            texts.Add($"### {title}\n\n{table}");
            figures[key] = values;
            BenchmarkFolders.Write($"scale-{python.Name}", (".md", string.Join("\n", texts)), (".json", figures.ToJsonString(BenchmarkResults.Indented) + "\n"));
        }
    }

    private static void Threads(Report report, BenchmarkWorkspace workspace, int rounds, Action<string, string, string, JsonNode> add)
    {
        const string title = "Threads of a free-threaded Python";
        if (PythonInterpreters.Named(FreeThreaded) is not { IncludeFolder: not null } python)
        {
            add("threads", title, $"Missing: there is no Python {FreeThreaded} with headers.\n", new JsonObject());
            return;
        }

        string folder = workspace.Copy(BenchmarkFolders.Sources, "free-threaded");
        var builder = new PeerBuilder(python, folder, report);
        PeerModule[] modules = [builder.BuildPyExt("-p:PyGil=NotUsed"), builder.BuildC()];
        string[] present = [.. modules.Where(module => module.Missing is null).Select(module => module.Name)];
        string missing = string.Concat(modules.Where(module => module.Missing is not null).Select(module => $"\nMissing: {module.Title}, {module.Missing}.\n"));
        if (present.Length == 0)
        {
            add("threads", title, missing, new JsonObject());
            return;
        }

        JsonObject measured = report.Step("Free-threaded threads in parallel", () => Growth.Run(python, "parallel.py", ["threads", builder.Site, $"{rounds}", Widths, .. present]));
        add("threads", title, ScaleTables.Parallel(measured, Titles) + missing, measured);
    }

    private static void Lifetimes(Report report, PythonInterpreter python, string site, string[] modules, Action<string, string, string, JsonNode> add)
    {
        var rows = new List<IReadOnlyList<object>>();
        var figures = new JsonObject();
        foreach (string? module in modules.Prepend(null))
        {
            JsonObject measured = report.Step($"{Lives} interpreters one after the other, {module ?? "empty"}", () =>
                Growth.Run(python, "lifetimes.py", [site, $"{Lives}", .. module is null ? Array.Empty<string>() : [module]]));
            rows.Add([module is null ? "nothing imported" : Titles[module], measured["kept_kb"]!.GetValue<double>(), measured["ms"]!.GetValue<double>()]);
            figures[module ?? "empty"] = measured;
        }

        add("lifetimes", "Interpreters that end", ScaleTables.Table($"{Lives} interpreters, each made, used (100 objects, calls) and destroyed; the first fifth is not counted",
            ["", "KB kept of each", "ms for each"], rows), figures);
    }

    private static void Objects(Report report, PythonInterpreter python, string site, Action<string, string, string, JsonNode> add)
    {
        var rows = new List<IReadOnlyList<object>>();
        var figures = new JsonArray();
        foreach ((string name, string module, string kind) in new[] { ("PyExt class", "bench_pyext", "Point"), ("PyExt struct", "bench_pyext", "Vector"), ("C", "bench_c", "Point") })
        {
            foreach (int count in new[] { 100_000, 1_000_000, 10_000_000 })
            {
                JsonObject measured = report.Step($"{count} objects, {name}", () => Growth.Run(python, "objects.py", site, module, kind, $"{count}"));
                double Figure(string key) => measured[key]!.GetValue<double>();
                double Pause(string generation) => measured["collections_ms"]?[generation]?.GetValue<double>() ?? double.NaN;
                rows.Add([name, count, Figure("bytes_after_collection"), Figure("make_ns"), Figure("release_ns"), Figure("churn_ns"), measured["idle"]!["churn_ns"]!.GetValue<double>(),
                    Pause("0"), Pause("1"), Pause("2"), Figure("python_collection_ms")]);
                measured["name"] = name;
                figures.Add(measured);
            }
        }

        add("objects", "Live objects", ScaleTables.Table("Objects in a list",
            ["", "count", "bytes each", "ns to make", "ns to release", "ns to make and drop another", "the same without them", ".NET collection of gen 0, ms", "gen 1, ms", "gen 2, ms", "Python's own collection, ms"], rows), figures);
    }

    private static void Modules(Report report, PythonInterpreter python, BenchmarkWorkspace workspace, Action<string, string, string, JsonNode> add)
    {
        var generated = new GeneratedModules(workspace);
        var one = new List<GeneratedModule>();
        for (int i = 1; i <= 8; i++)
            one.Add(report.Step($"Building module {i} of 8", () => generated.Build($"single{i}", 0, 1)));
        var figures = new JsonArray();
        var rows = new List<IReadOnlyList<object>>();
        foreach (int count in new[] { 1, 2, 4, 8 })
        {
            IReadOnlyList<JsonObject> runs = Import([.. one.Take(count).Select(module => module.Name)]);
            rows.Add([count, Growth.Best(runs, "ms"), Growth.Median(runs, "rss_kb"), Growth.Median(runs, "reserved_kb") / 1024 / 1024, Growth.Median(runs, "threads")]);
        }

        add("modules", "Modules in one process", ScaleTables.Table("The smallest module, several times under different names", ["modules", "import of all, ms", "resident, KB", "address space, GB", "threads"], rows), figures);

        rows = [];
        figures = [];
        foreach ((int classes, int functions) in new[] { (0, 1), (100, 0), (500, 0), (2000, 0), (0, 1000), (0, 10_000) })
        {
            GeneratedModule module = classes + functions == 1 ? one[0] : report.Step($"Building {classes} classes, {functions} functions", () => generated.Build($"many_{classes}_{functions}", classes, functions));
            IReadOnlyList<JsonObject> runs = Import([module.Name]);
            rows.Add([module.Classes, module.Functions, module.BuildTime.TotalSeconds, module.BinarySize / 1024.0, Growth.Best(runs, "ms"), Growth.Median(runs, "rss_kb"), Growth.Median(runs, "minor_faults")]);
        }

        add("sizes", "Classes and functions in one module", ScaleTables.Table("Generated modules; a class has a constructor, a property and a method, a function takes two numbers",
            ["classes", "functions", "build, s", "binary, KB", "first import, ms", "resident, KB", "page faults"], rows), figures);

        IReadOnlyList<JsonObject> Import(string[] names)
        {
            IReadOnlyList<JsonObject> runs = [.. Enumerable.Range(0, Repeats).Select(_ => Growth.Import(python, generated.Site, names))];
            figures.Add(new JsonObject { ["modules"] = string.Join(' ', names), ["runs"] = new JsonArray([.. runs.Select(run => run.DeepClone())]) });
            return runs;
        }
    }
}
