using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Verification;

/// <summary>How bad a finding is.</summary>
public enum AuditSeverity
{
    /// <summary>The wheel works, but something should be better.</summary>
    Warning,

    /// <summary>An installer, the package index or the import refuses it.</summary>
    Error,
}

/// <summary>One thing that is wrong with a wheel.</summary>
/// <param name="Code">The code under which it is documented, such as <c>PYX4011</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">A sentence that says what is wrong.</param>
/// <param name="Path">The file in the wheel that it is about, or null.</param>
public sealed record AuditFinding(string Code, AuditSeverity Severity, string Message, string? Path = null);

/// <summary>A native file in a wheel.</summary>
/// <param name="Path">Its path in the wheel.</param>
/// <param name="Format">Its format, by its first bytes.</param>
/// <param name="Architectures">The machines it is for, as platform tags spell them.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="System">The oldest system it runs on as far as it says, such as <c>glibc 2.17</c> or <c>macOS 11.0</c>; or null.</param>
/// <param name="Needed">The libraries it is linked with.</param>
/// <param name="PythonSymbols">The functions and data of CPython it uses.</param>
/// <param name="OpenedAtRunTime">Libraries it may open while it runs, as far as their names are in its data.</param>
public sealed record AuditedBinary(
    string Path,
    BinaryFormat Format,
    IReadOnlyList<string> Architectures,
    long Size,
    string? System,
    IReadOnlyList<string> Needed,
    IReadOnlyList<string> PythonSymbols,
    IReadOnlyList<string> OpenedAtRunTime);

/// <summary>What a kind of file adds to the size of a wheel.</summary>
/// <param name="Name">The kind, such as <c>native code</c>.</param>
/// <param name="Files">How many files there are.</param>
/// <param name="Size">Their size when installed.</param>
/// <param name="CompressedSize">Their size in the wheel.</param>
public sealed record WheelPart(string Name, int Files, long Size, long CompressedSize);

/// <summary>What an audit found in a wheel.</summary>
public sealed record WheelAuditReport
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The name it was judged by.</summary>
    public required string FileName { get; init; }

    /// <summary>Its size in bytes; 0 when it could not be read.</summary>
    public long Size { get; init; }

    /// <summary>Every tag that the file name stands for.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What is wrong, errors first.</summary>
    public IReadOnlyList<AuditFinding> Findings { get; init; } = [];

    /// <summary>The native files.</summary>
    public IReadOnlyList<AuditedBinary> Binaries { get; init; } = [];

    /// <summary>What the size is made of, the largest part first.</summary>
    public IReadOnlyList<WheelPart> Parts { get; init; } = [];

    /// <summary>The findings that are errors.</summary>
    public IEnumerable<AuditFinding> Errors => Findings.Where(finding => finding.Severity == AuditSeverity.Error);

    /// <summary>The findings that are warnings.</summary>
    public IEnumerable<AuditFinding> Warnings => Findings.Where(finding => finding.Severity == AuditSeverity.Warning);

    /// <summary>Whether there is no error.</summary>
    public bool Passed => !Errors.Any();

    /// <summary>The report without findings of some codes, and with warnings as errors where that is asked for.</summary>
    /// <param name="ignored">The codes to leave out.</param>
    /// <param name="isStrict">Whether warnings count as errors.</param>
    /// <returns>The changed report.</returns>
    public WheelAuditReport With(IEnumerable<string> ignored, bool isStrict)
    {
        HashSet<string> codes = new(ignored, StringComparer.OrdinalIgnoreCase);
        return this with
        {
            Findings = [.. Findings.Where(finding => !codes.Contains(finding.Code)).Select(finding => isStrict ? finding with { Severity = AuditSeverity.Error } : finding)],
        };
    }
}
