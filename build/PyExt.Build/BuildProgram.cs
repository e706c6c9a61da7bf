using PyExt.Build.Benchmarks.Suites;
using PyExt.Build.Commands;

namespace PyExt.Build;

/// <summary>The build program behind build.cs.</summary>
public static class BuildProgram
{
    private const string Help = """
        dotnet run build.cs COMMAND [--verbose]

          wheel      packs the SDK into artifacts/packages and the examples' wheels into artifacts/wheels; where a
                     Python from 3.12 on is found, installs fastmd in a throw-away venv and converts README.md with it
          test       builds everything and runs every test, on every Python from 3.12 on that is found
                     [--filter TEXT: only tests whose full name contains TEXT]
          figures    measures calls against a C extension, import, memory, sizes and build times; prints a table
          benchmarks builds one module with PyExt, C, PyO3, nanobind, pybind11 and Cython, measures them in turn, and writes
                     tables, JSON and a chart to artifacts/benchmarks; build/provision-pythons.sh --peers installs the others
                     [--python VERSION: instead of 3.14] [--rounds NUMBER: instead of 60]
                     [--suite 720: nanobind's suites of 720 functions and 720 classes instead; functions or classes: one of them]
          scale      measures interpreters and threads in parallel, and what many modules, classes, functions, interpreters and
                     live objects take [--python VERSION] [--rounds NUMBER]
          footprint  measures start and size by part, against the budgets of tests/benchmarks/budgets.json [--python VERSION]
          soak       runs eight interpreters with their own GIL that do everything at once, and reports failures and the memory's slope
                     [--minutes NUMBER: instead of 10] [--python VERSION: instead of 3.14]
                     [--valgrind: the binding's tests and a minute of it under memcheck; build/provision-pythons.sh --valgrind installs it]
          interpreters  measures the memory that an ended interpreter keeps, two at once, attaching and owner checks [--python VERSION]
          builds     measures clean, changed and unchanged builds of hello against maturin and PyO3 [--python VERSION] [--rounds NUMBER]
          packaging  packs examples/hello, step by step, and the same module with PyO3 and maturin; prints a table
          audit      checks wheels, whoever made them: `audit FILE...`, and `audit --help` for the options
          fuzz       feeds mutations of real binaries and wheels to everything that reads them
                     [--inputs NUMBER: instead of 1000000] [--seed NUMBER: instead of 1] [--only INDEX: makes one input again]
          pythons    lists the Pythons that are found
          help       prints this

        Pythons are looked for in the list PYEXT_TEST_PYTHONS (separated like PATH), in artifacts/pythons, on PATH and in
        pyenv. PYEXT_REQUIRE_PYTHONS=3.12,3.13 makes a test fail, not skip, where one of these is missing.
        """;

    /// <summary>Runs a command; an expected failure is one message on stderr and exit code 1.</summary>
    public static int Run(string[] arguments)
    {
        try
        {
            // These have programs of their own, which read the rest of the line themselves.
            if (arguments is ["audit", .. var ofAudit])
                return ProgramCommand.Run(Path.Combine("wheel", "PyExt.Audit", "PyExt.Audit.csproj"), ofAudit);
            if (arguments is ["fuzz", .. var ofFuzz])
                return ProgramCommand.Run(Path.Combine("tests", "PyExt.Fuzz", "PyExt.Fuzz.csproj"), ofFuzz);
            var options = Options.Parse(arguments);
            var report = new Report(options.Verbose);
            switch (options.Command)
            {
                case "wheel":
                    return WheelCommand.Run(report);
                case "test":
                    return TestCommand.Run(report, options.Filter);
                case "figures":
                    return FiguresCommand.Run(report);
                case "benchmarks":
                    return options.Suite is not (null or "operations")
                        ? SuitesCommand.Run(report, options.Suite == "720" ? Suite.Names : [options.Suite], options.Python, options.Rounds)
                        : BenchmarksCommand.Run(report, options.Python, options.Rounds);
                case "scale":
                    return ScaleCommand.Run(report, options.Python, options.Rounds);
                case "footprint":
                    return FootprintCommand.Run(report, options.Python);
                case "soak":
                    return options.Valgrind ? SoakCommand.RunUnderValgrind(report, options.Python) : SoakCommand.Run(report, options.Python, options.Minutes ?? 10);
                case "interpreters":
                    return SoakCommand.Measure(report, options.Python);
                case "builds":
                    return BuildsCommand.Run(report, options.Python, options.Rounds);
                case "packaging":
                    return PackagingCommand.Run(report);
                case "pythons":
                    return PythonsCommand.Run();
                case "help":
                    Console.WriteLine(Help);
                    return 0;
                default:
                    throw new BuildException($"There is no command '{options.Command}': see `dotnet run build.cs help`.");
            }
        }
        catch (BuildException failure)
        {
            Console.Error.WriteLine($"build: {failure.Message}");
            return 1;
        }
    }
}
