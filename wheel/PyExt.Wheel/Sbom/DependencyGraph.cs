using System.Text.Json;

namespace PyExt.Wheel.Sbom;

/// <summary>What needs what, as NuGet resolved it (<c>project.assets.json</c>).</summary>
internal sealed class DependencyGraph
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] _direct = [];

    private DependencyGraph(JsonElement assets, string runtimeIdentifier)
    {
        JsonProperty target = assets.GetProperty("targets").EnumerateObject().First(target => target.Name.EndsWith("/" + runtimeIdentifier, StringComparison.Ordinal));
        foreach (JsonProperty library in target.Value.EnumerateObject())
        {
            string[] name = library.Name.Split('/', 2);
            string[] needs = library.Value.TryGetProperty("dependencies", out JsonElement dependencies) ? [.. dependencies.EnumerateObject().Select(dependency => dependency.Name)] : [];
            _nodes[name[0]] = new Node(name[0], name[1], library.Value.GetProperty("type").GetString() == "project", needs);
        }

        string framework = target.Name[..target.Name.IndexOf('/', StringComparison.Ordinal)];
        if (assets.TryGetProperty("projectFileDependencyGroups", out JsonElement groups) && groups.TryGetProperty(framework, out JsonElement group))
            _direct = [.. group.EnumerateArray().Select(entry => entry.GetString()!.Split(' ')[0])];
    }

    private DependencyGraph()
    {
    }

    /// <summary>The projects that the project refers to: name and version.</summary>
    public IEnumerable<(string Name, string Version)> Projects => _nodes.Values.Where(node => node.IsProject).Select(node => (node.Name, node.Version));

    /// <summary>The version that was resolved of a package or project; null where there is none of the name.</summary>
    public string? VersionOf(string name) => _nodes.GetValueOrDefault(name)?.Version;

    /// <summary>Reads the file.</summary>
    public static DependencyGraph Read(string? file, string runtimeIdentifier)
    {
        if (file is null)
            return new DependencyGraph();
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            return new DependencyGraph(document.RootElement, runtimeIdentifier);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new WheelException(DiagnosticCodes.Sbom, $"'{file}' does not say what the project's packages are: {exception.Message} Restore the project again.", exception);
        }
    }

    /// <summary>What the project itself needs, of the named ones: through packages that bring nothing along it reaches to the next.</summary>
    public IEnumerable<string> Direct(IReadOnlySet<string> named) => Reach(_direct, named);

    /// <summary>What one of them needs, of the named ones.</summary>
    public IEnumerable<string> Of(string name, IReadOnlySet<string> named) => _nodes.TryGetValue(name, out Node? node) ? Reach(node.Needs, named) : [];

    private HashSet<string> Reach(IEnumerable<string> names, IReadOnlySet<string> named)
    {
        HashSet<string> reached = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        Queue<string> left = new(names);
        while (left.TryDequeue(out string? name))
        {
            if (!seen.Add(name))
                continue;
            if (named.Contains(name))
                reached.Add(name);
            else if (_nodes.TryGetValue(name, out Node? node))
                node.Needs.ToList().ForEach(left.Enqueue);
        }

        return reached;
    }

    private sealed record Node(string Name, string Version, bool IsProject, string[] Needs);
}
