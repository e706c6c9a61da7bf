namespace PyExt.Wheel.Metadata;

/// <summary>A link shown on the project's page.</summary>
/// <param name="Label">The label, at most 32 characters.</param>
/// <param name="Url">The absolute http or https address.</param>
public sealed record ProjectUrl(string Label, string Url);

/// <summary>A set of optional requirements, installed by <c>pip install name[extra]</c>.</summary>
/// <param name="Name">The name of the extra.</param>
/// <param name="Requirements">Its requirements in the notation of PEP 508.</param>
public sealed record Extra(string Name, IReadOnlyList<string> Requirements);

/// <summary>An entry point: an object of the distribution that others find by group and name.</summary>
/// <param name="Group">The group, such as <c>console_scripts</c> or <c>pytest11</c>.</param>
/// <param name="Name">The name within the group.</param>
/// <param name="Target">The object, such as <c>fastmd.cli:main</c>.</param>
public sealed record EntryPoint(string Group, string Name, string Target)
{
    /// <summary>The group of commands.</summary>
    public const string ConsoleScripts = "console_scripts";

    /// <summary>The group of commands without a console.</summary>
    public const string GuiScripts = "gui_scripts";
}

/// <summary>A long description.</summary>
/// <param name="Text">The text.</param>
/// <param name="ContentType">The value of Description-Content-Type.</param>
public sealed record Readme(string Text, string ContentType)
{
    /// <summary>The file it was read from, or null.</summary>
    public string? File { get; init; }
}
