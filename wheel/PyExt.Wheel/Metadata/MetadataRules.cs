using System.Text.RegularExpressions;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Metadata;

/// <summary>The rules that core metadata must obey for the package index, twine, pip and uv to accept it.</summary>
internal static partial class MetadataRules
{
    private const int LongestSummary = 512;
    private const int LongestLabel = 32;

    private static readonly string[] Versions = ["1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"];

    private static readonly string[] Required = ["Metadata-Version", "Name", "Version"];

    private static readonly string[] Single =
    [
        .. Required, "Summary", "Keywords", "Author", "Author-email", "Maintainer", "Maintainer-email", "License", "License-Expression",
        "Requires-Python", "Description", "Description-Content-Type", "Home-page", "Download-URL",
    ];

    private static readonly string[] Known =
    [
        .. Single, "License-File", "Classifier", "Project-URL", "Requires-Dist", "Provides-Extra", "Platform", "Supported-Platform", "Dynamic",
        "Provides-Dist", "Obsoletes-Dist", "Requires-External", "Requires", "Provides", "Obsoletes", "Import-Name", "Import-Namespace",
    ];

    /// <summary>Checks header fields. The messages name the field.</summary>
    public static List<Finding> Check(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        List<Finding> findings = [];
        foreach (string name in Required.Where(name => !fields.Any(field => field.Key == name)))
            findings.Add(Invalid($"The metadata field {name} is missing."));
        foreach (string name in Single.Where(name => fields.Count(field => field.Key == name) > 1))
            findings.Add(Invalid($"The metadata field {name} may occur only once."));

        HashSet<string> extras = new(StringComparer.Ordinal);
        foreach ((string name, string value) in fields)
        {
            if (Problem(name, value) is string problem)
            {
                string code = name == "License-Expression" ? DiagnosticCodes.LicenseExpression : DiagnosticCodes.Metadata;
                findings.Add(new Finding(code, $"The metadata field {name} has the value '{Shown(value)}': {problem}"));
            }
            else if (name == "Provides-Extra" && !extras.Add(value))
            {
                findings.Add(Invalid($"The metadata field {name} has the value '{value}' twice. Join the two PyExtra items."));
            }
        }

        CheckLicenses(fields, findings);
        return findings;
    }

    // PEP 639: the expression replaces the old field and the classifiers.
    private static void CheckLicenses(IReadOnlyList<KeyValuePair<string, string>> fields, List<Finding> findings)
    {
        string? version = fields.FirstOrDefault(field => field.Key == "Metadata-Version").Value;
        if (version is not ("2.4" or "2.5" or "2.6") && fields.Any(field => field.Key is "License-Expression" or "License-File"))
            findings.Add(Invalid($"The metadata field Metadata-Version has the value '{version}', but License-Expression and License-File need 2.4."));
        if (!fields.Any(field => field.Key == "License-Expression"))
            return;

        if (fields.Any(field => field.Key == "License"))
            findings.Add(Invalid("The metadata fields License and License-Expression exclude each other."));
        foreach ((_, string value) in fields.Where(field => field.Key == "Classifier" && field.Value.StartsWith("License ::", StringComparison.Ordinal)))
            findings.Add(Invalid($"The metadata field Classifier has the value '{Shown(value)}', which PackageLicenseExpression replaces. Remove the PyClassifier."));
    }

    private static Finding Invalid(string message) => new(DiagnosticCodes.Metadata, message);

    private static string? Problem(string name, string value)
    {
        if (!Known.Contains(name))
            return "the core metadata specification has no such field.";
        if (value.Length == 0 || value.Trim() != value)
            return "it is empty, or starts or ends with a space.";
        if (value.Any(char.IsControl) && name is not ("License" or "Description"))
            return "it has a line break or another control character; write it on one line.";

        return name switch
        {
            "Metadata-Version" => Versions.Contains(value) ? null : $"the package index knows {string.Join(", ", Versions)}.",
            "Name" => DistributionName.IsValid(value) ? null : "only ASCII letters, digits, '.', '-' and '_' are allowed, with a letter or digit at both ends. Set PackageId to such a name.",
            "Version" => VersionProblem(value),
            "Summary" => value.Length <= LongestSummary ? null : $"it is longer than {LongestSummary} characters. Shorten Description, and put the details into the readme.",
            "License-Expression" => LicenseExpressions.Problem(value),
            "License-File" => ArchivePath.Problem(value) ?? (value.Contains('*', StringComparison.Ordinal) ? "a path, not a pattern, is needed." : null),
            "Classifier" => Classifier().IsMatch(value) ? Classifiers.Problem(value) : "a classifier has the form 'Topic :: Subtopic'; see https://pypi.org/classifiers/.",
            "Project-URL" => UrlProblem(value),
            "Author-email" or "Maintainer-email" => Person.MailboxesProblem(value),
            "Requires-Python" => Requirement.SpecifierProblem(value),
            "Requires-Dist" => Requirement.Problem(value),
            "Provides-Extra" => ExtraName().IsMatch(value) ? null : "the name of an extra has lower-case letters and digits, joined by single '-'.",
            "Description-Content-Type" => ContentType().IsMatch(value) ? null : "only text/markdown, text/x-rst and text/plain in UTF-8 are known.",
            _ => null,
        };
    }

    private static string? VersionProblem(string value) => Pep440Version.TryParse(value, out Pep440Version? version) switch
    {
        false => "it is not a PEP 440 version.",
        _ when version!.ToString() != value => $"it is not normalised; the normal form is '{version}'.",
        _ when version!.IsLocal => "the package index refuses local versions ('+…').",
        _ => null,
    };

    private static string? UrlProblem(string value)
    {
        int separator = value.IndexOf(", ", StringComparison.Ordinal);
        if (separator <= 0 || separator > LongestLabel)
            return $"it needs a label of 1 to {LongestLabel} characters.";

        string url = value[(separator + 2)..];
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && !url.Contains(' ', StringComparison.Ordinal)
            ? null
            : $"'{url}' is not an absolute http or https address.";
    }

    private static string Shown(string value) => value.Length <= 100 ? Controls().Replace(value, "␤") : Controls().Replace(value[..100], "␤") + "…";

    [GeneratedRegex(@"^[^\s:]+(?: [^\s:]+)*(?: :: [^\s:]+(?: [^\s:]+)*)+\z")]
    private static partial Regex Classifier();

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex ExtraName();

    [GeneratedRegex(@"^(text/plain|text/x-rst|text/markdown)(; charset=UTF-8)?(; variant=(GFM|CommonMark))?\z")]
    private static partial Regex ContentType();

    [GeneratedRegex(@"[\p{Cc}]+")]
    private static partial Regex Controls();
}
