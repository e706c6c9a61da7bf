using System.Text;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Metadata;

/// <summary>The core metadata of a distribution, version 2.4 of the specification.</summary>
public sealed class CoreMetadata
{
    /// <summary>The version of the specification that is written, unless a field needs a newer one.</summary>
    public const string MetadataVersion = "2.4";

    private const string VersionWithImportNames = "2.5";

    /// <summary>The name.</summary>
    public required DistributionName Name { get; init; }

    /// <summary>The version.</summary>
    public required Pep440Version Version { get; init; }

    /// <summary>One line about the project, at most 512 characters.</summary>
    public string? Summary { get; init; }

    /// <summary>The authors.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>The maintainers.</summary>
    public IReadOnlyList<Person> Maintainers { get; init; } = [];

    /// <summary>An SPDX licence expression.</summary>
    public string? LicenseExpression { get; init; }

    /// <summary>The licence files, as paths below <c>dist-info/licenses/</c>.</summary>
    public IReadOnlyList<string> LicenseFiles { get; init; } = [];

    /// <summary>The keywords.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The trove classifiers.</summary>
    public IReadOnlyList<string> Classifiers { get; init; } = [];

    /// <summary>The Python versions it runs on, such as <c>&gt;=3.12</c>.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>The requirements in the notation of PEP 508.</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>The optional requirements.</summary>
    public IReadOnlyList<Extra> Extras { get; init; } = [];

    /// <summary>The links.</summary>
    public IReadOnlyList<ProjectUrl> ProjectUrls { get; init; } = [];

    /// <summary>The modules and packages it can be imported by, where it says so.</summary>
    public IReadOnlyList<string> ImportNames { get; init; } = [];

    /// <summary>The namespace packages it has a part of.</summary>
    public IReadOnlyList<string> ImportNamespaces { get; init; } = [];

    /// <summary>The long description.</summary>
    public Readme? Description { get; init; }

    /// <summary>The fields in the order in which they are written.</summary>
    /// <returns>Names and values.</returns>
    public IEnumerable<KeyValuePair<string, string>> Fields()
    {
        yield return new("Metadata-Version", ImportNames.Count + ImportNamespaces.Count > 0 ? VersionWithImportNames : MetadataVersion);
        yield return new("Name", Name.Name);
        yield return new("Version", Version.ToString());
        if (!string.IsNullOrEmpty(Summary))
            yield return new("Summary", Summary);
        if (Keywords.Count > 0)
            yield return new("Keywords", string.Join(',', Keywords));
        foreach (KeyValuePair<string, string> field in People("Author", Authors).Concat(People("Maintainer", Maintainers)))
            yield return field;
        if (!string.IsNullOrEmpty(LicenseExpression))
            yield return new("License-Expression", LicenseExpression);
        foreach (string file in LicenseFiles)
            yield return new("License-File", file);
        foreach (string classifier in Classifiers)
            yield return new("Classifier", classifier);
        foreach (ProjectUrl url in ProjectUrls)
            yield return new("Project-URL", $"{url.Label}, {url.Url}");
        if (!string.IsNullOrEmpty(RequiresPython))
            yield return new("Requires-Python", RequiresPython);
        foreach (string requirement in Requirements)
            yield return new("Requires-Dist", requirement);
        foreach (Extra extra in Extras)
        {
            yield return new("Provides-Extra", extra.Name);
            foreach (string requirement in extra.Requirements)
                yield return new("Requires-Dist", WithExtra(requirement, extra.Name));
        }

        foreach (string name in ImportNames)
            yield return new("Import-Name", name);
        foreach (string name in ImportNamespaces)
            yield return new("Import-Namespace", name);
        if (Description is not null)
            yield return new("Description-Content-Type", Description.ContentType);
    }

    /// <summary>Writes the METADATA file, after checking every field.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="WheelException">PYX4004 or PYX4007: fields have invalid values; there is a finding for each.</exception>
    public string Write()
    {
        List<Finding> findings = MetadataRules.Check([.. Fields()]);
        if (findings.Count > 0)
            throw new WheelException(findings);

        StringBuilder text = new();
        foreach ((string name, string value) in Fields())
            text.Append(name).Append(": ").Append(value).Append('\n');
        text.Append('\n');
        if (Description is not null)
            text.Append(Description.Text);
        return text.ToString();
    }

    // Who has an address stands in the one field, who has none in the other.
    private static IEnumerable<KeyValuePair<string, string>> People(string field, IReadOnlyList<Person> people)
    {
        string[] names = [.. people.Where(person => person.Email is null && !string.IsNullOrEmpty(person.Name)).Select(person => person.Name!)];
        if (names.Length > 0)
            yield return new(field, string.Join(", ", names));
        string[] mailboxes = [.. people.Select(person => person.Mailbox).OfType<string>()];
        if (mailboxes.Length > 0)
            yield return new(field + "-email", string.Join(", ", mailboxes));
    }

    private static string WithExtra(string requirement, string extra)
    {
        int separator = requirement.IndexOf(';', StringComparison.Ordinal);
        return separator < 0
            ? $"{requirement.TrimEnd()}; extra == '{extra}'"
            : $"{requirement[..separator].TrimEnd()}; ({requirement[(separator + 1)..].Trim()}) and extra == '{extra}'";
    }
}
