namespace PyExt.Build;

/// <summary>A CPython that was found and asked what it is.</summary>
/// <param name="Path">The program.</param>
/// <param name="Version">Its version, three parts.</param>
/// <param name="FullVersion">Its version with the pre-release part, as <c>python --version</c> tells it.</param>
/// <param name="IsFreeThreaded">Whether it is built without the GIL.</param>
/// <param name="Prefix">Its installation.</param>
/// <param name="CanCreateVenv">Whether <c>venv</c> and <c>ensurepip</c> are there (Debian packages them apart).</param>
/// <param name="IncludeFolder">Where Python.h is, if the headers are installed.</param>
public sealed record PythonInterpreter(
    string Path, Version Version, string FullVersion, bool IsFreeThreaded, string Prefix, bool CanCreateVenv, string? IncludeFolder)
{
    /// <summary>The name by which a test asks for it: <c>3.14</c>, or <c>3.14t</c> without the GIL.</summary>
    public string Name => $"{Version.Major}.{Version.Minor}{(IsFreeThreaded ? "t" : "")}";

    /// <summary>
    /// The program that runs others beside this interpreter, when it lives in a root of its own: a wrapper's folder then
    /// holds <c>inside</c>, which runs a command in that root. Programs of a venv must be started through it.
    /// </summary>
    public string? Launcher { get; } = FindLauncher(Path);

    /// <summary>A command of this interpreter in an environment where no variable of the caller changes what Python does.</summary>
    public Command Command(params IEnumerable<string> arguments) => Clean(new Command(Path, arguments));

    /// <summary>A command of any program that belongs to this interpreter.</summary>
    public Command CommandOf(string program, string workingDirectory, params IEnumerable<string> arguments) =>
        Clean(Launcher is null
            ? new Command(program, arguments) { WorkingDirectory = workingDirectory }
            : new Command(Launcher, arguments.Prepend(program)) { WorkingDirectory = workingDirectory });

    /// <inheritdoc/>
    public override string ToString() => $"Python {FullVersion}{(IsFreeThreaded ? " free-threaded" : "")} at {Path}";

    internal static Command Clean(Command command) => command
        .Without(name => name.StartsWith("PYTHON", StringComparison.Ordinal) || name.StartsWith("PIP_", StringComparison.Ordinal) || name == "VIRTUAL_ENV")
        .With("LC_ALL", "C.UTF-8")
        .With("PYTHONNOUSERSITE", "1")
        .With("PYTHONDONTWRITEBYTECODE", "1")
        .With("PIP_CONFIG_FILE", "/dev/null")
        .With("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .With("PIP_ROOT_USER_ACTION", "ignore");

    private static string? FindLauncher(string python)
    {
        string candidate = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(python)!, "inside");
        return File.Exists(candidate) ? candidate : null;
    }
}
