namespace PyExt.Wheel.Editable;

/// <summary>Everything that goes into an editable install.</summary>
public sealed class EditableRequest
{
    /// <summary>The wheel that would be made of the project.</summary>
    public required WheelRequest Wheel { get; init; }

    /// <summary>The folder that keeps the native module, outside of the source tree.</summary>
    public required string StagingDirectory { get; init; }

    /// <summary>The project file.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The files that the native module is built from.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The folders in which a new C# file makes the module stale.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>The command that builds the native module anew.</summary>
    public required IReadOnlyList<string> RebuildCommand { get; init; }

    /// <summary>What a stale module does when it is imported (<c>PyEditableMode</c>): <c>warn</c>, <c>rebuild</c> or <c>off</c>.</summary>
    public string Mode { get; init; } = "warn";
}
