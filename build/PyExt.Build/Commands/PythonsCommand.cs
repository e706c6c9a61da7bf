namespace PyExt.Build.Commands;

/// <summary>Lists the Pythons that are found.</summary>
internal static class PythonsCommand
{
    public static int Run()
    {
        foreach (PythonInterpreter python in PythonInterpreters.All)
        {
            string notes = (python.CanCreateVenv ? "" : "  (no venv)") + (python.IncludeFolder is null ? "" : "  (headers)");
            Console.WriteLine($"{python.Name,-6} {python.FullVersion,-10} {python.Path}{notes}");
        }

        if (PythonInterpreters.All.Count == 0)
            throw new BuildException($"No CPython from {PythonInterpreters.Oldest} on was found. Install one, or name it in {PythonInterpreters.Variable}.");
        return 0;
    }
}
