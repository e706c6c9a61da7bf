using Microsoft.Build.Framework;
using PyExt.Wheel;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Verification;

namespace PyExt.Tasks;

/// <summary>Examines finished wheels, whoever made them.</summary>
public sealed class AuditWheel : WheelTask
{
    private const string Table = "table";
    private const string Json = "json";

    /// <summary>The wheels' paths.</summary>
    public string[] Wheels { get; set; } = [];

    /// <summary><c>PyAuditWheel</c>, of which the paths were made.</summary>
    public string Requested { get; set; } = "";

    /// <summary><c>PyManylinux</c>.</summary>
    public string Manylinux { get; set; } = "";

    /// <summary><c>PyAuditFormat</c>.</summary>
    public string Format { get; set; } = Table;

    /// <summary><c>PyAuditOutput</c>: the file that gets the report instead of the console.</summary>
    public string Output { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        if (Format is not (Table or Json))
            throw new WheelException(DiagnosticCodes.AuditSettings, $"PyAuditFormat is '{Format}', but it must be '{Table}' or '{Json}'.");
        if (Wheels.Length == 0)
            throw new WheelException(DiagnosticCodes.AuditSettings, $"PyAuditWheel is '{Requested}', which matches no file. Set it to the path of a wheel.");

        WheelVerifierOptions options = new() { AllowsLocalPlatform = Manylinux == AuditOptions.Off };
        List<WheelAuditReport> reports = [];
        foreach (string wheel in Wheels)
        {
            Cancellation.ThrowIfCancellationRequested();
            reports.Add(WheelAudit.Run(wheel, fileName: null, options));
        }

        Show(reports);
        foreach (WheelAuditReport report in reports)
        {
            foreach (AuditFinding error in report.Errors)
                Report(new Finding(error.Code, $"The wheel {report.FileName} is not valid: {error.Message}"));
            foreach (AuditFinding warning in report.Warnings)
                Warn(new Finding(warning.Code, $"The wheel {report.FileName}: {warning.Message}"));
        }
    }

    private void Show(List<WheelAuditReport> reports)
    {
        // Findings follow as errors and warnings of the build; a table need not say them twice.
        string[] lines = Format == Json
            ? [AuditJson.Render(reports)]
            : [.. reports.SelectMany(report => AuditTable.Render(report, withFindings: Output.Length > 0))];
        if (Output.Length == 0)
        {
            foreach (string line in lines)
                Log.LogMessage(MessageImportance.High, "{0}", line);
        }
        else if (AuditFile.Write(Output, string.Join(Environment.NewLine, lines) + Environment.NewLine) is string problem)
        {
            throw new WheelException(DiagnosticCodes.Output, problem);
        }
    }
}
