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
        version ??= DefaultPython;
        PythonInterpreter python = PythonInterpreters.Named(version) ?? throw new BuildException($"There is no Python {version} here: see `dotnet run build.cs pythons`.");
        if (python.IncludeFolder is null)
            throw new BuildException($"{python} has no headers: run build/provision-pythons.sh --peers, which also installs what PyExt is compared with.");
        report.Step("Looking at the machine", Machine.EnsureLinker);
        report.Step("Packing the SDK and the templates", () => LocalFeed.Pack(report.Log("pack-sdk")));
        LocalFeed.Refresh(BenchmarkFolders.NuGetPackages);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pyext-benchmarks-");
        try
        {
            Copy(new DirectoryInfo(BenchmarkFolders.Sources), folder.FullName);
            File.WriteAllText(Path.Combine(folder.FullName, "NuGet.config"),
                $"<configuration><packageSources><add key=\"pyext-local\" value=\"{Repository.Packages}\" /></packageSources></configuration>\n");
            Measure(report, python, folder.FullName, rounds ?? DefaultRounds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
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
        Directory.CreateDirectory(BenchmarkFolders.Results);
        string name = Path.Combine(BenchmarkFolders.Results, $"peers-{python.Name}");
        string table = BenchmarkTable.Render(results);
        File.WriteAllText(name + ".md", table);
        File.WriteAllText(name + ".json", results.ToJson());
        File.WriteAllText(name + ".svg", BenchmarkChart.Render(results));
        report.Summarise();
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine($"Written: {name}.md, .json, .svg");
    }

    // In a process of its own: a module that crashes is missing, not the end.
    private static PeerModule Check(PythonInterpreter python, string script, string site, PeerModule module)
    {
        if (module.Missing is not null)
            return module;
        CommandResult result = python.Command(script, site, "check", module.Name).Run();
        return result.ExitCode == 0 ? module : module.But(result.ExitCode == 1 ? result.Error : $"the check ended with exit code {result.ExitCode}");
    }

    private static void Copy(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (FileInfo file in source.EnumerateFiles())
            file.CopyTo(Path.Combine(target, file.Name));
        foreach (DirectoryInfo folder in source.EnumerateDirectories().Where(folder => folder.Name is not ("bin" or "obj" or "build" or "target")))
            Copy(folder, Path.Combine(target, folder.Name));
    }
}
