using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>The tests of the binding on a debug build of CPython, whose assertions see wrong reference counts, wrong garbage collection and calls without a thread state.</summary>
public sealed class DebugBuildTests(PackedModules modules)
{
    private const string Version = "3.14";

    [Fact]
    public void A_debug_build_of_CPython_finds_nothing_wrong()
    {
        string python = Requires.Tool($"python{Version}-dbg");
        Venv venv = modules.Venv(Requires.Python(Version));
        string folder = Path.Combine(PackedModules.Source("binding"), "tests");

        CommandResult result = new Command(python, "-X", "faulthandler", "-m", "unittest", "discover", "-s", folder, "-t", folder)
            .With("PYTHONPATH", venv.SitePackages)
            .With("PYTHONDONTWRITEBYTECODE", "1")
            .Run();

        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}:\n{result.Lines}");
        Assert.Matches(@"(?m)^Ran [1-9]\d* tests in", result.Error);
        // What only a free-threaded build can run is skipped here, and two tests of what came with 3.15; they run there.
        Assert.Matches(@"(?m)^OK \(skipped=3\)$", result.Error);
    }

    [Fact]
    public void Eight_interpreters_soak_for_twenty_seconds()
    {
        string python = Requires.Tool($"python{Version}-dbg");
        Venv venv = modules.Venv(Requires.Python(Version));

        CommandResult result = new Command(python, Path.Combine(Repository.Root, "tests", "soak", "soak.py"), "20")
            .With("PYTHONPATH", venv.SitePackages)
            .With("PYTHONDONTWRITEBYTECODE", "1")
            .Run();

        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}:\n{result.Lines}");
        Console.WriteLine(result.Output.Trim());
    }
}
