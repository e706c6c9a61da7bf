namespace PyExt.Wheel.Verification;

/// <summary>The gate that a wheel passes before it gets its name: the errors of <see cref="WheelAudit"/>, as findings of a build.</summary>
public static class WheelVerifier
{
    /// <summary>Checks a wheel.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileName">The name it has or will have; null for the name of the file.</param>
    /// <param name="options">What to allow; null for the defaults.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static IReadOnlyList<Finding> Verify(string path, string? fileName = null, WheelVerifierOptions? options = null)
    {
        WheelAuditReport report = WheelAudit.Run(path, fileName, options);
        return [.. report.Errors.Select(error => new Finding(error.Code, $"The wheel {report.FileName} is not valid: {error.Message}"))];
    }
}
