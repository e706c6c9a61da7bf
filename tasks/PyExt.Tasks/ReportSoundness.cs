using Microsoft.Build.Framework;
using PyExt.Tasks.Soundness;

namespace PyExt.Tasks;

/// <summary>Prints how far a project is from each promise of <c>PyMultipleInterpreters</c> and <c>PyGil</c>, site by site, from what the compiler has logged.</summary>
public sealed class ReportSoundness : WheelTask
{
    /// <summary>The compiler's error log, SARIF 2.1.</summary>
    [Required]
    public string ErrorLog { get; set; } = "";

    /// <summary>What the project declares.</summary>
    public string MultipleInterpreters { get; set; } = "";

    /// <summary>What it declares of the GIL.</summary>
    public string Gil { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        IReadOnlyList<SoundnessSite> sites = SoundnessLog.Read(File.ReadAllText(ErrorLog));
        string root = Path.GetDirectoryName(Path.GetFullPath(ProjectFile)) ?? "";
        foreach (string line in SoundnessReport.Write(sites, MultipleInterpreters, Gil, root))
            Log.LogMessage(MessageImportance.High, line);
    }
}
