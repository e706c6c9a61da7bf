using PyExt.Wheel.Apps;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.PyProject;
using PyExt.Wheel.Sbom;

namespace PyExt.Wheel;

/// <summary>The part of a wheel that follows from the project alone, read and checked: all errors that need no binary come from here.</summary>
internal sealed class Distribution
{
    private readonly DistributionRequest _request;
    private readonly ThirdParty? _thirdParty;
    private readonly CoreMetadata _metadata;
    private readonly string? _entryPoints;
    private readonly string? _buildNumber;
    private readonly List<Finding> _warnings = [];
    private readonly IReadOnlyList<PythonVersion> _freeThreaded;

    /// <summary>Reads a project.</summary>
    /// <param name="request">The project.</param>
    /// <param name="thirdParty">The work of others that goes along, where it is known.</param>
    /// <exception cref="WheelException">The project has mistakes.</exception>
    public Distribution(DistributionRequest request, ThirdParty? thirdParty = null)
    {
        _request = request;
        _thirdParty = thirdParty;
        Minimum = PythonVersion.ParseMinimum(request.MinimumPythonVersion);
        _freeThreaded = [.. request.FreeThreadedVersions.Select(PythonVersion.ParseFreeThreaded)];
        Time = ArchiveTime.FromSourceDateEpoch(request.SourceDateEpoch);
        string? file = string.IsNullOrEmpty(request.PyProjectFile) ? null : ProjectFiles.Resolve(request.ProjectDirectory, request.PyProjectFile);
        DistributionFields fields = new(request, file is null ? null : PyProjectFile.Read(file));
        Licenses = fields.Licenses;
        Files = [.. new[] { file, fields.Readme?.File }.OfType<string>(), .. Licenses.Select(license => license.File)];
        _metadata = CreateMetadata(fields, thirdParty);
        MetadataText = _metadata.Write();
        AppRules.Check(request.Apps, fields.EntryPoints, request.DataFiles);
        _entryPoints = fields.EntryPoints.Count > 0 ? EntryPoints.Write(fields.EntryPoints) : null;
        _buildNumber = WheelFileName.CheckBuild(request.BuildNumber);
        _warnings.AddRange(fields.Classifiers.Select(Classifiers.Doubt).OfType<string>().Select(doubt => new Finding(DiagnosticCodes.Metadata, doubt)));
    }

    /// <summary>What is doubtful, but may be right. Complete after <see cref="Arrange"/>.</summary>
    public IReadOnlyList<Finding> Warnings => _warnings;

    /// <summary>The files that the metadata is read from.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The licence files.</summary>
    public IReadOnlyList<LicenseFile> Licenses { get; }

    /// <summary>The text of METADATA, or PKG-INFO.</summary>
    public string MetadataText { get; }

    /// <summary>The time stamp of every file.</summary>
    public DateTime Time { get; }

    /// <summary>The name of the source distribution.</summary>
    public string SdistFileName => $"{_metadata.Name.Escaped}-{_metadata.Version}.tar.gz";

    /// <summary>The name in its normal form.</summary>
    public DistributionName Name => _metadata.Name;

    /// <summary>The programs that go along, as far as they are linked.</summary>
    public IEnumerable<WheelApp> Apps => _request.Apps.Where(app => app.Binary is not null);

    /// <summary>The folder with the Python sources, or null.</summary>
    public string? SourceRoot => string.IsNullOrEmpty(_request.SourceRoot) ? null : ProjectFiles.Resolve(_request.ProjectDirectory, _request.SourceRoot);

    /// <summary>The oldest Python.</summary>
    public PythonVersion Minimum { get; }

    /// <summary>The name of the wheel for a platform.</summary>
    /// <param name="platform">The platform's tag.</param>
    public WheelFileName FileName(string platform) => WheelFileName.Create(
        _metadata.Name, _metadata.Version, _request.IsGilNotUsed ? WheelTag.Abi3t(Minimum, _freeThreaded, platform) : WheelTag.Abi3(Minimum, platform), _buildNumber);

    /// <summary>Collects the wheel's files, of which none is read yet.</summary>
    /// <param name="name">The wheel's name.</param>
    /// <param name="module">The module.</param>
    /// <param name="nativeLibrary">The linked binary.</param>
    /// <param name="bundle">The shared libraries that go along.</param>
    /// <returns>The wheel, with its WHEEL file still to be added.</returns>
    /// <exception cref="WheelException">The files do not fit together.</exception>
    public WheelBuilder Arrange(WheelFileName name, ModuleMetadata module, string nativeLibrary, NativeLibraryBundle bundle)
    {
        WheelBuilder builder = new(name, Time);
        builder.AddRange(ArrangePackages(module, nativeLibrary, bundle));
        AddRest(builder, name);
        builder.AddRange(Apps.Select(app => ArchiveEntry.FromFile($"{name.DataFolder}/scripts/{app.FileName}", app.Binary!, isExecutable: true)));
        return builder;
    }

    /// <summary>The packages of the wheel.</summary>
    /// <param name="module">The module.</param>
    /// <param name="nativeLibrary">The linked binary.</param>
    /// <param name="bundle">The shared libraries that go along.</param>
    public IEnumerable<ArchiveEntry> ArrangePackages(ModuleMetadata module, string nativeLibrary, NativeLibraryBundle bundle)
    {
        IReadOnlyList<ArchiveEntry> files = PackageLayout.Arrange(
            module, nativeLibrary, _request.IsGilNotUsed ? PackageLayout.AnyBuildSuffix : PackageLayout.Abi3Suffix, SourceRoot is null ? null : FindSources(SourceRoot, module.Name));
        return bundle.Edit(files, nativeLibrary, module.Name, SourceRoot is not null);
    }

    /// <summary>Adds what is no package: data files and the metadata, without the WHEEL file.</summary>
    /// <param name="builder">The wheel.</param>
    /// <param name="name">The wheel's name.</param>
    public void AddRest(WheelBuilder builder, WheelFileName name)
    {
        builder.AddRange(DataFile.Arrange(_request.DataFiles, name.DataFolder));
        builder.AddDistInfo("METADATA", MetadataText);
        if (_entryPoints is not null)
            builder.AddDistInfo("entry_points.txt", _entryPoints);
        foreach (LicenseFile license in Licenses.Concat(_thirdParty?.Licenses ?? []))
            builder.Add(ArchiveEntry.FromFile($"{name.DistInfo}/licenses/{license.Path}", license.File));
        if (_thirdParty?.NoticePath is string notice)
            builder.AddDistInfo("licenses/" + notice, _thirdParty.Notice());
    }

    /// <summary>The bills of materials.</summary>
    /// <param name="name">The wheel's name.</param>
    /// <param name="libraries">The libraries that go along, as the wheel has them.</param>
    /// <param name="generator">The program that makes the wheel.</param>
    public IEnumerable<ArchiveEntry> Sboms(WheelFileName name, IReadOnlyList<(BundledLibrary Library, ArchiveEntry Entry)> libraries, string generator) => _thirdParty is null
        ? []
        : SbomFiles.Collect(_thirdParty, libraries, _metadata, name.DistInfo + "/sboms", generator, string.IsNullOrEmpty(_request.SourceDateEpoch) ? null : Time);

    private IReadOnlyList<ArchiveEntry> FindSources(string root, ModuleName module)
    {
        SourceSelection selection = new(_request.Include, _request.Exclude);
        IReadOnlyList<ArchiveEntry> sources = PythonSources.Find(root, module, selection);
        _warnings.AddRange(selection.Unmatched(root));
        return sources;
    }

    private static CoreMetadata CreateMetadata(DistributionFields fields, ThirdParty? thirdParty) => new()
    {
        Name = DistributionName.Parse(fields.Name),
        Version = fields.Version,
        Summary = fields.Summary,
        Authors = fields.Authors,
        Maintainers = fields.Maintainers,
        LicenseExpression = fields.LicenseExpression,
        LicenseFiles = [.. fields.Licenses.Concat(thirdParty?.Licenses ?? []).Select(license => license.Path), .. new[] { thirdParty?.NoticePath }.OfType<string>()],
        Keywords = fields.Keywords,
        Classifiers = fields.Classifiers,
        RequiresPython = fields.RequiresPython,
        Requirements = fields.Requirements,
        Extras = fields.Extras,
        ProjectUrls = fields.Urls,
        ImportNames = fields.ImportNames,
        ImportNamespaces = fields.ImportNamespaces,
        Description = fields.Readme,
    };
}
