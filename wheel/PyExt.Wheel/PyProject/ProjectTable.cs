using PyExt.Wheel.Metadata;

namespace PyExt.Wheel.PyProject;

/// <summary>The <c>[project]</c> table of <c>pyproject.toml</c>, with types and <c>dynamic</c> checked. Null stands for a key that is not there.</summary>
internal sealed class ProjectTable
{
    private static readonly string[] Keys =
    [
        "name", "version", "description", "readme", "requires-python", "license", "license-files", "authors", "maintainers", "keywords", "classifiers",
        "urls", "scripts", "gui-scripts", "entry-points", "dependencies", "optional-dependencies", "import-names", "import-namespaces", "dynamic",
    ];

    private readonly Dictionary<string, TomlNode> _table;
    private readonly TomlNode _node;
    private readonly List<Finding> _findings;

    private ProjectTable(TomlNode node, List<Finding> findings)
    {
        _node = node;
        _table = node.Table ?? [];
        _findings = findings;
    }

    /// <summary><c>name</c>.</summary>
    public string? Name { get; private init; }

    /// <summary><c>version</c>.</summary>
    public string? Version { get; private init; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; private init; }

    /// <summary><c>readme</c>.</summary>
    public ReadmeSource? Readme { get; private init; }

    /// <summary><c>requires-python</c>.</summary>
    public string? RequiresPython { get; private init; }

    /// <summary><c>license</c>, when it is an expression.</summary>
    public string? License { get; private init; }

    /// <summary><c>license-files</c>, or the file of an old <c>license</c> table.</summary>
    public IReadOnlyList<string>? LicenseFiles { get; private init; }

    /// <summary><c>authors</c>.</summary>
    public IReadOnlyList<Person>? Authors { get; private init; }

    /// <summary><c>maintainers</c>.</summary>
    public IReadOnlyList<Person>? Maintainers { get; private init; }

    /// <summary><c>keywords</c>.</summary>
    public IReadOnlyList<string>? Keywords { get; private init; }

    /// <summary><c>classifiers</c>.</summary>
    public IReadOnlyList<string>? Classifiers { get; private init; }

    /// <summary><c>urls</c>.</summary>
    public IReadOnlyList<ProjectUrl>? Urls { get; private init; }

    /// <summary><c>scripts</c>.</summary>
    public IReadOnlyList<EntryPoint>? Scripts { get; private init; }

    /// <summary><c>gui-scripts</c>.</summary>
    public IReadOnlyList<EntryPoint>? GuiScripts { get; private init; }

    /// <summary><c>entry-points</c>.</summary>
    public IReadOnlyList<EntryPoint>? EntryPoints { get; private init; }

    /// <summary><c>dependencies</c>.</summary>
    public IReadOnlyList<string>? Dependencies { get; private init; }

    /// <summary><c>optional-dependencies</c>.</summary>
    public IReadOnlyList<Extra>? OptionalDependencies { get; private init; }

    /// <summary><c>import-names</c>.</summary>
    public IReadOnlyList<string>? ImportNames { get; private init; }

    /// <summary><c>import-namespaces</c>.</summary>
    public IReadOnlyList<string>? ImportNamespaces { get; private init; }

    /// <summary><c>dynamic</c>: what the project file may fill in.</summary>
    public IReadOnlyList<string> Dynamic { get; private init; } = [];

    /// <summary>Reads the table; what is wrong is added to the findings.</summary>
    public static ProjectTable Read(TomlNode node, List<Finding> findings)
    {
        PyProjectFile.CheckKeys(node, "[project]", Keys, findings);
        ProjectTable reader = new(node, findings);
        ProjectTable table = new(node, findings)
        {
            Name = reader.Text("name"),
            Version = reader.Text("version"),
            Description = reader.Text("description"),
            Readme = reader.ReadReadme(),
            RequiresPython = reader.Text("requires-python"),
            License = reader.ReadLicense(out string? licenseFile),
            LicenseFiles = reader.Texts("license-files") ?? (licenseFile is null ? null : [PathPattern.Escape(licenseFile)]),
            Authors = reader.People("authors"),
            Maintainers = reader.People("maintainers"),
            Keywords = reader.Texts("keywords"),
            Classifiers = reader.Texts("classifiers"),
            Urls = reader.Map("urls")?.Select(pair => new ProjectUrl(pair.Key, pair.Value)).ToList(),
            Scripts = reader.Group("scripts", EntryPoint.ConsoleScripts),
            GuiScripts = reader.Group("gui-scripts", EntryPoint.GuiScripts),
            EntryPoints = reader.Groups(),
            Dependencies = reader.Texts("dependencies"),
            OptionalDependencies = reader.Extras(),
            ImportNames = reader.Texts("import-names"),
            ImportNamespaces = reader.Texts("import-namespaces"),
            Dynamic = reader.Texts("dynamic") ?? [],
        };
        table.CheckDynamic();
        return table;
    }

    /// <summary>Where a key stands, or the table when it is not there.</summary>
    public SourceLocation Place(string key) => _table.GetValueOrDefault(key, _node).Location;

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => _table.ContainsKey(key);

    private void CheckDynamic()
    {
        if (Name is null && !Has("name"))
            _findings.Add(PyProjectFile.Invalid(_node, "[project] has no name. Add name = \"…\"."));
        if (Version is null && !Has("version") && !Dynamic.Contains("version"))
            _findings.Add(PyProjectFile.Invalid(_node, "[project] has no version. Add dynamic = [\"version\"] to take Version from the project file, or version = \"…\"."));
        foreach (string field in Dynamic)
        {
            string? problem = field switch
            {
                "name" => "the name cannot be dynamic; write it into [project].",
                "dynamic" => "that is no field.",
                _ when !Keys.Contains(field) => $"[project] has no such key{Spelling.Suggestion(field, Keys)}.",
                _ when Has(field) => $"[project] has a value for it in line {Place(field).Line}. Remove one of the two.",
                _ => null,
            };
            if (problem is not null)
                _findings.Add(PyProjectFile.Invalid(_table["dynamic"], $"'dynamic' lists '{field}', but {problem}"));
        }
    }

    private string? ReadLicense(out string? file)
    {
        file = null;
        if (_table.GetValueOrDefault("license") is not { Table: { } table } node)
            return Text("license");
        file = table.GetValueOrDefault("file")?.Value as string;
        if (file is null || table.Count != 1)
            _findings.Add(PyProjectFile.Invalid(node, "'license' is a table without a file. Write an SPDX expression, such as license = \"MIT\", and license-files = [\"LICENSE\"]."));
        return null;
    }

    private ReadmeSource? ReadReadme()
    {
        if (_table.GetValueOrDefault("readme") is not { Table: { } table } node)
            return Text("readme") is string path ? new ReadmeSource(path, null, null) : null;

        ProjectTable inner = new(node, _findings);
        PyProjectFile.CheckKeys(node, "readme", ["file", "text", "content-type"], _findings);
        if (table.ContainsKey("file") == table.ContainsKey("text"))
            _findings.Add(PyProjectFile.Invalid(node, "'readme' needs either a file or a text."));
        if (!table.ContainsKey("content-type"))
            _findings.Add(PyProjectFile.Invalid(node, "'readme' is a table without a content-type. Add one, such as content-type = \"text/markdown\"."));
        return new ReadmeSource(inner.Text("file"), inner.Text("text"), inner.Text("content-type"));
    }

    private List<Person>? People(string key)
    {
        if (Array(key) is not { } array)
            return null;
        List<Person> people = [];
        foreach (TomlNode item in array)
        {
            if (item.Table is not { } table || table.Count == 0)
            {
                _findings.Add(PyProjectFile.Invalid(item, $"'{key}' has {item.Kind} in it, but a person is a table: {{ name = \"…\", email = \"…\" }}."));
                continue;
            }

            ProjectTable inner = new(item, _findings);
            PyProjectFile.CheckKeys(item, $"A person in '{key}'", ["name", "email"], _findings);
            Person person = new(inner.Text("name"), inner.Text("email"));
            if (person.Problem() is string problem)
                _findings.Add(PyProjectFile.Invalid(item, $"'{key}': {problem}"));
            people.Add(person);
        }

        return people;
    }

    private List<Extra>? Extras()
    {
        if (TableOf("optional-dependencies") is not { } node)
            return null;
        ProjectTable inner = new(node, _findings);
        return [.. node.Table!.Keys.Select(name => new Extra(name, inner.Texts(name) ?? []))];
    }

    private List<EntryPoint>? Group(string key, string group) => Map(key)?.Select(pair => new EntryPoint(group, pair.Key, pair.Value)).ToList();

    private List<EntryPoint>? Groups()
    {
        if (TableOf("entry-points") is not { } node)
            return null;
        ProjectTable inner = new(node, _findings);
        List<EntryPoint> all = [];
        foreach ((string group, TomlNode value) in node.Table!)
        {
            if (group is EntryPoint.ConsoleScripts or EntryPoint.GuiScripts)
                _findings.Add(PyProjectFile.Invalid(value, $"'entry-points' has the group '{group}'. Write it as [project.{(group == EntryPoint.ConsoleScripts ? "scripts" : "gui-scripts")}]."));
            else
                all.AddRange(inner.Group(group, group) ?? []);
        }

        return all;
    }

    private string? Text(string key)
    {
        if (!_table.TryGetValue(key, out TomlNode? node))
            return null;
        if (node.Value is string text)
            return text;
        Wrong(key, node, "a string");
        return null;
    }

    private List<string>? Texts(string key)
    {
        if (Array(key) is not { } array)
            return null;
        foreach (TomlNode item in array.Where(item => item.Value is not string))
            _findings.Add(PyProjectFile.Invalid(item, $"'{key}' has {item.Kind} in it, but must be an array of strings."));
        return [.. array.Select(item => item.Value).OfType<string>()];
    }

    private List<KeyValuePair<string, string>>? Map(string key)
    {
        if (TableOf(key) is not { } node)
            return null;
        ProjectTable inner = new(node, _findings);
        return [.. node.Table!.Keys.Select(name => KeyValuePair.Create(name, inner.Text(name) ?? ""))];
    }

    private List<TomlNode>? Array(string key)
    {
        if (!_table.TryGetValue(key, out TomlNode? node))
            return null;
        if (node.Value is List<TomlNode> list)
            return list;
        Wrong(key, node, "an array");
        return null;
    }

    private TomlNode? TableOf(string key)
    {
        if (!_table.TryGetValue(key, out TomlNode? node))
            return null;
        if (node.Table is not null)
            return node;
        Wrong(key, node, "a table");
        return null;
    }

    private void Wrong(string key, TomlNode node, string expected) =>
        _findings.Add(PyProjectFile.Invalid(node, $"'{key}' is {node.Kind}, but must be {expected}."));
}

/// <summary>Where a long description comes from: a file or a text, with its content type where it is given.</summary>
internal sealed record ReadmeSource(string? File, string? Text, string? ContentType);
