using System.Text.RegularExpressions;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel;

/// <summary>The part of a wheel that follows from the project alone, read and checked: all errors that need no binary come from here.</summary>
internal sealed partial class Distribution
{
    private readonly DistributionRequest _request;
    private readonly DateTime _time;
    private readonly IReadOnlyList<LicenseFile> _licenses;
    private readonly CoreMetadata _metadata;
    private readonly string _metadataText;
    private readonly string? _entryPoints;

    /// <summary>Reads a project.</summary>
    /// <param name="request">The project.</param>
    /// <exception cref="WheelException">The project has mistakes.</exception>
    public Distribution(DistributionRequest request)
    {
        _request = request;
        Minimum = PythonVersion.ParseMinimum(request.MinimumPythonVersion);
        _time = ArchiveTime.FromSourceDateEpoch(request.SourceDateEpoch);
        _licenses = ProjectFiles.FindLicenses(request.ProjectDirectory, request.LicenseFile);
        _metadata = CreateMetadata(request, Minimum, _licenses);
        _metadataText = _metadata.Write();
        _entryPoints = request.Scripts.Count > 0 ? EntryPoints.Write(request.Scripts) : null;
    }

    /// <summary>The oldest Python.</summary>
    public PythonVersion Minimum { get; }

    /// <summary>The name of the wheel for a platform.</summary>
    /// <param name="platform">The platform's tag.</param>
    public WheelFileName FileName(string platform) => WheelFileName.Create(_metadata.Name, _metadata.Version, WheelTag.Abi3(Minimum, platform));

    /// <summary>Collects the wheel's files, of which none is read yet.</summary>
    /// <param name="name">The wheel's name.</param>
    /// <param name="module">The module.</param>
    /// <param name="nativeLibrary">The linked binary.</param>
    /// <returns>The wheel, with its WHEEL file still to be added.</returns>
    /// <exception cref="WheelException">The files do not fit together.</exception>
    public WheelBuilder Arrange(WheelFileName name, ModuleMetadata module, string nativeLibrary)
    {
        WheelBuilder builder = new(name, _time);
        string? root = string.IsNullOrEmpty(_request.SourceRoot) ? null : ProjectFiles.Resolve(_request.ProjectDirectory, _request.SourceRoot);
        builder.AddRange(PackageLayout.Arrange(module, nativeLibrary, root is null ? null : PythonSources.Find(root, module.Name)));
        builder.AddDistInfo("METADATA", _metadataText);
        if (_entryPoints is not null)
            builder.AddDistInfo("entry_points.txt", _entryPoints);
        foreach (LicenseFile license in _licenses)
            builder.Add(ArchiveEntry.FromFile($"{name.DistInfo}/licenses/{license.Path}", license.File));
        return builder;
    }

    private static CoreMetadata CreateMetadata(DistributionRequest request, PythonVersion minimum, IReadOnlyList<LicenseFile> licenses)
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

    private static List<ProjectUrl> Urls(DistributionRequest request)
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
