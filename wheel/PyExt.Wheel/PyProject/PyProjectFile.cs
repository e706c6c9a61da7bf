namespace PyExt.Wheel.PyProject;

/// <summary>A <c>pyproject.toml</c>: its <c>[project]</c> table, and whether it names a build backend. What belongs to other tools is left alone.</summary>
internal sealed class PyProjectFile
{
    /// <summary>The usual name.</summary>
    public const string FileName = "pyproject.toml";

    private static readonly string[] ToolKeys = ["project"];
    private static readonly string[] BuildSystemKeys = ["requires", "build-backend", "backend-path"];

    private PyProjectFile(string file, TomlNode root)
    {
        File = file;
        List<Finding> findings = [];
        if (root.Table!.GetValueOrDefault("tool")?.Table?.GetValueOrDefault("pyext") is { } tool)
            CheckKeys(tool, "[tool.pyext]", ToolKeys, findings);
        BuildSystem = root.Table!.GetValueOrDefault("build-system");
        if (BuildSystem is not null)
            CheckKeys(BuildSystem, "[build-system]", BuildSystemKeys, findings);
        if (root.Table!.GetValueOrDefault("project") is { } project)
            Project = ProjectTable.Read(project, findings);
        if (findings.Count > 0)
            throw new WheelException(findings);
    }

    /// <summary>The file's full path.</summary>
    public string File { get; }

    /// <summary>The <c>[project]</c> table, or null.</summary>
    public ProjectTable? Project { get; }

    /// <summary>The <c>[build-system]</c> table, or null.</summary>
    public TomlNode? BuildSystem { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Its tables.</returns>
    /// <exception cref="WheelException">PYX4020: the file is missing or not valid; each finding says where.</exception>
    public static PyProjectFile Read(string file) => new(Path.GetFullPath(file), TomlReader.Read(file));

    /// <summary>Refuses keys that nothing reads: most are misspelt.</summary>
    internal static void CheckKeys(TomlNode node, string table, IReadOnlyList<string> known, List<Finding> findings)
    {
        if (node.Table is null)
        {
            findings.Add(Invalid(node, $"{table} is {node.Kind}, but must be a table."));
            return;
        }

        foreach ((string key, TomlNode value) in node.Table.Where(pair => !known.Contains(pair.Key)))
            findings.Add(Invalid(value, $"{table} has no key '{key}'{Spelling.Suggestion(key, known)}. It has {string.Join(", ", known)}."));
    }

    /// <summary>A finding at the place of a value.</summary>
    internal static Finding Invalid(TomlNode node, string message) => new(DiagnosticCodes.PyProject, message) { Location = node.Location };
}
