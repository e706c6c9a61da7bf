using Microsoft.Build.Framework;
using PyExt.Wheel;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Verification;

namespace PyExt.Tasks;

/// <summary>Examines finished wheels, whoever made them.</summary>
public sealed class AuditWheel : WheelTask
{
    /// <summary>The wheels' paths.</summary>
    [Required]
    public string[] Wheels { get; set; } = [];

    /// <summary><c>PyManylinux</c>.</summary>
    public string Manylinux { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        WheelVerifierOptions options = new() { AllowsLocalPlatform = Manylinux == AuditOptions.Off };
        foreach (string wheel in Wheels)
        {
            Cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<Finding> findings = WheelVerifier.Verify(wheel, fileName: null, options);
            foreach (Finding finding in findings)
                Report(finding);
            if (findings.Count == 0)
                Log.LogMessage(MessageImportance.High, $"{Path.GetFileName(wheel)}: nothing wrong.");
        }
    }
}
