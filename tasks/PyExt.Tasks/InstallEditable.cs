using Microsoft.Build.Framework;
using PyExt.Tasks.Sources;

namespace PyExt.Tasks;

/// <summary>Installs the wheel of an editable install into the active virtual environment, and imports the module in a fresh interpreter.</summary>
public sealed class InstallEditable : WheelTask
{
    /// <summary>The wheel; empty only to check the environment, before anything is compiled.</summary>
    public string Wheel { get; set; } = "";

    /// <summary><c>PyPython</c>: the interpreter of the environment.</summary>
    public string Python { get; set; } = "";

    /// <summary><c>PyModuleName</c>.</summary>
    [Required]
    public string ModuleName { get; set; } = "";

    /// <summary>The folder that keeps the native module.</summary>
    [Required]
    public string StagingDirectory { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;
        PythonEnvironment environment = new(PythonEnvironment.Find(Python, folder), folder, line => Log.LogMessage(MessageImportance.Low, line), Cancellation);
        string version = environment.Check();
        if (Wheel.Length == 0)
            return;
        environment.Install(Wheel);
        string file = environment.Verify(ModuleName, StagingDirectory);
        Log.LogMessage(MessageImportance.High, $"{Path.GetFileNameWithoutExtension(ProjectFile)} is installed in {environment.Prefix} (Python {version}, editable); {ModuleName} is {file}.");
    }
}
