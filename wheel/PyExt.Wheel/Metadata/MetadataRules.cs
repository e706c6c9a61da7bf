using System.Text.RegularExpressions;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Metadata;

/// <summary>The rules that core metadata must obey for the package index, twine, pip and uv to accept it.</summary>
internal static partial class MetadataRules
{
    private const int LongestSummary = 512;
    private const int LongestLabel = 32;

    private static readonly string[] Required = ["Metadata-Version", "Name", "Version"];

    private static readonly string[] Single =
        [.. Required, "Summary", "Keywords", "Author", "Author-email", "License-Expression", "Requires-Python", "Description-Content-Type"];

    private static readonly string[] Known = [.. Single, "License-File", "Classifier", "Project-URL", "Requires-Dist", "Provides-Extra"];

    /// <summary>Checks header fields. The messages name the field.</summary>
    public static List<Finding> Check(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        List<Finding> findings = [];
        foreach (string name in Required.Where(name => !fields.Any(field => field.Key == name)))
            findings.Add(new Finding(DiagnosticCodes.Metadata, $"The metadata field {name} is missing."));
        foreach (string name in Single.Where(name => fields.Count(field => field.Key == name) > 1))
            findings.Add(new Finding(DiagnosticCodes.Metadata, $"The metadata field {name} may occur only once."));

        HashSet<(string, string)> seen = [];
        foreach ((string name, string value) in fields)
        {
            if (Problem(name, value) is string problem)
            {
                string code = name == "License-Expression" ? DiagnosticCodes.LicenseExpression : DiagnosticCodes.Metadata;
                findings.Add(new Finding(code, $"The metadata field {name} has the value '{Shown(value)}': {problem}"));
            }
            else if (name == "Provides-Extra" && !seen.Add((name, value)))
            {
                findings.Add(new Finding(DiagnosticCodes.Metadata, $"The metadata field {name} has the value '{value}' twice. Join the two PyExtra items."));
            }
        }

        return findings;
    }

    private static string? Problem(string name, string value)
    {
        if (!Known.Contains(name))
            return "core metadata 2.4 as written by PyExt has no such field.";
        if (value.Length == 0 || value.Trim() != value)
            return "it is empty, or starts or ends with a space.";
        if (value.Any(char.IsControl))
            return "it has a line break or another control character; write it on one line.";

        return name switch
        {
            "Metadata-Version" => value == CoreMetadata.MetadataVersion ? null : $"it must be {CoreMetadata.MetadataVersion}.",
            "Name" => DistributionName.IsValid(value) ? null : "only ASCII letters, digits, '.', '-' and '_' are allowed, with a letter or digit at both ends. Set PackageId to such a name.",
            "Version" => VersionProblem(value),
            "Summary" => value.Length <= LongestSummary ? null : $"it is longer than {LongestSummary} characters. Shorten Description, and put the details into the readme.",
            "License-Expression" => LicenseExpressions.Problem(value),
            "License-File" => ArchivePath.Problem(value) ?? (value.Contains('*', StringComparison.Ordinal) ? "a path, not a pattern, is needed." : null),
            "Classifier" => Classifier().IsMatch(value) ? null : "a classifier has the form 'Topic :: Subtopic'; see https://pypi.org/classifiers/.",
            "Project-URL" => UrlProblem(value),
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

    [GeneratedRegex(@"^[^\s:]+(?: [^\s:]+)*(?: :: [^\s:]+(?: [^\s:]+|:[^\s:]+)*)+\z")]
    private static partial Regex Classifier();

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex ExtraName();

    [GeneratedRegex(@"^(text/plain|text/x-rst|text/markdown)(; charset=UTF-8)?(; variant=(GFM|CommonMark))?\z")]
    private static partial Regex ContentType();

    [GeneratedRegex(@"[\p{Cc}]+")]
    private static partial Regex Controls();
}
