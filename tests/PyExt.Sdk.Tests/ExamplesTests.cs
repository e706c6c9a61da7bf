using System.Globalization;
using System.Text.RegularExpressions;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>The examples, packed, installed with pip and run on every Python.</summary>
public sealed partial class ExamplesTests(PackedExamples examples)
{
    public static TheoryData<string> Pythons => Requires.Pythons;

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
        Venv venv = examples.VenvWithExamples(Requires.Python(python));

        CommandResult result = venv.Command("fastmd", Repository.Root, Path.Combine(Repository.Root, "examples", "fastmd", "README.md")).Run();

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("<h1>fastmd</h1>\n", result.Output);
    }

    private string RunTests(string example, string python, string? specification = null)
    {
        Venv venv = examples.VenvWithExamples(Requires.Python(python));
        string folder = Path.Combine(Repository.Root, "examples", example, "tests");

        CommandResult result = venv.RunUnitTests(folder, specification);

        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}:\n{result.Lines}");
        Match ran = Ran().Match(result.Error);
        Assert.True(ran.Success && int.Parse(ran.Groups[1].ValueSpan, CultureInfo.InvariantCulture) > 0, "No test ran:\n" + result.Lines);
        Assert.Matches("(?m)^OK$", result.Error); // "OK (skipped=1)" would hide something
        return result.Output;
    }

    [GeneratedRegex(@"CommonMark examples: (\d+) / (\d+) passed")]
    private static partial Regex Score();

    [GeneratedRegex(@"^Ran (\d+) tests? in", RegexOptions.Multiline)]
    private static partial Regex Ran();
}
