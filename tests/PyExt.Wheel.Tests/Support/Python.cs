namespace PyExt.Wheel.Tests.Support;

/// <summary>Finds a CPython that the wheels support.</summary>
public static class Python
{
    private static readonly string? Executable = Candidates().FirstOrDefault(IsUsable);

    public static string Find()
    {
        if (Executable is null)
            Assert.Skip("No CPython 3.12 or later with pip was found on the PATH or below ~/.pyenv/versions.");
        return Executable;
    }

    public static string Literal(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static IEnumerable<string> Candidates()
    {
        string versions = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        IEnumerable<string> pyenv = Directory.Exists(versions)
            ? Directory.GetDirectories(versions).Order(StringComparer.Ordinal).Reverse().Select(folder => Path.Combine(folder, "bin", "python3")).Where(File.Exists)
            : [];
        return pyenv.Concat(new[] { "python3.15", "python3.14", "python3.13", "python3.12", "python3" }.Select(Command.Find).OfType<string>());
    }

    private static bool IsUsable(string python) =>
        Command.TryRun(python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 12) or sys.implementation.name != 'cpython')").ExitCode == 0;
}
