using System.Globalization;
using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Tasks.Projects;
using PyExt.Wheel;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Sets;
using PyExt.Wheel.Verification;

namespace PyExt.Tasks;

/// <summary>Makes sure that a folder holds the wheels that a project declares, all of them, no others, and none that is wrong.</summary>
public sealed class CheckWheelSet : DistributionTask
{
    private const double BytesPerKilobyte = 1000;

    /// <summary><c>PyWheels</c>.</summary>
    public string Members { get; set; } = "";

    /// <summary>The folder that holds them.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary><c>PyManylinux</c>.</summary>
    public string Manylinux { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        IReadOnlyList<string> members = ItemReader.List(Members);
        if (members.Count == 0)
        {
            Report(new Finding(DiagnosticCodes.WheelSetMember, "PyWheels is empty, so there is nothing to compare with. List the platforms whose wheels are published together: <PyWheels>linux-x64;linux-arm64</PyWheels>."));
            return;
        }

        if (PlatformRules.Check("PyWheels", members, WheelSet.SourceDistribution) is Finding finding)
        {
            Report(finding);
            return;
        }

        Report(new WheelSet(CreateDistribution(), members).Compare(Folder));
    }

    private void Report(WheelSetReport report)
    {
        WheelVerifierOptions options = new() { AllowsLocalPlatform = Manylinux == AuditOptions.Off };
        IEnumerable<Finding> invalid = report.Found
            .Where(file => file.Member != WheelSet.SourceDistribution)
            .SelectMany(file =>
            {
                Cancellation.ThrowIfCancellationRequested();
                return WheelVerifier.Verify(file.Path, fileName: null, options);
            });
        foreach (Finding finding in report.Findings.Concat(invalid))
            Report(finding);
        if (Log.HasLoggedErrors)
            return;

        foreach (WheelSetMember file in report.Found)
            Log.LogMessage(MessageImportance.High, string.Create(CultureInfo.InvariantCulture, $"  {file.Member}: {Path.GetFileName(file.Path)} ({new FileInfo(file.Path).Length / BytesPerKilobyte:0} kB)"));
        Log.LogMessage(MessageImportance.High, $"{Path.GetFileNameWithoutExtension(ProjectFile)}: all {report.Found.Count} of PyWheels are in {Folder}, and nothing else.");
    }
}
