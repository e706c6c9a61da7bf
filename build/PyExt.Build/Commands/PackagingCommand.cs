using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using PyExt.Build.Benchmarks;

namespace PyExt.Build.Commands;

/// <summary>Measures what making a wheel takes, step by step, and how large it is; beside it the same module with PyO3 and maturin.</summary>
internal static partial class PackagingCommand
{
    private const int Repetitions = 5;
    private const double Megabyte = 1e6;

    public static int Run(Report report)
    {
        using BenchmarkWorkspace workspace = BenchmarkWorkspace.Open(report, "packaging");
        string hello = workspace.Copy(Path.Combine(Repository.Root, "examples", "hello"), "hello");
        // Downloads what a first build downloads, so that the ones below measure building.
        report.Step("Packing hello, for what it downloads", () => Pack(hello));
        Packing[] packs = report.Step($"Packing hello, clean, {Repetitions} times", () => Enumerable.Range(0, Repetitions).Select(_ => PackClean(hello)).ToArray());
        Packing median = packs.OrderBy(pack => pack.Time).ElementAt(Repetitions / 2);
        TimeSpan again = report.Step($"Packing hello again, {Repetitions} times", () => Median(() => Pack(hello).Time));
        Peer? peer = report.Step("Building hello with maturin", () => Maturin(workspace, report));
        report.Summarise();
        Print(median, again, peer);
        return 0;
    }

    private static void Print(Packing pack, TimeSpan again, Peer? peer)
    {
        Console.WriteLine();
        Console.WriteLine($".NET {Environment.Version}, {Environment.ProcessorCount} processors{(peer is null ? "" : $", {peer.Tools}")}");
        Console.WriteLine();
        Console.WriteLine("| examples/hello | PyExt | PyO3, maturin |");
        Console.WriteLine("|---|---|---|");
        Row("wheel", pack.Wheel, peer?.Wheel);
        Console.WriteLine($"| its tag | {Tag(pack.Wheel.Name)} | {(peer is null ? "" : Tag(peer.Wheel.Name))} |");
        Console.WriteLine($"| native module in it | {Size(pack.Wheel.Binary)} | {(peer is null ? "" : Size(peer.Wheel.Binary))} |");
        Console.WriteLine($"| clean build | {Seconds(pack.Time)} | {(peer is null ? "" : Seconds(peer.Time))} |");
        Console.WriteLine($"| … with nothing changed | {Seconds(again)} | {(peer is null ? "" : Seconds(peer.Again))} |");
        foreach (Match step in Step().Matches(pack.Steps))
        {
            double seconds = double.Parse(step.Groups["time"].Value, CultureInfo.InvariantCulture) / (step.Groups["unit"].Value == "ms" ? 1000 : 1);
            Console.WriteLine(Line($"| of the clean build: {step.Groups["name"].Value} | {seconds:0.00} s | |"));
            if (step.Groups["name"].Value == "audit")
                Console.WriteLine(Line($"| audit per megabyte of module | {seconds * 1000 / (pack.Wheel.Binary / Megabyte):0} ms | |"));
        }
    }

    private static void Row(string name, WheelSize wheel, WheelSize? peer) =>
        Console.WriteLine($"| {name} | {Size(wheel.Size)} | {(peer is null ? "not installed" : Size(peer.Size))} |");

    private static string Tag(string wheel) => string.Join('-', Path.GetFileNameWithoutExtension(wheel).Split('-')[^3..]);

    private static string Size(long bytes) => Line($"{bytes / 1000.0:0} kB");

    private static string Seconds(TimeSpan time) => Line($"{time.TotalSeconds:0.0} s");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Packing PackClean(string folder)
    {
        BenchmarkWorkspace.Clean(folder);
        return Pack(folder);
    }

    private static Packing Pack(string folder)
    {
        (string wheel, TimeSpan time, string output) = BenchmarkWorkspace.Pack(folder);
        return new Packing(time, output, WheelSize.Of(wheel));
    }

    private static TimeSpan Median(Func<TimeSpan> measure) => Enumerable.Range(0, Repetitions).Select(_ => measure()).Order().ElementAt(Repetitions / 2);

    // With the tools beside the Python that build/provision-pythons.sh --peers equips.
    private static Peer? Maturin(BenchmarkWorkspace workspace, Report report)
    {
        PeerBuilder? builder = PythonInterpreters.Named("3.14") is { } python ? new PeerBuilder(python, workspace.Folder, report) : null;
        if (builder is not { HasMaturin: true })
        {
            Report.Say("maturin is missing: build/provision-pythons.sh --peers");
            return null;
        }

        string folder = workspace.Copy(Path.Combine(BenchmarkFolders.Root, "packaging", "pyo3"), "pyo3");
        builder.PrepareCrate(folder);
        TimeSpan time = builder.Maturin(folder);
        TimeSpan again = Median(() => builder.Maturin(folder));
        return new Peer(time, again, builder.RustTools, WheelSize.Of(Directory.EnumerateFiles(folder, "*.whl").Single()));
    }

    [GeneratedRegex(@"[;,] (?<name>compile|native|link|audit|wheel) (?<time>[0-9.]+) (?<unit>m?s)\b")]
    private static partial Regex Step();

    private sealed record Packing(TimeSpan Time, string Steps, WheelSize Wheel);

    private sealed record Peer(TimeSpan Time, TimeSpan Again, string Tools, WheelSize Wheel);

    private sealed record WheelSize(string Name, long Size, long Binary)
    {
        public static WheelSize Of(string path)
        {
            using ZipArchive wheel = ZipFile.OpenRead(path);
            return new WheelSize(Path.GetFileName(path), new FileInfo(path).Length, wheel.Entries.Single(entry => entry.FullName.EndsWith(".so", StringComparison.Ordinal)).Length);
        }
    }
}
