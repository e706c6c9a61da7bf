using System.Globalization;
using System.Text.RegularExpressions;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel;

/// <summary>Makes a wheel from a linked extension module: audits, writes, verifies, publishes.</summary>
public static partial class WheelPacker
{
    /// <summary>Makes a wheel.</summary>
    /// <param name="request">What goes into it.</param>
    /// <param name="progress">Told each step in a sentence, before the wheel is published; may be null, and may throw to stop.</param>
    /// <returns>The finished wheel.</returns>
    /// <exception cref="WheelException">Something is wrong with the input; there is a finding for each problem, and no wheel was left behind.</exception>
    public static WheelResult Pack(WheelRequest request, Action<string>? progress = null)
    {
        PythonVersion minimum = PythonVersion.ParseMinimum(request.MinimumPythonVersion);
        DateTime time = ArchiveTime.FromSourceDateEpoch(request.SourceDateEpoch);
        IReadOnlyList<LicenseFile> licenses = ProjectFiles.FindLicenses(request.ProjectDirectory, request.LicenseFile);
        CoreMetadata metadata = CreateMetadata(request, minimum, licenses);
        string metadataText = metadata.Write();

        AuditOptions options = new(request.Module.Name, minimum, request.Manylinux);
        AuditReport audit = BinaryAudit.Run(request.NativeLibrary, options);
        if (audit.Findings.Count > 0 || audit.PlatformTag is not string platform)
            throw new WheelException(audit.Findings);
        progress?.Invoke($"Audited {Path.GetFileName(request.NativeLibrary)}: {platform}, {audit.UndefinedPySymbols.Count} CPython symbols, all in the Stable ABI of {minimum}.");

        WheelFileName name = WheelFileName.Create(metadata.Name, metadata.Version, WheelTag.Abi3(minimum, platform));
        WheelBuilder builder = new(name, time);
        string? root = string.IsNullOrEmpty(request.SourceRoot) ? null : ProjectFiles.Resolve(request.ProjectDirectory, request.SourceRoot);
        builder.AddRange(PackageLayout.Arrange(request.Module, request.NativeLibrary, root is null ? null : PythonSources.Find(root, request.Module.Name)));
        builder.AddDistInfo("METADATA", metadataText);
        builder.AddWheelFile(request.Generator);
        if (request.Scripts.Count > 0)
            builder.AddDistInfo("entry_points.txt", EntryPoints.Write(request.Scripts));
        foreach (LicenseFile license in licenses)
            builder.Add(ArchiveEntry.FromFile($"{name.DistInfo}/licenses/{license.Path}", license.File));

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
            string path = WheelPublisher.Publish(temporary, request.OutputDirectory, name.ToString());
            return new WheelResult(path, name.ToString(), name.Tag, size, audit);
        }
        finally
        {
            WheelPublisher.DeleteQuietly(temporary);
        }
    }

    private static CoreMetadata CreateMetadata(WheelRequest request, PythonVersion minimum, IReadOnlyList<LicenseFile> licenses)
    {
        string? summary = request.Summary is null ? null : WhiteSpace().Replace(request.Summary, " ").Trim();
        Readme? readme = ProjectFiles.FindReadme(request.ProjectDirectory, request.ReadmeFile);

        // A wheel without a description fails "twine check --strict"; the summary is better than nothing.
        if (readme is null && !string.IsNullOrEmpty(summary))
            readme = new Readme(summary + "\n", "text/plain; charset=UTF-8");

        return new CoreMetadata
        {
            Name = DistributionName.Parse(request.Name),
            Version = VersionMapping.FromNuGet(request.Version),
            Summary = summary,
            Author = string.Join(", ", request.Authors),
            LicenseExpression = request.LicenseExpression,
            LicenseFiles = [.. licenses.Select(license => license.Path)],
            Keywords = request.Keywords,
            Classifiers = request.Classifiers,
            RequiresPython = $">={minimum}",
            Requirements = request.Requirements,
            Extras = request.Extras,
            ProjectUrls = Urls(request),
            Description = readme,
        };
    }

    private static List<ProjectUrl> Urls(WheelRequest request)
    {
        List<ProjectUrl> urls = [.. request.ProjectUrls];
        AddUrl(urls, "Homepage", request.HomePage);
        AddUrl(urls, "Repository", request.RepositoryUrl);
        return urls;
    }

    private static void AddUrl(List<ProjectUrl> urls, string label, string? url)
    {
        if (!string.IsNullOrEmpty(url) && !urls.Exists(other => other.Label.Equals(label, StringComparison.OrdinalIgnoreCase)))
            urls.Add(new ProjectUrl(label, url));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
