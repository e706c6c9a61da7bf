using System.Text.Json.Nodes;

namespace PyExt.Build.Benchmarks;

/// <summary>What importing takes, each time in a fresh process.</summary>
internal static class Growth
{
    /// <summary>Imports modules from a folder.</summary>
    public static JsonObject Import(PythonInterpreter python, string folder, params IEnumerable<string> modules) =>
        Run(python, "growth.py", [folder, .. modules]);

    /// <summary>Runs one of the scripts of tests/benchmarks/scale and reads what it prints.</summary>
    public static JsonObject Run(PythonInterpreter python, string script, params IEnumerable<string> arguments)
    {
        Command command = python.Command([Path.Combine(BenchmarkFolders.Root, "scale", script), .. arguments]);
        CommandResult result = new Command(command, CancellationToken.None) { TimeLimit = TimeSpan.FromHours(1) }.Run().EnsureSuccess(script);
        return JsonNode.Parse(result.Output)!.AsObject();
    }

    /// <summary>The lowest of a figure.</summary>
    public static double Best(IEnumerable<JsonObject> runs, string figure) => runs.Min(run => run[figure]!.GetValue<double>());

    /// <summary>The median of a figure.</summary>
    public static double Median(IReadOnlyList<JsonObject> runs, string figure) => runs.Select(run => run[figure]!.GetValue<double>()).Order().ElementAt(runs.Count / 2);
}
