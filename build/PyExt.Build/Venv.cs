namespace PyExt.Build;

/// <summary>A virtual environment that is thrown away after use.</summary>
public sealed class Venv
{
    private Venv(PythonInterpreter python, string folder)
    {
        Python = python;
        Folder = folder;
    }

    /// <summary>The interpreter it is made from.</summary>
    public PythonInterpreter Python { get; }

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>Where wheels are installed.</summary>
    public string SitePackages => Path.Combine(Folder, "lib", $"python{Python.Name}", "site-packages");

    /// <summary>Makes one; a folder that is there already is replaced.</summary>
    public static Venv Create(PythonInterpreter python, string folder)
    {
        if (!python.CanCreateVenv)
            throw new BuildException($"{python} cannot make a virtual environment: install its venv package (Debian: python{python.Name}-venv).");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        python.Command("-m", "venv", folder).Run().EnsureSuccess($"Making a virtual environment with {python}");
        return new Venv(python, folder);
    }

    /// <summary>A command of a program in it: <c>python</c>, <c>pip</c>, an entry point.</summary>
    public Command Command(string program, string workingDirectory, params IEnumerable<string> arguments) =>
        Python.CommandOf(Path.Combine(Folder, "bin", program), workingDirectory, arguments);

    /// <summary>Installs a wheel without index and dependencies. What pip says about the wheel on stderr is a failure.</summary>
    public void Install(params IEnumerable<string> wheels)
    {
        CommandResult result = Command("python", Folder, [
            "-m", "pip", "install", "--no-index", "--no-deps", "--force-reinstall", "--no-cache-dir", .. wheels]).Run();
        result.EnsureSuccess($"pip install of {string.Join(", ", wheels.Select(Path.GetFileName))} with {Python}");
        if (result.Error.Length > 0)
            throw new BuildException($"pip ({Python}) complains about {string.Join(", ", wheels.Select(Path.GetFileName))}:\n{result.Error}");
    }

    /// <summary>Runs code with its Python, in its own folder, so that nothing is imported from a source tree.</summary>
    public CommandResult Run(string code, params IEnumerable<string> arguments) =>
        Command("python", Folder, ["-c", code, .. arguments]).Run();

    /// <summary>Runs the unittest modules of a folder; COMMONMARK_SPEC tells the ones of fastmd where the specification is.</summary>
    public CommandResult RunUnitTests(string folder, string? commonMarkSpec = null) =>
        Command("python", Folder, "-X", "faulthandler", "-m", "unittest", "discover", "-s", folder, "-t", folder)
            .With("COMMONMARK_SPEC", commonMarkSpec)
            .Run();
}
