using PyExt.Wheel.Verification;

namespace PyExt.Audit;

/// <summary>The command: audits wheels and shows what was found.</summary>
internal sealed class AuditCommand
{
    public const string Table = "table";
    public const string Json = "json";
    public const int WrongUsage = 2;

    /// <summary>The wheels' paths.</summary>
    public required IReadOnlyList<string> Wheels { get; init; }

    /// <summary>Table or JSON.</summary>
    public string Format { get; init; } = Table;

    /// <summary>The file that gets the report, or null.</summary>
    public string? Output { get; init; }

    /// <summary>Whether warnings count as errors.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The codes whose findings are left out.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Whether the wheels stay away from the package index.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Runs it.</summary>
    /// <param name="console">Where the report goes.</param>
    /// <param name="error">Where it is told why there is none.</param>
    /// <returns>0 when every wheel passed, 1 when one did not, 2 when the report cannot be written.</returns>
    public int Run(TextWriter console, TextWriter error)
    {
        WheelVerifierOptions options = new() { AllowsLocalPlatform = IsLocal };
        List<WheelAuditReport> reports = [];
        foreach (string wheel in Wheels)
            reports.Add(WheelAudit.Run(wheel, fileName: null, options).With(Ignored, IsStrict));

        string text = Format == Json
            ? AuditJson.Render(reports) + Environment.NewLine
            : string.Join(Environment.NewLine, reports.SelectMany((report, index) => (string[])[.. index > 0 ? [""] : Array.Empty<string>(), .. AuditTable.Render(report)])) + Environment.NewLine;
        if (Output is null)
            console.Write(text);
        else if (AuditFile.Write(Output, text) is string problem)
            return Complain(error, problem);
        return reports.TrueForAll(report => report.Passed) ? 0 : 1;
    }

    private static int Complain(TextWriter error, string problem)
    {
        error.WriteLine($"pyext-audit: {problem}");
        return WrongUsage;
    }
}
