using System.Text;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Metadata;

/// <summary>The core metadata of a distribution, version 2.4 of the specification.</summary>
public sealed class CoreMetadata
{
    /// <summary>The version of the specification that is written.</summary>
    public const string MetadataVersion = "2.4";

    /// <summary>The name.</summary>
    public required DistributionName Name { get; init; }

    /// <summary>The version.</summary>
    public required Pep440Version Version { get; init; }

    /// <summary>One line about the project, at most 512 characters.</summary>
    public string? Summary { get; init; }

    /// <summary>The authors.</summary>
    public string? Author { get; init; }

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

    /// <summary>The long description.</summary>
    public Readme? Description { get; init; }

    /// <summary>The fields in the order in which they are written.</summary>
    /// <returns>Names and values.</returns>
    public IEnumerable<KeyValuePair<string, string>> Fields()
    {
        yield return new("Metadata-Version", MetadataVersion);
        yield return new("Name", Name.Name);
        yield return new("Version", Version.ToString());
        if (!string.IsNullOrEmpty(Summary))
            yield return new("Summary", Summary);
        if (Keywords.Count > 0)
            yield return new("Keywords", string.Join(',', Keywords));
        if (!string.IsNullOrEmpty(Author))
            yield return new("Author", Author);
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

    private static string WithExtra(string requirement, string extra)
    {
        int separator = requirement.IndexOf(';', StringComparison.Ordinal);
        return separator < 0
            ? $"{requirement.TrimEnd()}; extra == '{extra}'"
            : $"{requirement[..separator].TrimEnd()}; ({requirement[(separator + 1)..].Trim()}) and extra == '{extra}'";
    }
}
