using System.Globalization;
using System.Text.RegularExpressions;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>The examples and the modules of tests/modules: packed, installed with pip, and their Python tests run on every Python.</summary>
public sealed partial class ModuleTests(PackedModules modules)
{
    public static TheoryData<string> Pythons => Requires.Pythons;

    public static TheoryData<string> FreeThreadedPythons => Requires.FreeThreadedPythons;

    [Theory, MemberData(nameof(Pythons))]
    public void Hello_runs_its_tests(string python) => RunTests("hello", python);

    [Theory, MemberData(nameof(Pythons))]
    public void Counter_keeps_eight_interpreters_apart(string python) => RunTests("counter", python);

    [Theory, MemberData(nameof(Pythons))]
    public void Fastmd_passes_the_CommonMark_specification(string python)
    {
        string specification = Machine.FetchCommonMarkSpec();
        string output = RunTests("fastmd", python, specification);

        Match score = Score().Match(output);
        Assert.True(score.Success, "No score in the output:\n" + output);
        Console.WriteLine($"{score.Value} (fastmd, Python {python})");
        Assert.True(int.Parse(score.Groups[1].ValueSpan, CultureInfo.InvariantCulture) >= 651, score.Value);
    }

    [Theory, MemberData(nameof(Pythons))]
    public void The_fastmd_command_converts_a_document(string python)
    {
        Venv venv = modules.Venv(Requires.Python(python));

        CommandResult result = venv.Command("fastmd", Repository.Root, Path.Combine(Repository.Root, "examples", "fastmd", "README.md")).Run();

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("<h1>fastmd</h1>\n", result.Output);
    }

    [Theory, MemberData(nameof(Pythons))]
    public void Binding_converts_calls_and_raises(string python) => RunTests("binding", python);

    [Theory, MemberData(nameof(FreeThreadedPythons))]
    public void Binding_runs_without_the_gil(string python) => RunTests("binding", python);

    [Theory, MemberData(nameof(FreeThreadedPythons))]
    public void Counter_runs_without_the_gil(string python) => RunTests("counter", python);

    [Theory, MemberData(nameof(FreeThreadedPythons))]
    public void The_gil_stays_off_unless_somebody_asks_for_it(string python)
    {
        Venv venv = modules.Venv(Requires.Python(python));

        string States(string? variable) => venv.Command("python", venv.Folder, "-c", "import binding, sys; print(sys._is_gil_enabled(), binding.add(1, 2))")
            .With("PYTHON_GIL", variable).Run().EnsureSuccess("Importing binding").Output.Trim();

        Assert.Equal(("False 3", "False 3", "True 3"), (States(null), States("0"), States("1")));
    }

    [Theory, MemberData(nameof(Pythons))]
    public void Wide_uses_files_sockets_threads_time_zones_and_compression(string python) => RunTests("wide", python);

    private string RunTests(string module, string python, string? specification = null)
    {
        Venv venv = modules.Venv(Requires.Python(python));
        string folder = Path.Combine(PackedModules.Source(module), "tests");

        CommandResult result = venv.RunUnitTests(folder, specification);

        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}:\n{result.Lines}");
        Match ran = Ran().Match(result.Error);
        Assert.True(ran.Success && int.Parse(ran.Groups[1].ValueSpan, CultureInfo.InvariantCulture) > 0, "No test ran:\n" + result.Lines);
        Match skipped = Skipped().Match(result.Error);
        if (skipped.Success)
            Console.WriteLine($"{module}, Python {python}: {skipped.Groups[1].Value} of {ran.Groups[1].Value} Python tests ask for another Python");
        return result.Output;
    }

    [GeneratedRegex(@"CommonMark examples: (\d+) / (\d+) passed")]
    private static partial Regex Score();

    // What a test asks for that this version does not have, such as concurrent.interpreters.
    [GeneratedRegex(@"^OK \(skipped=(\d+)\)$", RegexOptions.Multiline)]
    private static partial Regex Skipped();

    [GeneratedRegex(@"^Ran (\d+) tests? in", RegexOptions.Multiline)]
    private static partial Regex Ran();
}
