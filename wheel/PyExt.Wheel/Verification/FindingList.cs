namespace PyExt.Wheel.Verification;

/// <summary>Collects what rules find.</summary>
internal sealed class FindingList
{
    // A hostile wheel could break a rule once per file.
    private const int Most = 500;

    private readonly List<AuditFinding> _findings = [];

    public bool HasErrors => _findings.Exists(finding => finding.Severity == AuditSeverity.Error);

    public IReadOnlyList<AuditFinding> Sorted => [.. _findings.OrderByDescending(finding => finding.Severity)];

    public void Error(string code, string message, string? path = null) => Add(new AuditFinding(code, AuditSeverity.Error, message, path));

    public void Warning(string code, string message, string? path = null) => Add(new AuditFinding(code, AuditSeverity.Warning, message, path));

    public void Errors(string code, IEnumerable<string> messages)
    {
        foreach (string message in messages)
            Error(code, message);
    }

    /// <summary>Adds the findings of a rule that judges the modules of a project; some of them only recommend.</summary>
    public void AddBinaryFindings(IEnumerable<Finding> findings, string path)
    {
        foreach (Finding finding in findings)
        {
            bool isAdvice = finding.Code is DiagnosticCodes.UnexpectedExports or DiagnosticCodes.RunPath or DiagnosticCodes.Hardening;
            Add(new AuditFinding(finding.Code, isAdvice ? AuditSeverity.Warning : AuditSeverity.Error, finding.Message, path));
        }
    }

    private void Add(AuditFinding finding)
    {
        if (_findings.Count < Most)
            _findings.Add(finding with { Message = finding.Message.TrimEnd('.') + "." });
    }
}
