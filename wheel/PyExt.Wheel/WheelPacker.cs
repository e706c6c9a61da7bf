using System.Globalization;
using System.Text.RegularExpressions;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Naming;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Sbom;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel;

/// <summary>Makes a wheel from a linked extension module: audits, writes, verifies, publishes.</summary>
public static partial class WheelPacker
{
    /// <summary>Refuses what <see cref="Pack"/> would refuse, as far as that needs no binary: a compiler need not run for a wrong version.</summary>
    /// <param name="request">What is known of the wheel.</param>
    /// <param name="module">The module's import name.</param>
    /// <param name="sbomFiles">The project's own bills of materials.</param>
    /// <returns>What there is to know before the wheel exists.</returns>
    /// <exception cref="WheelException">Something is wrong with the input; there is a finding for each problem, and each is one that <see cref="Pack"/> would have.</exception>
    public static DistributionCheck Check(DistributionRequest request, ModuleName module, IReadOnlyList<string>? sbomFiles = null)
    {
        Distribution distribution = new(request);

        // The platform is read from the binary; nothing that is checked here depends on it, nor on what the stub says.
        distribution.Arrange(distribution.FileName("any"), new ModuleMetadata(module, ""), module.Stem, NativeLibraryBundle.Empty);
        SbomFiles.Check(sbomFiles ?? []);
        WheelPublisher.CheckWritable(request.OutputDirectory);
        return new DistributionCheck(distribution.Warnings, distribution.Files);
    }

    /// <summary>Writes the metadata that a wheel will have (PEP 517), before there is one.</summary>
    /// <param name="request">What is known of the wheel.</param>
    /// <param name="folder">The folder that gets the <c>.dist-info</c> folder.</param>
    /// <param name="platform">The platform tag; of the wheel itself it is only known after linking.</param>
    /// <param name="generator">The program that makes the wheel.</param>
    /// <param name="thirdParty">What the wheel will hold of others, whose licences the metadata lists; null to leave them out.</param>
    /// <param name="nativeLibraries">The libraries that will go along.</param>
    /// <returns>The full path of the <c>.dist-info</c> folder.</returns>
    /// <exception cref="WheelException">Something is wrong with the input.</exception>
    public static string WriteMetadata(
        DistributionRequest request, string folder, string platform, string generator, ThirdPartyRequest? thirdParty = null, IReadOnlyList<NativeLibrary>? nativeLibraries = null)
    {
        NativeLibraryBundle bundle = nativeLibraries is null or { Count: 0 }
            ? NativeLibraryBundle.Empty
            : NativeLibraryBundle.Read(nativeLibraries, platform.EndsWith("aarch64", StringComparison.Ordinal) ? ElfMachine.Arm64 : ElfMachine.X64);
        Distribution distribution = thirdParty is null ? new(request) : new(request, new ThirdParty(thirdParty, bundle));
        WheelFileName name = distribution.FileName(platform);
        WheelBuilder builder = new(name, distribution.Time);
        distribution.AddRest(builder, name);
        builder.AddWheelFile(generator);
        builder.Extract(path => path.StartsWith(name.DistInfo + "/", StringComparison.Ordinal), folder);
        return Path.Combine(folder, name.DistInfo);
    }

    /// <summary>The Python files that the wheel takes from the source root, and its data files.</summary>
    /// <param name="request">What is known of the wheel.</param>
    /// <param name="module">The module's import name.</param>
    /// <returns>Their full paths.</returns>
    public static IReadOnlyList<string> SourceFiles(DistributionRequest request, ModuleName module)
    {
        string? root = string.IsNullOrEmpty(request.SourceRoot) ? null : ProjectFiles.Resolve(request.ProjectDirectory, request.SourceRoot);
        IEnumerable<string> sources = root is null ? [] : PythonSources.Find(root, module, new SourceSelection(request.Include, request.Exclude)).Select(source => source.Origin);
        return [.. sources.Concat(request.DataFiles.Select(file => file.File))];
    }

    /// <summary>Makes a wheel.</summary>
    /// <param name="request">What goes into it.</param>
    /// <param name="progress">Told each step in a sentence, before the wheel is published; may be null, and may throw to stop.</param>
    /// <returns>The finished wheel.</returns>
    /// <exception cref="WheelException">Something is wrong with the input; there is a finding for each problem, and no wheel was left behind.</exception>
    public static WheelResult Pack(WheelRequest request, Action<string>? progress = null)
    {
        Distribution distribution = new(request.Distribution);
        (AuditReport audit, NativeLibraryBundle bundle, string platform) = Audit(request, distribution);
        // The libraries bring licences along, which the metadata lists.
        if (request.ThirdParty is not null)
            distribution = new Distribution(request.Distribution, new ThirdParty(request.ThirdParty, bundle));
        progress?.Invoke($"Audited {Path.GetFileName(request.NativeLibrary)}: {platform}, {audit.UndefinedPySymbols.Count} CPython symbols, all in the Stable ABI of {distribution.Minimum}.");

        WheelFileName name = distribution.FileName(request.HasPlainPlatformTag ? PlainTag(platform) : platform);
        WheelBuilder builder = distribution.Arrange(name, request.Module, request.NativeLibrary, bundle);
        builder.AddRange(distribution.Sboms(name, bundle.Entries(request.Module.Name), request.Generator));
        builder.AddWheelFile(request.Generator);

        // Not called ".whl" before it is verified: a build that is killed leaves no wheel.
        string temporary = Path.Combine(request.IntermediateDirectory, name + ".partial");
        builder.Write(temporary);
        return Publish(request, name, temporary, audit, progress);
    }

    /// <summary>Audits the binary with the libraries that go along.</summary>
    internal static (AuditReport Report, NativeLibraryBundle Bundle, string Platform) Audit(WheelRequest request, Distribution distribution)
    {
        AuditOptions options = new(request.Module.Name, distribution.Minimum, request.Manylinux);
        NativeLibraryBundle bundle = request.NativeLibraries.Count == 0
            ? NativeLibraryBundle.Empty
            : NativeLibraryBundle.Read(request.NativeLibraries, ElfFile.Read(request.NativeLibrary).Machine);
        AuditReport audit = BundleAudit.Run(bundle, BinaryAudit.Run(request.NativeLibrary, options with { IsBundled = bundle.Holds }), request.Manylinux);
        audit = AppAudit.Run(request.Distribution.Apps, audit, options);
        if (audit.Findings.Count > 0 || audit.PlatformTag is not string platform)
            throw new WheelException(audit.Findings);
        return (audit, bundle, platform);
    }

    // "manylinux_2_17_x86_64" -> "linux_x86_64"; macOS and Windows know one tag only.
    internal static string PlainTag(string platform) => LinuxPolicy().Replace(platform, "linux_");

    private static WheelResult Publish(WheelRequest request, WheelFileName name, string temporary, AuditReport audit, Action<string>? progress)
    {
        try
        {
            IReadOnlyList<Finding> findings = WheelVerifier.Verify(temporary, name.ToString(), new WheelVerifierOptions { AllowsLocalPlatform = request.Manylinux == AuditOptions.Off || request.HasPlainPlatformTag, Module = request.Module.Name });
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

    [GeneratedRegex("^(manylinux|musllinux)_[0-9]+_[0-9]+_")]
    private static partial Regex LinuxPolicy();
}
