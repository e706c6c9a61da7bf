using System.Globalization;
using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Wheel;
using PyExt.Wheel.Sbom;

namespace PyExt.Tasks;

/// <summary>Audits a linked module and makes its wheel.</summary>
public sealed partial class BuildWheel : ModuleTask
{
    private const double BytesPerKilobyte = 1000;

    /// <inheritdoc/>
    protected override void Run()
    {
        StepTimes times = new(Timings);
        string step = "audit";
        WheelResult result = WheelPacker.Pack(CreateRequest(), progress =>
        {
            // Between steps is where a cancelled build may stop: nothing has been published yet.
            Cancellation.ThrowIfCancellationRequested();
            times.Ends(step);
            step = "wheel";
            Log.LogMessage(MessageImportance.Normal, progress);
        });
        Wheel = result.Path;

        string size = string.Create(CultureInfo.InvariantCulture, $"{result.Size / BytesPerKilobyte:0} kB");
        Log.LogMessage(MessageImportance.High, $"{Path.GetFileNameWithoutExtension(ProjectFile)} -> {result.Path} ({size}, for {result.Tag.Pythons}; {times})");
    }

    private WheelRequest CreateRequest() => CreateWheel(
        new ThirdPartyRequest
        {
            CompiledFiles = [.. CompiledFiles, .. AppItems.CompiledFiles(AppBinaries)],
            Apps = AppItems.AssetsFiles(Apps, AppBinaries),
            AssetsFile = AssetsFile.Length == 0 ? null : AssetsFile,
            RuntimeIdentifier = RuntimeIdentifier,
            WritesSbom = bool.TryParse(Sbom, out bool writes)
                ? writes
                : throw new WheelException(DiagnosticCodes.Sbom, $"PySbom is '{Sbom}'. Set it to 'true' or 'false'."),
            SbomFiles = [.. SbomFiles.Select(file => Path.GetFullPath(file.Replace('\\', '/'), Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!))],
        },
        PlainPlatformTag);
}
