using PyExt.Build;

namespace PyExt.Testing;

/// <summary>
/// Every example and every module of tests/modules, copied out of the repository and packed once per run, the first time a test
/// asks for it. An assembly fixture.
/// </summary>
public sealed class PackedModules : IDisposable
{
    private readonly TestFolder _folder = new("examples");
    private readonly Dictionary<string, Lazy<string>> _wheels = [];
    private readonly Dictionary<string, Lazy<Venv>> _venvs = [];
    private readonly Lock _gate = new();

    /// <summary>The names of the examples.</summary>
    public static IReadOnlyList<string> Examples { get; } = [.. Repository.Examples.Select(folder => Path.GetFileName(folder)!)];

    /// <summary>The names of everything.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Folders.Select(folder => Path.GetFileName(folder)!)];

    private static IEnumerable<string> Folders => Repository.Examples.Concat(Repository.TestModules);

    /// <summary>The folder of a project in the repository.</summary>
    public static string Source(string name) => Folders.Single(path => Path.GetFileName(path) == name);

    /// <summary>The wheel of a project.</summary>
    public string Wheel(string name)
    {
        lock (_gate)
        {
            if (!_wheels.TryGetValue(name, out Lazy<string>? wheel))
                _wheels.Add(name, wheel = new Lazy<string>(() => Pack(Copy(name, _folder.FullName))));
            return wheel.Value;
        }
    }

    /// <summary>A virtual environment in which everything is installed; one per Python.</summary>
    public Venv Venv(PythonInterpreter python)
    {
        lock (_gate)
        {
            if (!_venvs.TryGetValue(python.Name, out Lazy<Venv>? venv))
                _venvs.Add(python.Name, venv = new Lazy<Venv>(() => CreateVenv(python)));
            return venv.Value;
        }
    }

    /// <summary>Copies a project's sources to <c>FOLDER/PARENT/NAME</c>, with the files that stand beside it.</summary>
    public static string Copy(string name, string folder)
    {
        string source = Source(name);
        string parent = Path.Combine(folder, Path.GetFileName(Path.GetDirectoryName(source)!));
        Directory.CreateDirectory(parent);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(source)!))
            File.Copy(file, Path.Combine(parent, Path.GetFileName(file)), overwrite: true);
        SdkFeed.WriteNuGetConfig(parent);
        string target = Path.Combine(parent, name);
        CopyFolder(source, target);
        return target;
    }

    /// <summary>Packs a project's folder and returns its only wheel.</summary>
    public static string Pack(string folder)
    {
        SdkFeed.Dotnet(folder, "pack", "-v:minimal").Run().EnsureSuccess($"Packing {Path.GetFileName(folder)}");
        return TestProject.WheelsIn(Path.Combine(folder, "bin", "Release")).Single();
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Whether the project declares <c>PyGil=NotUsed</c>.</summary>
    public static bool IsGilNotUsed(string name) =>
        Directory.EnumerateFiles(Source(name), "*.csproj").Any(project => File.ReadAllText(project).Contains("<PyGil>NotUsed</PyGil>", StringComparison.Ordinal));

    private Venv CreateVenv(PythonInterpreter python)
    {
        var venv = Build.Venv.Create(python, _folder[$"venv-{python.Name}"]);
        // A free-threaded Python takes only wheels of modules that do not need the GIL.
        venv.Install(Names.Where(name => !python.IsFreeThreaded || IsGilNotUsed(name)).Select(Wheel));
        return venv;
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (string folder in Directory.EnumerateDirectories(source))
        {
            if (Path.GetFileName(folder) is not ("bin" or "obj" or "__pycache__"))
                CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
        }
    }
}
