namespace PyExt.Build;

/// <summary>What a program left: exit code, its two streams, both in the order in which they came, the time.</summary>
public sealed record CommandResult(
    string CommandLine, int ExitCode, string Output, string Error, string Lines, TimeSpan Elapsed, bool TimedOut)
{
    /// <summary>Returns itself after exit code 0; otherwise a <see cref="BuildException"/> with the end of the output.</summary>
    public CommandResult EnsureSuccess(string? doing = null)
    {
        if (ExitCode == 0)
            return this;
        string[] lines = Lines.TrimEnd().Split('\n');
        string[] errors = [.. lines.Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct()];
        string[] shown = errors.Length > 0 ? errors : lines[^Math.Min(lines.Length, 25)..];
        string how = TimedOut ? $"took longer than {Elapsed.TotalSeconds:0} s" : $"failed with exit code {ExitCode}";
        throw new BuildException($"{doing ?? CommandLine} {how}:\n    {string.Join("\n    ", shown)}");
    }
}
