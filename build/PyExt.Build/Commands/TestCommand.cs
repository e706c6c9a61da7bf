using System.Text.Json;

namespace PyExt.Build.Commands;

/// <summary>Builds everything and runs every test.</summary>
internal static class TestCommand
{
    public static int Run(Report report, string? filter)
    {
        var total = new Counts();
        try
        {
            report.Step("Looking at the machine", Machine.EnsureLinker);
            report.Step("Looking for Pythons", ShowPythons);
            bool packed = report.Step("Packing the SDK and the templates", () => TryPack(report));
            if (!packed)
                total += new Counts(Failed: 1);
            foreach (string project in TestProjects().Where(project => packed || !NeedsSdk(project)))
                total += report.Step($"Testing {Path.GetFileNameWithoutExtension(project)}", () => RunProject(report, project, filter));
        }
        catch (BuildException failure)
        {
            Console.Error.WriteLine($"build: {failure.Message}");
            total += new Counts(Failed: 1);
        }

        report.Summarise();
        if (filter is not null && total.Passed + total.Failed + total.Skipped == 0)
        {
            Console.Error.WriteLine($"build: no test's name contains '{filter}'.");
            total += new Counts(Failed: 1);
        }

        Console.WriteLine();
        Console.WriteLine($"{total.Passed} passed, {total.Failed} failed, {total.Skipped} skipped");
        return total.Failed == 0 ? 0 : 1;
    }

    private static void ShowPythons()
    {
        foreach (PythonInterpreter python in PythonInterpreters.All)
            Report.Say(python.ToString());
    }

    private static bool TryPack(Report report)
    {
        try
        {
            LocalFeed.Pack(report.Log("pack-sdk"));
            return true;
        }
        catch (BuildException failure)
        {
            Console.Error.WriteLine($"build: {failure.Message}");
            return false;
        }
    }

    private static bool NeedsSdk(string project) => project.Contains("PyExt.Sdk.Tests", StringComparison.Ordinal);

    private static IEnumerable<string> TestProjects() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests"), "*.Tests")
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            // The quick ones first; the pack-and-import tests take minutes.
            .OrderBy(NeedsSdk)
            .ThenBy(project => project, StringComparer.Ordinal);

    private static Counts RunProject(Report report, string project, string? filter)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        CommandResult build = Dotnet.Clean(new Command(Dotnet.Host, "build", project, "-c", "Release", "-v", "minimal") { OnLine = report.Log("build-" + name) }).Run();
        if (build.ExitCode != 0)
        {
            try
            {
                build.EnsureSuccess($"Building {name}");
            }
            catch (BuildException failure)
            {
                Console.Error.WriteLine($"build: {failure.Message}");
            }

            return new Counts(Failed: 1);
        }

        string assembly = Path.Combine(Path.GetDirectoryName(project)!, "bin", "Release", "net10.0", name + ".dll");
        string results = Path.Combine(Repository.Logs, name + ".ctrf.json");
        File.Delete(results);
        Action<string> log = report.Log("test-" + name);
        var command = new Command(Dotnet.Host, assembly, "-noLogo", "-noColor", "-result-ctrf", results)
        {
            TimeLimit = TimeSpan.FromMinutes(20),
            OnLine = line =>
            {
                log(line);
                // Without --verbose: only what failed, what was skipped, and what a test wants everybody to see.
                if (!report.Verbose && !line.Contains("Discover", StringComparison.Ordinal) && !line.Contains("Starting:", StringComparison.Ordinal))
                    Report.Say(line);
            },
        };
        if (filter is not null)
            command.Add("-method", $"*{filter}*");
        CommandResult run = Dotnet.Clean(command).With("PYEXT_TEST_SDK_PACKED", "1").Run();
        return File.Exists(results) ? Read(results, run) : Broken(name, run);
    }

    private static Counts Read(string results, CommandResult run)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(results));
        JsonElement summary = document.RootElement.GetProperty("results").GetProperty("summary");
        int failed = summary.GetProperty("failed").GetInt32();
        if (run.ExitCode != 0 && failed == 0 && summary.GetProperty("tests").GetInt32() > 0)
            failed = 1; // an error outside of every test: a fixture's clean-up, a crash after the last one
        return new Counts(summary.GetProperty("passed").GetInt32(), failed, summary.GetProperty("skipped").GetInt32());
    }

    private static Counts Broken(string name, CommandResult run)
    {
        Console.Error.WriteLine($"build: {name} {(run.TimedOut ? "took too long and was stopped" : $"ended with exit code {run.ExitCode} and no results")}.");
        return new Counts(Failed: 1);
    }

    private readonly record struct Counts(int Passed = 0, int Failed = 0, int Skipped = 0)
    {
        public static Counts operator +(Counts a, Counts b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);
    }
}
