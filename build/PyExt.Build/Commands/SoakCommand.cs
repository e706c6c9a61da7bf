namespace PyExt.Build.Commands;

/// <summary>Runs the programs of tests/soak on one Python: eight interpreters that do everything at once for a while, or what interpreters cost.</summary>
internal static class SoakCommand
{
    private const string DefaultPython = "3.14";
    private const string DebugSuffix = "-dbg";

    private static readonly string Sources = Path.Combine(Repository.Root, "tests", "soak");

    /// <summary><c>soak</c>: fails when an interpreter gives a wrong answer.</summary>
    public static int Run(Report report, string? version, int minutes) => Run(report, version, "soak.py", [$"{minutes * 60}"], TimeSpan.FromMinutes(minutes + 10));

    /// <summary><c>soak --valgrind</c>: fails when memcheck finds an access to memory that is nobody's.</summary>
    public static int RunUnderValgrind(Report report, string? version) => Run(report, version, "memcheck.py", [], TimeSpan.FromHours(2));

    /// <summary><c>interpreters</c>: prints tables.</summary>
    public static int Measure(Report report, string? version) => Run(report, version, "interpreters.py", [], TimeSpan.FromHours(1));

    private static int Run(Report report, string? version, string program, string[] arguments, TimeSpan limit)
    {
        version ??= DefaultPython;
        // A debug build has no venv of its own: it takes what is installed for the other.
        string? debug = version.EndsWith(DebugSuffix, StringComparison.Ordinal) ? Path.Combine(Repository.Pythons, "python" + version) : null;
        if (debug is not null)
            version = version[..^DebugSuffix.Length];
        if (debug is not null && !File.Exists(debug))
            throw new BuildException($"{debug} is missing: run build/provision-pythons.sh.");
        PythonInterpreter python = PythonInterpreters.Named(version) ?? throw new BuildException($"There is no Python {version} here: see `dotnet run build.cs pythons`.");
        report.Step("Looking at the machine", Machine.EnsureLinker);
        report.Step("Packing the SDK and the templates", () => LocalFeed.Pack(report.Log("pack-sdk")));
        string packages = Path.Combine(Repository.Artifacts, "nuget");
        LocalFeed.Refresh(packages);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pyext-soak-");
        try
        {
            string module = Path.Combine(folder.FullName, "binding");
            Directory.CreateDirectory(module);
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "modules", "binding")))
                File.Copy(file, Path.Combine(module, Path.GetFileName(file)));
            File.WriteAllText(Path.Combine(folder.FullName, "NuGet.config"),
                $"<configuration><packageSources><add key=\"pyext-local\" value=\"{Repository.Packages}\" /></packageSources></configuration>\n");
            report.Step("Packing tests/modules/binding", () => { Dotnet.CommandIn(module, "pack").With("NUGET_PACKAGES", packages).Run().EnsureSuccess("Packing binding"); });
            Venv venv = report.Step("Installing", () => Install(python, folder.FullName, module));
            report.Summarise();
            string[] line = [Path.Combine(Sources, program), .. arguments];
            Command command = debug is null ? venv.Command("python", folder.FullName, line) : new Command(debug, line).With("PYTHONPATH", venv.SitePackages);
            Console.WriteLine();
            // Line by line: memcheck takes a quarter of an hour.
            return new Command(command, CancellationToken.None) { TimeLimit = limit, OnOutput = Console.WriteLine, OnError = Console.Error.WriteLine }.Run().ExitCode == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Venv Install(PythonInterpreter python, string folder, string module)
    {
        var venv = Venv.Create(python, Path.Combine(folder, "venv"));
        venv.Install(Directory.EnumerateFiles(Path.Combine(module, "bin", "Release"), "*.whl").Single());
        return venv;
    }
}
