using System.Globalization;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Naming;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel;

/// <summary>Makes a wheel from a linked extension module: audits, writes, verifies, publishes.</summary>
public static class WheelPacker
{
    /// <summary>Refuses what <see cref="Pack"/> would refuse, as far as that needs no binary: a compiler need not run for a wrong version.</summary>
    /// <param name="request">What is known of the wheel.</param>
    /// <param name="module">The module's import name.</param>
    /// <returns>What there is to know before the wheel exists.</returns>
    /// <exception cref="WheelException">Something is wrong with the input; there is a finding for each problem, and each is one that <see cref="Pack"/> would have.</exception>
    public static DistributionCheck Check(DistributionRequest request, ModuleName module)
    {
        Distribution distribution = new(request);

        // The platform is read from the binary; nothing that is checked here depends on it, nor on what the stub says.
        distribution.Arrange(distribution.FileName("any"), new ModuleMetadata(module, ""), module.Stem, NativeLibraryBundle.Empty);
        WheelPublisher.CheckWritable(request.OutputDirectory);
        return new DistributionCheck(distribution.Warnings, distribution.Files);
    }

    /// <summary>Makes a wheel.</summary>
    /// <param name="request">What goes into it.</param>
    /// <param name="progress">Told each step in a sentence, before the wheel is published; may be null, and may throw to stop.</param>
    /// <returns>The finished wheel.</returns>
    /// <exception cref="WheelException">Something is wrong with the input; there is a finding for each problem, and no wheel was left behind.</exception>
    public static WheelResult Pack(WheelRequest request, Action<string>? progress = null)
    {
        Distribution distribution = new(request.Distribution);
        AuditOptions options = new(request.Module.Name, distribution.Minimum, request.Manylinux);
        NativeLibraryBundle bundle = request.NativeLibraries.Count == 0
            ? NativeLibraryBundle.Empty
            : NativeLibraryBundle.Read(request.NativeLibraries, ElfFile.Read(request.NativeLibrary).Machine);
        AuditReport audit = BundleAudit.Run(bundle, BinaryAudit.Run(request.NativeLibrary, options with { IsBundled = bundle.Holds }), request.Manylinux);
        if (audit.Findings.Count > 0 || audit.PlatformTag is not string platform)
            throw new WheelException(audit.Findings);
        progress?.Invoke($"Audited {Path.GetFileName(request.NativeLibrary)}: {platform}, {audit.UndefinedPySymbols.Count} CPython symbols, all in the Stable ABI of {distribution.Minimum}.");

        WheelFileName name = distribution.FileName(platform);
        WheelBuilder builder = distribution.Arrange(name, request.Module, request.NativeLibrary, bundle);
        builder.AddWheelFile(request.Generator);

        // Not called ".whl" before it is verified: a build that is killed leaves no wheel.
        string temporary = Path.Combine(request.IntermediateDirectory, name + ".partial");
        builder.Write(temporary);
        return Publish(request, name, temporary, audit, progress);
    }

    private static WheelResult Publish(WheelRequest request, WheelFileName name, string temporary, AuditReport audit, Action<string>? progress)
    {
        try
        {
            IReadOnlyList<Finding> findings = WheelVerifier.Verify(temporary, name.ToString(), new WheelVerifierOptions { AllowsLocalPlatform = request.Manylinux == AuditOptions.Off });
            if (findings.Count > 0)
                throw new WheelException(findings);

            long size = new FileInfo(temporary).Length;
            progress?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Wrote and verified {name} ({size:N0} bytes)."));
            string path = WheelPublisher.Publish(temporary, request.Distribution.OutputDirectory, name.ToString());
            return new WheelResult(path, name.ToString(), name.Tag, size, audit);
        }
        finally
        {
            WheelPublisher.DeleteQuietly(temporary);
        }
    }
}
