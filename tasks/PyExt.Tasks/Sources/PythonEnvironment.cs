using System.Text;
using PyExt.Wheel;
using PyExt.Wheel.Naming;

namespace PyExt.Tasks.Sources;

/// <summary>A virtual environment that an editable install goes into.</summary>
/// <param name="python">Its interpreter.</param>
/// <param name="projectFolder">The folder of the project.</param>
/// <param name="log">Told each line of what runs.</param>
/// <param name="cancellation">Stops what runs.</param>
internal sealed class PythonEnvironment(string python, string projectFolder, Action<string> log, CancellationToken cancellation)
{
    private const string Description = """
        import importlib.util, struct, sys
        print(sys.implementation.name, "%d.%d" % sys.version_info[:2], struct.calcsize("P") * 8, sys.prefix != sys.base_prefix or "conda" in sys.version, bool(importlib.util.find_spec("pip")), sys.prefix, sep="|")
        """;

    // pip takes the wheel for an ordinary file; with this it shows, and updates, the project as editable.
    private const string MarkEditable = """
        import base64, csv, hashlib, importlib.metadata, json, pathlib, sys
        distribution = importlib.metadata.distribution(sys.argv[1])
        content = json.dumps({"dir_info": {"editable": True}, "url": pathlib.Path(sys.argv[2]).as_uri()}).encode()
        info = pathlib.Path(distribution._path)
        (info / "direct_url.json").write_bytes(content)
        name = info.name + "/direct_url.json"
        rows = [row for row in csv.reader((info / "RECORD").read_text(encoding="utf-8").splitlines()) if row and row[0] != name]
        rows.append([name, "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("="), str(len(content))])
        with open(info / "RECORD", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        """;

    private const string Import = """
        import importlib, os, sys
        os.environ["PYEXT_EDITABLE"] = "off"
        names = [sys.argv[1], sys.argv[1] + "." + sys.argv[1].rpartition(".")[2]]
        modules = [importlib.import_module(names[0])]
        if not modules[0].__file__.endswith((".so", ".pyd")):
            modules.append(importlib.import_module(names[1]))
        print(modules[-1].__file__)
        """;

    /// <summary>The environment's folder.</summary>
    public string Prefix { get; private set; } = "";

    private bool HasPip { get; set; }

    /// <summary>The interpreter of the environment that is meant: the named one, that of the active environment, or of <c>.venv</c> in the project.</summary>
    /// <param name="named">The value of <c>PyPython</c>.</param>
    /// <param name="projectFolder">The folder of the project.</param>
    /// <exception cref="WheelException">PYX5001: there is none.</exception>
    public static string Find(string named, string projectFolder)
    {
        if (named.Length > 0)
        {
            string path = named.Contains('/', StringComparison.Ordinal) || named.Contains('\\', StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(projectFolder, named)) : named;
            return path;
        }

        string program = OperatingSystem.IsWindows() ? Path.Combine("Scripts", "python.exe") : Path.Combine("bin", "python");
        string?[] folders = [Environment.GetEnvironmentVariable("VIRTUAL_ENV"), Environment.GetEnvironmentVariable("CONDA_PREFIX"), Path.Combine(projectFolder, ".venv")];
        return folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.Combine(folder!, program)).FirstOrDefault(File.Exists)
            ?? throw new WheelException(DevelopDiagnosticCodes.NoEnvironment, $"No virtual environment is active, and there is no .venv in '{projectFolder}'. Make one with `python -m venv .venv`, activate one, or name its interpreter in PyPython.");
    }

    /// <summary>Refuses an interpreter that could not import the module.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="WheelException">PYX5002: it is no environment for the module.</exception>
    public string Check()
    {
        string[] answer = Run(DevelopDiagnosticCodes.UnusableEnvironment, "does not run", "-c", Description).Trim().Split('|');
        if (answer.Length != 6 || answer[0] != "cpython" || !PythonVersion.TryParse(answer[1], out PythonVersion version) || version < PythonVersion.Oldest || answer[2] != "64")
            throw new WheelException(DevelopDiagnosticCodes.UnusableEnvironment, $"'{python}' is {string.Join(' ', answer.Take(2))}, but the module needs a 64-bit CPython {PythonVersion.Oldest} or later. Activate an environment with one, or name one in PyPython.");
        if (answer[3] != "True")
            throw new WheelException(DevelopDiagnosticCodes.NoEnvironment, $"'{python}' is not in a virtual environment, and PyDevelop does not change the system's Python. Make one with `python -m venv .venv`.");
        HasPip = answer[4] == "True";
        Prefix = answer[5];
        return answer[1];
    }

    /// <summary>Installs the wheel, and what it requires.</summary>
    /// <param name="wheel">The wheel.</param>
    /// <exception cref="WheelException">PYX5003: pip fails.</exception>
    public void Install(string wheel)
    {
        string name = Path.GetFileName(wheel).Split('-')[0];
        if (HasPip)
        {
            string[] pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
            Run(DevelopDiagnosticCodes.Installer, "cannot install it with pip", [.. pip, "--no-deps", "--force-reinstall", "--no-index", wheel]);
            Run(DevelopDiagnosticCodes.Installer, "cannot install its requirements with pip", [.. pip, wheel]);
        }
        else
        {
            // An environment that uv made has no pip.
            RunProgram("uv", DevelopDiagnosticCodes.Installer, "has no pip, and uv cannot install it", ["pip", "install", "--quiet", "--python", python, "--reinstall-package", name, wheel]);
        }

        Run(DevelopDiagnosticCodes.Installer, "cannot mark it editable", "-c", MarkEditable, name, projectFolder);
    }

    /// <summary>Imports the module in a fresh interpreter.</summary>
    /// <param name="module">Its import name.</param>
    /// <param name="staging">Where it must come from.</param>
    /// <returns>Its file.</returns>
    /// <exception cref="WheelException">PYX5004: it is not imported, or another one is.</exception>
    public string Verify(string module, string staging)
    {
        string file = Run(DevelopDiagnosticCodes.NotImported, $"cannot import {module} after it was installed", "-I", "-c", Import, module).Trim();
        return Path.GetFullPath(file).StartsWith(Path.GetFullPath(staging), StringComparison.Ordinal)
            ? file
            : throw new WheelException(DevelopDiagnosticCodes.NotImported, $"{module} was installed, but '{python}' imports it from '{file}', which hides it. Remove that file.");
    }

    private string Run(string code, string problem, params string[] arguments) => RunProgram(python, code, problem, arguments);

    private string RunProgram(string program, string code, string problem, string[] arguments)
    {
        StringBuilder output = new();
        int exitCode;
        try
        {
            exitCode = ChildBuild.Run(program, arguments, Path.GetTempPath(), Receive, cancellation);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new WheelException(code, $"'{python}' {problem}: '{program}' does not start ({exception.Message}).", exception);
        }

        string text = output.ToString();
        if (exitCode == 0)
            return text;
        string last = text.TrimEnd().Split('\n').LastOrDefault(line => line.StartsWith("ERROR:", StringComparison.Ordinal) || line.Contains("Error", StringComparison.Ordinal)) ?? text.TrimEnd().Split('\n')[^1];
        throw new WheelException(code, $"'{python}' {problem}: {last.Trim()}");

        void Receive(string line)
        {
            log(line);
            output.AppendLine(line);
        }
    }
}
