namespace PyExt.Wheel.Metadata;

/// <summary>A link shown on the project's page.</summary>
/// <param name="Label">The label, at most 32 characters.</param>
/// <param name="Url">The absolute http or https address.</param>
public sealed record ProjectUrl(string Label, string Url);

/// <summary>A set of optional requirements, installed by <c>pip install name[extra]</c>.</summary>
/// <param name="Name">The name of the extra.</param>
/// <param name="Requirements">Its requirements in the notation of PEP 508.</param>
public sealed record Extra(string Name, IReadOnlyList<string> Requirements);

/// <summary>A command that installers create.</summary>
/// <param name="Name">The name of the command.</param>
/// <param name="Target">What it runs, such as <c>fastmd.cli:main</c>.</param>
public sealed record Script(string Name, string Target);

/// <summary>A long description.</summary>
/// <param name="Text">The text.</param>
/// <param name="ContentType">The value of Description-Content-Type.</param>
public sealed record Readme(string Text, string ContentType);
