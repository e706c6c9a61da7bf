using Microsoft.Build.Framework;
using PyExt.Tasks.Sources;
using PyExt.Wheel.Editable;

namespace PyExt.Tasks;

/// <summary>Refreshes the native module of an editable install, and makes the wheel that leads to it.</summary>
public sealed class BuildEditable : ModuleTask
{
    /// <summary><c>PyEditableMode</c>.</summary>
    [Required]
    public string Mode { get; set; } = "";

    /// <summary><c>Configuration</c>.</summary>
    [Required]
    public string Configuration { get; set; } = "";

    /// <summary>The folder that keeps the native module.</summary>
    [Required]
    public string StagingDirectory { get; set; } = "";

    /// <summary>Whether only the native module is wanted: a rebuild.</summary>
    public bool IsRebuild { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        Dictionary<string, string> properties = (BuildEngine as IBuildEngine6)?.GetGlobalProperties().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase) ?? [];
        ProjectClosure closure = ProjectClosure.Of(ProjectFile, properties);
        EditableRequest request = new()
        {
            Wheel = CreateWheel(),
            StagingDirectory = StagingDirectory,
            ProjectFile = ProjectFile,
            Inputs = [.. closure.Inputs],
            Folders = [.. closure.Folders],
            RebuildCommand = [ChildBuild.Dotnet, "build", ProjectFile, "-t:_PyExtStageEditable", "-c", Configuration, "-v:minimal", "-nologo", "-tl:off", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. Kept(properties)],
            Mode = Mode,
        };
        if (IsRebuild)
        {
            EditablePacker.Stage(request);
            return;
        }

        Wheel = EditablePacker.Pack(request);
        Log.LogMessage(MessageImportance.High, $"{Path.GetFileNameWithoutExtension(ProjectFile)} -> {StagingDirectory} (editable; a stale module {(Mode == "rebuild" ? "is built anew" : Mode == "warn" ? "warns" : "is not noticed")})");
    }

    // What the user set on the command line applies to a rebuild, too; what only says where this build's results go does not.
    private static IEnumerable<string> Kept(Dictionary<string, string> properties) => properties
        .Where(pair => pair.Key.StartsWith("Py", StringComparison.Ordinal) && pair.Key is not ("PyResultFile" or "PyEditableMode" or "PyPython"))
        .Select(pair => $"-p:{pair.Key}={pair.Value.Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)}");
}
