using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PyExt.Build.Benchmarks;

/// <summary>What a run measured: the modules, and the figures as measure.py printed them.</summary>
internal sealed class BenchmarkResults(IReadOnlyList<PeerModule> modules, JsonObject measured)
{
    /// <summary>How results are written.</summary>
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every module, the missing ones too, PyExt and C first.</summary>
    public IReadOnlyList<PeerModule> Modules => modules;

    /// <summary>The modules that were measured.</summary>
    public IReadOnlyList<PeerModule> Present { get; } = [.. modules.Where(module => module.Missing is null)];

    /// <summary>When.</summary>
    public DateTime Date { get; } = DateTime.UtcNow;

    /// <summary>The Python's version.</summary>
    public string Python => measured["python"]!.GetValue<string>();

    /// <summary>The machine and how busy it was.</summary>
    public string Machine => BenchmarkMachine.Describe(measured["load"]!.GetValue<double>());

    /// <summary>The operations, in order.</summary>
    public IReadOnlyList<string> Operations { get; } = [.. measured["calls"]!.AsObject().Select(operation => operation.Key)];

    /// <summary>The operations by topic.</summary>
    public IReadOnlyList<(string Topic, IReadOnlyList<string> Operations)> Topics { get; } =
        [.. measured["topics"]!.AsObject().Select(topic => (topic.Key, (IReadOnlyList<string>)[.. topic.Value!.AsArray().Select(name => name!.GetValue<string>())]))];

    /// <summary>What a module cannot do yet, each with the reason.</summary>
    public IReadOnlyList<(string Operation, string Reason)> Gaps(string module) =>
        measured["missing"]?[module] is JsonObject gaps ? [.. from gap in gaps.AsEnumerable() select (gap.Key, gap.Value!.GetValue<string>())] : [];

    /// <summary>The rounds that were measured.</summary>
    public int Rounds => measured["loop"]!["rounds"]!.GetValue<int>();

    /// <summary>What the loop around each call takes, in ns; it is part of every figure.</summary>
    public double Loop => measured["loop"]!["best"]!.GetValue<double>();

    /// <summary>A figure (<c>best</c>, <c>median</c>, <c>low</c>, <c>high</c>) of an operation in ns; NaN for a module that is missing.</summary>
    public double Call(string operation, string module, string figure = "best") => Figure(measured["calls"]![operation]![module], figure);

    /// <summary>A figure of the first import in ms; NaN for a module that is missing.</summary>
    public double Import(string module, string figure = "best") => Figure(measured["import"]![module], figure);

    /// <summary>PyExt against the faster of PyO3 and nanobind; NaN where one of them is missing.</summary>
    public double AgainstFastest(string operation) =>
        Call(operation, "bench_pyext") / Math.Min(Call(operation, "bench_pyo3"), Call(operation, "bench_nanobind"));

    /// <summary>A module against C.</summary>
    public double AgainstC(string operation, string module) => Call(operation, module) / Call(operation, "bench_c");

    /// <summary>The geometric mean over all operations that have the ratio.</summary>
    public double Mean(Func<string, double> ratio) => Mean(Operations, ratio);

    /// <summary>The geometric mean over some operations, as far as they have the ratio.</summary>
    public static double Mean(IEnumerable<string> operations, Func<string, double> ratio) =>
        Math.Exp(operations.Select(ratio).Where(double.IsFinite).Select(value => Math.Log(value)).DefaultIfEmpty(double.NaN).Average());

    /// <summary>Everything.</summary>
    public string ToJson()
    {
        var systems = new JsonArray([.. modules.Select(module => (JsonNode)new JsonObject
        {
            ["name"] = module.Name,
            ["title"] = module.Title,
            ["version"] = module.Version,
            ["form"] = module.Form,
            ["missing"] = module.Missing,
            ["build_seconds"] = module.Missing is null ? Math.Round(module.BuildTime.TotalSeconds, 1) : null,
            ["binary_bytes"] = module.Missing is null ? module.BinarySize : null,
        })]);
        return new JsonObject
        {
            ["date"] = Date.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["machine"] = Machine,
            ["systems"] = systems,
            ["measured"] = measured.DeepClone(),
        }.ToJsonString(Indented) + "\n";
    }

    private static double Figure(JsonNode? summary, string figure) => summary?[figure]?.GetValue<double>() ?? double.NaN;
}
