using System.Text;
using PyExt.Wheel.Layout;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.Sbom;

/// <summary>The work of others in a wheel, and the licences that go with it.</summary>
internal sealed class ThirdParty
{
    private const string Folder = ThirdPartyRequest.Folder;

    private readonly IReadOnlyList<BundledLibrary> _libraries;

    public ThirdParty(ThirdPartyRequest request, NativeLibraryBundle bundle)
    {
        Request = request;
        _libraries = bundle.Libraries;
        Packages = [.. request.CompiledFiles.Concat(_libraries.Where(library => library.Library.Package is not null).Select(library => library.Library.File))
            .GroupBy(Path.GetDirectoryName)
            .Select(files => NuGetPackage.Of(files.First()))
            .OfType<NuGetPackage>()
            .DistinctBy(package => package.PackageUrl)
            .OrderBy(package => package.PackageUrl, StringComparer.Ordinal)];
        Graph = DependencyGraph.Read(request.WritesSbom ? request.AssetsFile : null, request.RuntimeIdentifier);
        Apps = [.. request.Apps.OrderBy(app => app.Key, StringComparer.Ordinal)
            .Select(app => KeyValuePair.Create(app.Key, DependencyGraph.Read(request.WritesSbom ? app.Value : null, request.RuntimeIdentifier)))];
        Licenses = [.. Packages.SelectMany(LicensesOf).Concat(_libraries.SelectMany(LicensesOf)).DistinctBy(license => license.Path, StringComparer.OrdinalIgnoreCase)];
    }

    public ThirdPartyRequest Request { get; }

    /// <summary>The NuGet packages whose code is in the wheel, the .NET runtime among them.</summary>
    public IReadOnlyList<NuGetPackage> Packages { get; }

    public DependencyGraph Graph { get; }

    /// <summary>What each app needs, by its command.</summary>
    public IReadOnlyList<KeyValuePair<string, DependencyGraph>> Apps { get; }

    /// <summary>The licence files, with their paths in <c>dist-info/licenses</c>.</summary>
    public IReadOnlyList<LicenseFile> Licenses { get; }

    /// <summary>The path of a list of everything with its licence and copyright, or null where there is nothing.</summary>
    public string? NoticePath => Packages.Count + _libraries.Count == 0 ? null : Folder + "/NOTICE.txt";

    /// <summary>That list.</summary>
    public string Notice()
    {
        StringBuilder text = new("This wheel contains work of others. What their licences ask to be passed on is beside this file.\n");
        foreach (NuGetPackage package in Packages)
            Append(text, $"{package.Id} {package.Version}", package.LicenseExpression ?? package.LicenseUrl ?? package.LicenseFile, package.Copyright, package.ProjectUrl ?? package.RepositoryUrl);
        foreach (NativeLibrary library in _libraries.Select(library => library.Library).Where(library => library.Package is null || library.License is not null))
            Append(text, $"{Path.GetFileName(library.File)} {library.Version}".TrimEnd(), library.License, null, null);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, params string?[] lines)
    {
        text.Append('\n').Append(name).Append('\n');
        foreach (string line in lines.OfType<string>())
            text.Append("    ").Append(line.ReplaceLineEndings(" ")).Append('\n');
    }

    private static IEnumerable<LicenseFile> LicensesOf(NuGetPackage package) =>
        package.LicenseFiles().Select(file => new LicenseFile($"{Folder}/{package.Id}/{Path.GetRelativePath(package.Directory, file).Replace('\\', '/')}", file));

    private static IEnumerable<LicenseFile> LicensesOf(BundledLibrary library) => library.Library.LicenseFile is string file
        ? [new LicenseFile($"{Folder}/{Path.GetFileName(library.Library.File)}/{Path.GetFileName(file)}", file)]
        : [];
}
