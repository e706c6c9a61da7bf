namespace PyExt.Wheel;

/// <summary>An expected failure: bad input that the author of the project can correct. Carries what to tell them.</summary>
public sealed class WheelException : Exception
{
    /// <summary>Creates a failure with one finding.</summary>
    /// <param name="code">The diagnostic code, such as <c>PYX4001</c>.</param>
    /// <param name="message">A sentence that says what is wrong and what to do.</param>
    public WheelException(string code, string message)
        : this([new Finding(code, message)])
    {
    }

    /// <summary>Creates a failure with one finding that another exception caused.</summary>
    /// <param name="code">The diagnostic code, such as <c>PYX4005</c>.</param>
    /// <param name="message">A sentence that says what is wrong and what to do.</param>
    /// <param name="innerException">What was caught.</param>
    public WheelException(string code, string message, Exception innerException)
        : base(message, innerException)
    {
        Findings = [new Finding(code, message)];
    }

    /// <summary>Creates a failure with several findings.</summary>
    /// <param name="findings">The findings, at least one.</param>
    public WheelException(IReadOnlyList<Finding> findings)
        : base(string.Join(Environment.NewLine, findings.Select(finding => finding.Message)))
    {
        ArgumentOutOfRangeException.ThrowIfZero(findings.Count, nameof(findings));
        Findings = findings;
    }

    /// <summary>Everything that was found, at least one finding.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The code of the first finding.</summary>
    public string Code => Findings[0].Code;
}
