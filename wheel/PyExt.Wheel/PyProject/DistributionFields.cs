using System.Text.RegularExpressions;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.PyProject;

/// <summary>
/// The fields of a distribution, merged from the project file and the <c>[project]</c> table. A field may stand in either; in both only with the
/// same value. What the table neither has nor lists in <c>dynamic</c> may not come from the project file, because tools read the table alone.
/// </summary>
internal sealed partial class DistributionFields
{
    private readonly DistributionRequest _request;
    private readonly ProjectTable? _table;
    private readonly List<Finding> _findings = [];

    /// <summary>Merges.</summary>
    /// <param name="request">What the project file says.</param>
    /// <param name="file">The <c>pyproject.toml</c>, or null.</param>
    /// <exception cref="WheelException">PYX4021: the two contradict each other; there is a finding for each field.</exception>
    public DistributionFields(DistributionRequest request, PyProjectFile? file)
    {
        _request = request;
        _table = file?.Project;
        Folder = file is null ? request.ProjectDirectory : Path.GetDirectoryName(file.File)!;

        Name = Merge("name", "PackageId", request.IsNameDefault ? null : request.Name, _table?.Name, SameName) ?? request.Name;
        Version = MergeVersion();
        Summary = Merge("description", "Description", request.Summary is { Length: > 0 } text ? WhiteSpace().Replace(text, " ").Trim() : null, _table?.Description);
        Authors = MergeAuthors();
        Maintainers = _table?.Maintainers ?? [];
        LicenseExpression = Merge("license", "PackageLicenseExpression", NullIfEmpty(request.LicenseExpression), _table?.License);
        Keywords = MergeList("keywords", "PackageTags", request.Keywords, _table?.Keywords, keyword => keyword);
        Classifiers = MergeList("classifiers", "PyClassifier", request.Classifiers, _table?.Classifiers, classifier => classifier);
        Requirements = MergeList("dependencies", "PyRequirement", request.Requirements, _table?.Dependencies, Tight);
        Extras = MergeList("optional-dependencies", "PyExtra", request.Extras, _table?.OptionalDependencies, extra => $"{extra.Name}: {string.Join(", ", extra.Requirements.Select(Tight).Order(StringComparer.Ordinal))}");
        EntryPoints =
        [
            .. MergeList("scripts", "PyScript", request.Scripts, _table?.Scripts, Shown),
            .. MergeList("gui-scripts", "PyGuiScript", request.GuiScripts, _table?.GuiScripts, Shown),
            .. MergeList("entry-points", "PyEntryPoint", request.EntryPoints, _table?.EntryPoints, entry => $"{entry.Group}: {Shown(entry)}"),
        ];
        Urls = MergeList("urls", "PyProjectUrl, PackageProjectUrl or RepositoryUrl", ProjectUrls(request), _table?.Urls, url => $"{url.Label} = {url.Url}");
        RequiresPython = MergeRequiresPython();
        Readme = MergeReadme();
        Licenses = MergeLicenses();
        if (_findings.Count > 0)
            throw new WheelException(_findings);
    }

    /// <summary>The folder that paths of the table are relative to.</summary>
    public string Folder { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The version.</summary>
    public Pep440Version Version { get; }

    /// <summary>The summary.</summary>
    public string? Summary { get; }

    /// <summary>The authors.</summary>
    public IReadOnlyList<Person> Authors { get; }

    /// <summary>The maintainers.</summary>
    public IReadOnlyList<Person> Maintainers { get; }

    /// <summary>The licence expression.</summary>
    public string? LicenseExpression { get; }

    /// <summary>The licence files.</summary>
    public IReadOnlyList<LicenseFile> Licenses { get; }

    /// <summary>The keywords.</summary>
    public IReadOnlyList<string> Keywords { get; }

    /// <summary>The classifiers.</summary>
    public IReadOnlyList<string> Classifiers { get; }

    /// <summary>The requirements.</summary>
    public IReadOnlyList<string> Requirements { get; }

    /// <summary>The optional requirements.</summary>
    public IReadOnlyList<Extra> Extras { get; }

    /// <summary>The entry points of all groups.</summary>
    public IReadOnlyList<EntryPoint> EntryPoints { get; }

    /// <summary>The links.</summary>
    public IReadOnlyList<ProjectUrl> Urls { get; }

    /// <summary>The Pythons.</summary>
    public string RequiresPython { get; }

    /// <summary>The long description.</summary>
    public Readme? Readme { get; }

    /// <summary>The import names.</summary>
    public IReadOnlyList<string> ImportNames => _table?.ImportNames ?? [];

    /// <summary>The import namespaces.</summary>
    public IReadOnlyList<string> ImportNamespaces => _table?.ImportNamespaces ?? [];

    private Pep440Version MergeVersion()
    {
        Pep440Version own = VersionMapping.FromNuGet(_request.Version);
        string? merged = Merge("version", "Version", _request.IsVersionDefault ? null : own.ToString(), _table?.Version, SameVersion);
        if (merged is null || merged == own.ToString())
            return own;
        if (Pep440Version.TryParse(merged, out Pep440Version? version) && !version.IsLocal)
            return version;
        throw new WheelException([new Finding(DiagnosticCodes.Version, $"The version '{merged}' is {(version is null ? "not a PEP 440 version" : "a local version, which the package index refuses")}. Write one such as 1.2.3, 1.2.3b1 or 1.2.3.dev4.") { Location = _table!.Place("version") }]);
    }

    // The project file knows names only; addresses come along from the table.
    private IReadOnlyList<Person> MergeAuthors()
    {
        Person[] own = [.. _request.Authors.Select(Person.Parse)];
        bool knowsAddresses = own.Any(person => person.Email is not null);
        return MergeList("authors", "Authors", own, _table?.Authors, person => knowsAddresses ? person.Mailbox ?? person.Name! : person.Name ?? person.Email!);
    }

    private string MergeRequiresPython()
    {
        string floor = $">={_request.MinimumPythonVersion}";
        if (_table?.RequiresPython is not string specifiers)
            return floor;
        if (Requirement.SpecifierProblem(specifiers) is string problem)
            Contradict("requires-python", $"'requires-python' is '{specifiers}': {problem}", DiagnosticCodes.PyProject);
        else if (PythonVersion.TryParse(_request.MinimumPythonVersion, out PythonVersion minimum) && !Requirement.ExcludesBelow(specifiers, minimum))
            Contradict("requires-python", $"'requires-python' is '{specifiers}', which admits Pythons older than PyMinimumVersion of {_request.ProjectFile}, {minimum}. The wheel's tag does not. Write '{floor}', or remove it: it is the default.");
        return specifiers;
    }

    private Readme? MergeReadme()
    {
        ReadmeSource? source = _table?.Readme;
        string? own = NullIfEmpty(_request.ReadmeFile);
        string? file = Merge("readme", "PackageReadmeFile", own, source?.File ?? (source is null ? null : "a text"), SamePath);
        if (source?.Text is string text)
            return new Readme(text.ReplaceLineEndings("\n"), source.ContentType ?? "text/plain; charset=UTF-8");
        if (source is not null)
            return ProjectFiles.FindReadme(Folder, file, $"'readme' in {PyProjectFile.FileName}", source.ContentType);

        // A readme that nobody names is filled in only where the table lets it be.
        Readme? readme = own is null && !MayFill("readme") ? null : ProjectFiles.FindReadme(_request.ProjectDirectory, own, "PackageReadmeFile");
        // A wheel without a description fails "twine check --strict"; the summary is better than nothing.
        return readme is null && !string.IsNullOrEmpty(Summary) && MayFill("readme") ? new Readme(Summary + "\n", "text/plain; charset=UTF-8") : readme;
    }

    private IReadOnlyList<LicenseFile> MergeLicenses()
    {
        if (_table?.LicenseFiles is not { } patterns)
            return ProjectFiles.FindLicenses(_request.ProjectDirectory, _request.LicenseFile);
        if (!string.IsNullOrEmpty(_request.LicenseFile))
            Contradict("license-files", $"'license-files' is here, and PackageLicenseFile is '{_request.LicenseFile}' in {_request.ProjectFile}. Remove one of the two.");
        return LicensePatterns.Find(Folder, patterns, _table.Place("license-files"));
    }

    private string? Merge(string key, string property, string? own, string? other, Func<string, string, bool>? equal = null)
    {
        if (own is null || _table is null)
            return own ?? other;
        if (!_table.Has(key))
            NotDynamic(key, property);
        else if (other is not null && !(equal ?? string.Equals)(own, other))
            Contradict(key, $"'{key}' is '{other}' here, but {property} is '{own}' in {_request.ProjectFile}. Keep one of the two, or make them equal.");
        return other ?? own;
    }

    private IReadOnlyList<T> MergeList<T>(string key, string property, IReadOnlyList<T> own, IReadOnlyList<T>? other, Func<T, string> shown)
    {
        if (own.Count == 0 || _table is null)
            return other ?? own;
        if (!_table.Has(key))
            NotDynamic(key, property);
        else if (other is not null && !own.Select(shown).ToHashSet(StringComparer.Ordinal).SetEquals(other.Select(shown)))
            Contradict(key, $"'{key}' is '{string.Join("; ", other.Select(shown))}' here, but {property} is '{string.Join("; ", own.Select(shown))}' in {_request.ProjectFile}. Keep one of the two, or make them equal.");
        return other ?? own;
    }

    private bool MayFill(string key) => _table is null || _table.Dynamic.Contains(key);

    private void NotDynamic(string key, string property)
    {
        if (!MayFill(key))
            Contradict("dynamic", $"{property} is set in {_request.ProjectFile}, but [project] neither has '{key}' nor lists it in 'dynamic', so tools that read pyproject.toml alone would take it for empty. Add \"{key}\" to dynamic.");
    }

    private void Contradict(string key, string message, string code = DiagnosticCodes.Contradiction) =>
        _findings.Add(new Finding(code, message) { Location = _table!.Place(key) });

    private bool SamePath(string own, string other) => ProjectFiles.Resolve(_request.ProjectDirectory, own) == ProjectFiles.Resolve(Folder, other);

    private static bool SameName(string own, string other) =>
        DistributionName.IsValid(own) && DistributionName.IsValid(other) && DistributionName.Parse(own).Normalized == DistributionName.Parse(other).Normalized;

    private static bool SameVersion(string own, string other) =>
        Pep440Version.TryParse(own, out Pep440Version? left) && Pep440Version.TryParse(other, out Pep440Version? right) && left == right;

    private static List<ProjectUrl> ProjectUrls(DistributionRequest request)
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

    private static string Shown(EntryPoint entry) => $"{entry.Name} = {entry.Target}";

    private static string Tight(string requirement) => WhiteSpace().Replace(requirement, "");

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
