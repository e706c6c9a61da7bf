using System.Globalization;
using System.Text.Json;
using PyExt.Build.Benchmarks;

namespace PyExt.Build.Commands;

/// <summary>Measures what the README claims, against a C extension that does the same, and prints a table.</summary>
internal static class FiguresCommand
{
    private static readonly string Sources = Path.Combine(Repository.Root, "tests", "benchmarks", "figures");

    public static int Run(Report report)
    {
        PythonInterpreter python = PythonInterpreters.NewestWithHeaders
            ?? throw new BuildException("Measuring against C needs a CPython from 3.12 on with its headers (pyenv's have them; Debian: python3-dev) and its venv module.");
        using BenchmarkWorkspace workspace = BenchmarkWorkspace.Open(report, "figures");
        Measure(report, python, workspace);
        return 0;
    }

    private static void Measure(Report report, PythonInterpreter python, BenchmarkWorkspace workspace)
    {
        string folder = workspace.Folder;
        // Downloads what a first build downloads, so that the clean build below measures building.
        string figures = report.Step("Packing figures_pyext", () => BenchmarkWorkspace.Pack(workspace.Copy(Path.Combine(Sources, "module"), "figures")).Wheel);
        (string hello, TimeSpan clean, _) = report.Step("Packing hello, clean", () => BenchmarkWorkspace.Pack(workspace.Copy(Path.Combine(Repository.Root, "examples", "hello"), "hello")));
        TimeSpan again = report.Step("Packing hello again, five times", () =>
            Enumerable.Range(0, 5).Select(_ => BenchmarkWorkspace.Pack(Path.Combine(folder, "hello")).Time).Order().ElementAt(2));
        report.Step("Compiling figures_c", () => CompileC(python, folder));
        Venv venv = report.Step("Installing", () => Install(python, folder, [figures, hello]));
        string json = report.Step("Measuring", () =>
            venv.Command("python", folder, Path.Combine(Sources, "measure.py"), folder).Run().EnsureSuccess("Measuring").Output);

        using var document = JsonDocument.Parse(json);
        JsonElement calls = document.RootElement.GetProperty("calls");
        JsonElement import = document.RootElement.GetProperty("import");
        report.Summarise();
        Console.WriteLine();
        Console.WriteLine($"Python {python.FullVersion}, .NET {Environment.Version}, {Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
        Console.WriteLine();
        Console.WriteLine("| | PyExt | C | ratio | goal |");
        Console.WriteLine("|---|---|---|---|---|");
        Row("noop()", calls.GetProperty("noop"));
        Row("add(int, int)", calls.GetProperty("add"));
        Row("Point(float, float)", calls.GetProperty("point"));
        Console.WriteLine(Line($"| first import | {Number(import, "pyext", "ms"):0.00} ms | {Number(import, "c", "ms"):0.00} ms | | ≤ 2 ms |"));
        Console.WriteLine(Line($"| resident memory added by the import | {Number(import, "pyext", "rss_kb"):0} KB | {Number(import, "c", "rss_kb"):0} KB | | |"));
        Console.WriteLine(Line($"| wheel of hello | {new FileInfo(hello).Length / 1024.0:0} KB | | | ≤ 450 KB |"));
        Console.WriteLine(Line($"| `dotnet pack` of hello, clean | {clean.TotalSeconds:0.0} s | | | ≤ 15 s |"));
        Console.WriteLine(Line($"| `dotnet pack` of hello, nothing changed | {again.TotalSeconds:0.0} s | | | ≤ 2 s |"));
    }

    private static void Row(string name, JsonElement both)
    {
        double pyext = both.GetProperty("pyext").GetDouble(), c = both.GetProperty("c").GetDouble();
        Console.WriteLine(Line($"| {name} | {pyext:0.0} ns | {c:0.0} ns | {pyext / c:0.00} | |"));
    }

    private static double Number(JsonElement import, string module, string name) => import.GetProperty(module).GetProperty(name).GetDouble();

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void CompileC(PythonInterpreter python, string folder) =>
        new Command(Machine.OnPath("gcc") ?? Machine.OnPath("clang") ?? "cc", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-I", python.IncludeFolder!,
            Path.Combine(Sources, "figures_c.c"), "-o", Path.Combine(folder, "figures_c.so")).Run().EnsureSuccess("Compiling figures_c");

    private static Venv Install(PythonInterpreter python, string folder, string[] wheels)
    {
        var venv = Venv.Create(python, Path.Combine(folder, "venv"));
        venv.Install(wheels);
        return venv;
    }
}
