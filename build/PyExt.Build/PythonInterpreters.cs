using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PyExt.Build;

/// <summary>Finds the Pythons of a machine: the variable PYEXT_TEST_PYTHONS, artifacts/pythons, PATH, pyenv, in this order.</summary>
public static partial class PythonInterpreters
{
    /// <summary>The environment variable that lists interpreters, separated like PATH.</summary>
    public const string Variable = "PYEXT_TEST_PYTHONS";

    /// <summary>The oldest CPython that PyExt serves.</summary>
    public static readonly Version Oldest = new(3, 12);

    private const string Probe = """
        import importlib.util, json, os, sys, sysconfig
        include = sysconfig.get_path("include")
        print(json.dumps({
            "implementation": sys.implementation.name,
            "version": ".".join(map(str, sys.version_info[:3])),
            "full": sys.version.split()[0],
            "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
            "prefix": sys.base_prefix,
            "venv": all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")),
            "include": include if os.path.isfile(os.path.join(include, "Python.h")) else None,
        }))
        """;

    private static readonly Lazy<IReadOnlyList<PythonInterpreter>> Found = new(Find);
    private static readonly Lazy<IReadOnlyList<PythonInterpreter>> OnePerVersion = new(() => [.. Found.Value.DistinctBy(python => python.Name)]);

    /// <summary>Every CPython from <see cref="Oldest"/> on, one per version, oldest first.</summary>
    public static IReadOnlyList<PythonInterpreter> All => OnePerVersion.Value;

    /// <summary>The newest with the GIL that can make a venv and has the C headers on this file system, even where <see cref="All"/> has another of its version.</summary>
    public static PythonInterpreter? NewestWithHeaders =>
        Found.Value.LastOrDefault(python => python is { IncludeFolder: not null, Launcher: null, CanCreateVenv: true, IsFreeThreaded: false });

    /// <summary>The interpreter of that name (<c>3.14</c>, <c>3.14t</c>), if it was found.</summary>
    public static PythonInterpreter? Named(string name) => All.FirstOrDefault(python => python.Name == name);

    /// <summary>Asks one program what it is; null when it is no CPython that runs.</summary>
    public static PythonInterpreter? Ask(string path)
    {
        try
        {
            Command command = new(path, "-c", Probe) { TimeLimit = TimeSpan.FromSeconds(20) };
            CommandResult result = PythonInterpreter.Clean(command).Run();
            if (result.ExitCode != 0)
                return null;
            using var answer = JsonDocument.Parse(result.Output);
            JsonElement root = answer.RootElement;
            if (root.GetProperty("implementation").GetString() != "cpython")
                return null;
            return new PythonInterpreter(
                path,
                Version.Parse(root.GetProperty("version").GetString()!),
                root.GetProperty("full").GetString()!,
                root.GetProperty("free_threaded").GetBoolean(),
                root.GetProperty("prefix").GetString()!,
                root.GetProperty("venv").GetBoolean(),
                root.GetProperty("include").GetString());
        }
        catch (Exception failure) when (failure is BuildException or JsonException)
        {
            return null;
        }
    }

    // OrderBy keeps the order of those of one version: the place that was looked at first wins.
    private static List<PythonInterpreter> Find() =>
        [.. Candidates().Distinct()
            .Select(Ask)
            .OfType<PythonInterpreter>()
            .Where(python => python.Version >= Oldest)
            .OrderBy(python => (python.Version.Major, python.Version.Minor, python.IsFreeThreaded))];

    private static IEnumerable<string> Candidates()
    {
        foreach (string path in Split(Environment.GetEnvironmentVariable(Variable)))
        {
            if (!File.Exists(path))
                throw new BuildException($"{Variable} names '{path}', which does not exist.");
            yield return path;
        }

        IEnumerable<string> folders = Split(Environment.GetEnvironmentVariable("PATH"))
            .Prepend(Repository.Pythons)
            .Concat(PyenvFolders());
        foreach (string folder in folders)
        {
            foreach (string path in PythonsIn(folder))
                yield return path;
        }
    }

    private static IEnumerable<string> PyenvFolders()
    {
        string root = Environment.GetEnvironmentVariable("PYENV_ROOT") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv");
        string versions = Path.Combine(root, "versions");
        return Directory.Exists(versions)
            ? Directory.EnumerateDirectories(versions, "3.*").Select(version => Path.Combine(version, "bin"))
            : [];
    }

    private static IEnumerable<string> PythonsIn(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        // pyenv's shims answer for whatever version is switched on: its real programs are looked at below.
        if (folder.EndsWith(Path.Combine(".pyenv", "shims"), StringComparison.Ordinal))
            return [];
        return Directory.EnumerateFiles(folder, "python3*").Where(IsPython).Order(StringComparer.Ordinal);
    }

    private static bool IsPython(string path)
    {
        Match match = PythonName().Match(Path.GetFileName(path));
        return match.Success && (!match.Groups[1].Success || int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) >= Oldest.Minor);
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^python3(?:\.(\d+)t?)?$")]
    private static partial Regex PythonName();
}
