using System.Text.RegularExpressions;
using Xunit;

namespace PyExt.Testing;

/// <summary>An error or warning as MSBuild prints it, without the help link and the project that it ends with.</summary>
public sealed partial record Diagnostic(string Severity, string Code, string Text, string Origin)
{
    /// <summary>Reads every diagnostic of an output, each line as often as it is printed.</summary>
    public static IReadOnlyList<Diagnostic> Read(string output) =>
        [.. Line().Matches(output).Select(match => new Diagnostic(
            match.Groups["severity"].Value, match.Groups["code"].Value, match.Groups["text"].Value.TrimEnd(), match.Groups["origin"].Value))];

    /// <summary>
    /// The only error of an output that must have failed: no second one, no stack trace. MSBuild's own line that a task
    /// failed counts as a second one.
    /// </summary>
    public static Diagnostic OnlyError(Build.CommandResult result)
    {
        Assert.True(result.ExitCode != 0, "This must fail, but succeeded:\n" + result.Lines);
        // `dotnet build` prints every error a second time in its summary.
        string lines = result.Lines.Split("\nBuild FAILED.\n")[0];
        IReadOnlyList<Diagnostic> errors = [.. Read(lines).Where(diagnostic => diagnostic.Severity == "error")];
        Assert.True(errors.Count == 1, $"One error is wanted, {errors.Count} came:\n{result.Lines}");
        Assert.DoesNotMatch(StackTrace(), result.Lines);
        return errors[0];
    }

    [GeneratedRegex(@"^(?<origin>[^\n]*?) ?: (?<severity>error|warning) (?<code>[A-Z]+\d+)\s*: (?<text>[^\n]*?)(?: \(https://[^ )\n]*\))?(?: \[[^\[\]\n]*\])?$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^\s+at [\w.<>`]+\(.*\)", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
