namespace PyExt.Wheel.PyProject;

/// <summary>A value of a TOML file, with the place where it stands.</summary>
/// <param name="Value">A <see cref="string"/>, <see cref="bool"/>, <see cref="long"/> or <see cref="double"/>, a list of nodes, a dictionary of nodes, or another object.</param>
/// <param name="Location">Where its key stands.</param>
internal sealed record TomlNode(object Value, SourceLocation Location)
{
    /// <summary>The table, or null when the value is none.</summary>
    public Dictionary<string, TomlNode>? Table => Value as Dictionary<string, TomlNode>;

    /// <summary>What the value is, for messages.</summary>
    public string Kind => Value switch
    {
        string => "a string",
        bool => "true or false",
        long or double => "a number",
        List<TomlNode> => "an array",
        Dictionary<string, TomlNode> => "a table",
        _ => "a date or time",
    };
}
