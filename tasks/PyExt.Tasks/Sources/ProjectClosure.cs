using Microsoft.Build.Evaluation;

namespace PyExt.Tasks.Sources;

/// <summary>
/// Every file that a project is built from: its items, the project files it imports, and the same of every project it references or brings along as an app. What belongs to
/// the .NET SDK, to a NuGet package or to the build's own output is none of it.
/// </summary>
internal sealed class ProjectClosure
{
    private static readonly string[] SkippedFolders = [".git", ".hg", ".svn", ".vs", ".idea", "__pycache__", ".venv", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", "node_modules"];
    private static readonly string[] SkippedExtensions = [".whl", ".nupkg", ".snupkg", ".pyc", ".user", ".binlog"];
    private static readonly string[] OnlyPacked = ["None", "Content", "PyData"];
    private static readonly string[] SurroundingFiles = ["global.json", "NuGet.config", "nuget.config", "NuGet.Config", "Directory.Build.rsp", ".editorconfig", ".globalconfig"];

    private readonly ProjectCollection _projects;
    private readonly string _sdk;
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _inputs = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _surroundings = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _isForeign = new(StringComparer.Ordinal);

    private ProjectClosure(ProjectCollection projects)
    {
        _projects = projects;
        // …/sdk/10.0.100/Microsoft.Build.dll
        _sdk = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(ProjectCollection).Assembly.Location)!, "..", ".."));
    }

    /// <summary>The files.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>Those of the files that the native module depends on: not what is only packed.</summary>
    public IReadOnlyCollection<string> Inputs => _inputs;

    /// <summary>Files in the folders above that change how the projects are built.</summary>
    public IReadOnlyCollection<string> Surroundings => _surroundings;

    /// <summary>The folders of the projects.</summary>
    public IReadOnlyCollection<string> Folders => _folders;

    /// <summary>Evaluates a project and everything it references.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="globalProperties">The properties that the build was started with.</param>
    public static ProjectClosure Of(string project, IReadOnlyDictionary<string, string> globalProperties)
    {
        using ProjectCollection projects = new(new Dictionary<string, string>(globalProperties, StringComparer.OrdinalIgnoreCase));
        ProjectClosure closure = new(projects);
        closure.Visit(Path.GetFullPath(project));
        return closure;
    }

    /// <summary>The nearest folder above a file that is under version control, or null.</summary>
    public static string? Repository(string file)
    {
        for (DirectoryInfo? folder = new FileInfo(file).Directory; folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")) || Path.Exists(Path.Combine(folder.FullName, ".hg")))
                return folder.FullName;
        }

        return null;
    }

    private void Visit(string path)
    {
        if (!_visited.Add(path))
            return;
        _files.Add(path);
        _inputs.Add(path);
        Project project = _projects.LoadProject(path);
        _folders.Add(project.DirectoryPath);
        foreach (ResolvedImport import in project.Imports)
            Add(import.ImportedProject.FullPath, isInput: true);
        foreach (ProjectItem item in project.Items)
        {
            Add(Path.GetFullPath(Path.Combine(project.DirectoryPath, item.EvaluatedInclude.Replace('\\', '/'))), !OnlyPacked.Contains(item.ItemType));
            if (item.GetMetadataValue("HintPath") is { Length: > 0 } hint)
                Add(Path.GetFullPath(Path.Combine(project.DirectoryPath, hint.Replace('\\', '/'))), isInput: true);
        }

        AddSurroundings(project.DirectoryPath);
        foreach (ProjectItem reference in project.GetItems("ProjectReference").Concat(project.GetItems("PyApp")))
        {
            string file = Path.GetFullPath(Path.Combine(project.DirectoryPath, reference.EvaluatedInclude.Replace('\\', '/')));
            if (File.Exists(file))
                Visit(file);
        }
    }

    private void Add(string path, bool isInput)
    {
        if (!File.Exists(path) || SkippedExtensions.Contains(Path.GetExtension(path)) || IsForeign(Path.GetDirectoryName(path)!))
            return;
        _files.Add(path);
        if (isInput)
            _inputs.Add(path);
    }

    private void AddSurroundings(string start)
    {
        bool hasGlobalJson = false;
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            foreach (string file in SurroundingFiles.Select(name => Path.Combine(folder.FullName, name)).Where(File.Exists))
            {
                bool isGlobalJson = Path.GetFileName(file) == "global.json";
                if (!isGlobalJson || !hasGlobalJson)
                    _surroundings.Add(file);
                hasGlobalJson |= isGlobalJson;
            }
        }
    }

    /// <summary>Whether a folder belongs to the SDK, to an extracted package, to a virtual environment or to the output of a build.</summary>
    private bool IsForeign(string folder)
    {
        if (_isForeign.TryGetValue(folder, out bool isForeign))
            return isForeign;
        string name = Path.GetFileName(folder);
        string? parent = Path.GetDirectoryName(folder);
        isForeign = folder == _sdk
            || SkippedFolders.Contains(name)
            || File.Exists(Path.Combine(folder, ".nupkg.metadata"))
            || File.Exists(Path.Combine(folder, "pyvenv.cfg"))
            || (name is "bin" or "obj" && parent is not null && Directory.EnumerateFiles(parent, "*.*proj").Any())
            || (parent is not null && IsForeign(parent));
        _isForeign.Add(folder, isForeign);
        return isForeign;
    }
}
