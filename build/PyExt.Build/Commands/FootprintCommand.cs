using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PyExt.Build.Benchmarks;
using PyExt.Build.Benchmarks.Footprint;

namespace PyExt.Build.Commands;

/// <summary>Measures what hello takes: import, memory, and its size by part, against budgets. Over a budget is a line in the report, not a failure.</summary>
internal static class FootprintCommand
{
    private const int Imports = 21;

    public static int Run(Report report, string? version)
    {
        PythonInterpreter python = BenchmarksCommand.Python(version);
        using BenchmarkWorkspace workspace = BenchmarkWorkspace.Open(report, "footprint");
        string folder = workspace.Copy(Path.Combine(Repository.Root, "examples", "hello"), "hello");
        string wheel = report.Step("Packing hello", () => BenchmarkWorkspace.Pack(folder).Wheel);
        string site = Path.Combine(workspace.Folder, "site");
        ZipFile.ExtractToDirectory(wheel, site);
        string binary = Directory.EnumerateFiles(site, "hello*.so", SearchOption.AllDirectories).Single();
        IReadOnlyList<JsonObject> imports = report.Step($"Importing, {Imports} times", () => (IReadOnlyList<JsonObject>)[.. Enumerable.Range(0, Imports).Select(_ => Growth.Import(python, site, "hello"))]);
        var map = LinkMap.Read(Directory.EnumerateFiles(Path.Combine(folder, "obj"), "*.map.xml", SearchOption.AllDirectories).Single(), "Hello");

        var measured = new Dictionary<string, double>
        {
            ["wheel, KB"] = new FileInfo(wheel).Length / 1024.0,
            ["binary, KB"] = new FileInfo(binary).Length / 1024.0,
            ["first import, ms"] = Growth.Best(imports, "ms"),
            ["resident memory of the import, KB"] = Growth.Median(imports, "rss_kb"),
            ["page faults of the import"] = Growth.Median(imports, "minor_faults"),
            ["threads of the import"] = Growth.Median(imports, "threads"),
            ["code and data of the module and PyExt, KB"] = map.Own / 1024.0,
            ["code and data of .NET in C#, KB"] = (map.Total - map.Own) / 1024.0,
            ["the rest: .NET's runtime in C and C++, KB"] = (new FileInfo(binary).Length - map.Total) / 1024.0,
        };
        string text = Render(python, measured, map, binary, wheel);
        report.Summarise();
        Console.WriteLine();
        Console.WriteLine(text);
        BenchmarkFolders.Write("footprint", (".md", text), (".json", new JsonObject
        {
            ["machine"] = BenchmarkMachine.Describe(),
            ["python"] = python.FullVersion,
            ["measured"] = new JsonObject(measured.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)Math.Round(value.Value, 2)))),
            ["kinds"] = Bytes(map.Kinds),
            ["namespaces"] = Bytes(map.Namespaces),
        }.ToJsonString(BenchmarkResults.Indented) + "\n"));
        return 0;
    }

    private static string Render(PythonInterpreter python, Dictionary<string, double> measured, LinkMap map, string binary, string wheel)
    {
        JsonObject budgets = JsonNode.Parse(File.ReadAllText(Path.Combine(BenchmarkFolders.Root, "budgets.json")))!.AsObject();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"examples/hello, Python {python.FullVersion}, {BenchmarkMachine.Describe()}:\n\n| | measured | budget | |\n|---|---|---|---|\n");
        foreach ((string name, double value) in measured)
        {
            double? budget = budgets[name]?.GetValue<double>();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {value:#,0.##} | {budget:#,0.##} | {(budget is null ? "" : value <= budget ? "within" : "**over**")} |\n");
        }

        Table(text, "What the compiled C# is, by kind", map.Kinds, map.Total);
        Table(text, "Code by namespace", map.Namespaces, map.Kinds["MethodCode"]);
        long file = new FileInfo(binary).Length;
        Table(text, "The binary by section", ElfSections.Read(binary).GroupBy(section => section.Name).ToDictionary(section => section.Key, section => section.Sum(one => one.Size)), file);
        using ZipArchive archive = ZipFile.OpenRead(wheel);
        Table(text, "The wheel by file, compressed", archive.Entries.ToDictionary(entry => entry.FullName, entry => entry.CompressedLength), new FileInfo(wheel).Length);
        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, Dictionary<string, long> sizes, long whole)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n| {title} | KB | |\n|---|---|---|\n");
        foreach ((string name, long size) in sizes.OrderByDescending(size => size.Value).Where(size => size.Value >= whole / 200))
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {size / 1024.0:0.0} | {100.0 * size / whole:0} % |\n");
    }

    private static JsonObject Bytes(Dictionary<string, long> sizes) =>
        new(sizes.OrderByDescending(size => size.Value).Select(size => KeyValuePair.Create(size.Key, (JsonNode?)size.Value)));
}
