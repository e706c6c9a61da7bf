using Microsoft.Build.Framework;
using PyExt.Wheel;
using PyExt.Wheel.Statics;

namespace PyExt.Tasks;

/// <summary>Lists the static fields that the native module holds, and refuses those that interpreters would share without anybody answering for it.</summary>
public sealed class ScanStatics : CompiledModuleTask
{
    /// <summary>The native compiler's statistics.</summary>
    [Required]
    public string Statistics { get; set; } = "";

    /// <summary>The <c>PySharedStatic</c> items.</summary>
    public ITaskItem[] SharedStatics { get; set; } = [];

    /// <summary><c>PyMultipleInterpreters</c>.</summary>
    public string MultipleInterpreters { get; set; } = "";

    /// <summary>Where the report is written, as JSON.</summary>
    [Required]
    public string ReportFile { get; set; } = "";

    /// <summary>Where the report is written, as a table.</summary>
    [Required]
    public string TableFile { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        StaticsReport report = StaticsScan.Run(new StaticsRequest
        {
            Map = Map,
            Statistics = Statistics,
            Assemblies = Assemblies(),
            SharedStatics = [.. SharedStatics.Select(item => new SharedStatic(item.ItemSpec, item.GetMetadata("Reason")))],
            MultipleInterpreters = MultipleInterpreters,
            ReportPath = ReportFile,
        });

        File.WriteAllText(ReportFile, report.ToJson());
        File.WriteAllText(TableFile, report.ToTable());
        Log.LogMessage(MessageImportance.Normal, report.ToTable());
        foreach (Finding warning in report.Warnings)
            Warn(warning);
        foreach (Finding error in report.Errors)
            Report(error);
    }
}
