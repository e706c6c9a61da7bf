using System.Text.Json.Nodes;
using PyExt.Build.Benchmarks;

namespace PyExt.Build.Commands;

/// <summary>Measures one module, made with PyExt, by hand in C, and with the other binding systems; writes tables, JSON and a chart.</summary>
internal static class BenchmarksCommand
{
    // The one that Debian's packages of the peers are made for.
    private const string DefaultPython = "3.14";
    private const int DefaultRounds = 60;

    public static int Run(Report report, string? version, int? rounds)
    {
        PythonInterpreter python = Python(version);
        using BenchmarkWorkspace workspace = BenchmarkWorkspace.Open(report, "benchmarks");
        workspace.Copy(BenchmarkFolders.Sources);
        Measure(report, python, workspace.Folder, rounds ?? DefaultRounds);
        return 0;
    }

    /// <summary>The Python to measure with, which must have its headers.</summary>
    public static PythonInterpreter Python(string? version)
    {
        version ??= DefaultPython;
        PythonInterpreter python = PythonInterpreters.Named(version) ?? throw new BuildException($"There is no Python {version} here: see `dotnet run build.cs pythons`.");
        return python.IncludeFolder is null
            ? throw new BuildException($"{python} has no headers: run build/provision-pythons.sh --peers, which also installs what PyExt is compared with.")
            : python;
    }

    private static void Measure(Report report, PythonInterpreter python, string folder, int rounds)
    {
        var builder = new PeerBuilder(python, folder, report);
        IReadOnlyList<PeerModule> modules = builder.BuildAll();
        string script = Path.Combine(folder, "measure.py");
        modules = report.Step("Checking", () => modules.Select(module => Check(python, script, builder.Site, module)).ToList());
        string[] present = [.. modules.Where(module => module.Missing is null).Select(module => module.Name)];
        if (present.Length == 0)
            throw new BuildException($"No module could be built: {modules[0].Missing}");
        string json = report.Step($"Measuring, {rounds} rounds", () =>
            new Command(python.Command([script, builder.Site, $"{rounds}", .. present]), CancellationToken.None) { TimeLimit = TimeSpan.FromHours(1) }
                .Run().EnsureSuccess("Measuring").Output);

        var results = new BenchmarkResults(modules, JsonNode.Parse(json)!.AsObject());
        string table = BenchmarkTable.Render(results);
        report.Summarise();
        Console.WriteLine();
        Console.WriteLine(table);
        BenchmarkFolders.Write($"peers-{python.Name}", (".md", table), (".json", results.ToJson()),
            (".svg", BenchmarkChart.OfTopics(results)), ("-operations.svg", BenchmarkChart.OfOperations(results)));
    }

    // In a process of its own: a module that crashes is missing, not the end.
    private static PeerModule Check(PythonInterpreter python, string script, string site, PeerModule module)
    {
        if (module.Missing is not null)
            return module;
        CommandResult result = python.Command(script, site, "check", module.Name).Run();
        return result.ExitCode == 0 ? module : module.But(result.ExitCode == 1 ? result.Error : $"the check ended with exit code {result.ExitCode}");
    }
}
