using System.Text.RegularExpressions;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Metadata;

/// <summary>Checks requirements in the notation of PEP 508.</summary>
internal static partial class Requirement
{
    /// <summary>What is wrong with a requirement, or null.</summary>
    public static string? Problem(string requirement)
    {
        Match match = Pattern().Match(requirement);
        if (!match.Success)
            return "a requirement has the form 'name[extra] >=1.0,<2; python_version < \"3.14\"'.";
        if (match.Groups["url"].Success)
            return "the package index refuses requirements by address ('name @ url').";

        string specifiers = match.Groups["specifiers"].Value.Trim();
        if (specifiers.StartsWith('(') && specifiers.EndsWith(')'))
            specifiers = specifiers[1..^1];
        string? problem = specifiers.Length == 0 ? null : SpecifierProblem(specifiers);
        return problem ?? (match.Groups["marker"].Success ? MarkerParser.Problem(match.Groups["marker"].Value) : null);
    }

    /// <summary>What is wrong with a list of version specifiers, or null.</summary>
    public static string? SpecifierProblem(string specifiers)
    {
        foreach (string specifier in specifiers.Split(',').Select(part => part.Trim()))
        {
            Match match = Specifier().Match(specifier);
            if (!match.Success)
                return $"'{specifier}' is not a version specifier such as '>=1.0' or '!=1.5.*'.";

            string version = match.Groups["version"].Value;
            string comparison = match.Groups["operator"].Value;
            bool isPrefix = version.EndsWith(".*", StringComparison.Ordinal);
            if (comparison == "===")
                continue;
            if (isPrefix && comparison is not ("==" or "!="))
                return $"'{specifier}' is not a version specifier: '.*' goes with '==' and '!=' only.";
            if (!Pep440Version.TryParse(isPrefix ? version[..^2] : version, out _))
                return $"'{version}' in '{specifier}' is not a PEP 440 version.";
            if (comparison == "~=" && !version.Contains('.', StringComparison.Ordinal))
                return $"'{specifier}' is not a version specifier: '~=' needs at least two numbers.";
        }

        return null;
    }

    /// <summary>Whether no version before the given one fits the specifiers. They are valid.</summary>
    public static bool ExcludesBelow(string specifiers, PythonVersion minimum) => specifiers.Split(',').Select(part => Specifier().Match(part.Trim())).Any(match =>
    {
        string version = match.Groups["version"].Value;
        version = version.EndsWith(".*", StringComparison.Ordinal) ? version[..^2] : version;
        return match.Groups["operator"].Value is ">=" or ">" or "~=" or "==" or "==="
            && Pep440Version.TryParse(version, out Pep440Version? floor)
            && Pep440Version.TryParse(minimum.ToString(), out Pep440Version? wanted)
            && floor >= wanted;
    });

    // Atomic groups, because spaces and letters may belong to several parts: without them a hostile text takes minutes.
    [GeneratedRegex(
        @"^(?>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?>\s*)(?>(?:\[\s*(?>(?:[A-Za-z0-9][A-Za-z0-9._-]*(?>\s*,\s*[A-Za-z0-9][A-Za-z0-9._-]*)*)?)(?>\s*)\])?)(?>\s*)(?:@(?>\s*)(?<url>(?>\S+))|(?<specifiers>(?>[^;@\[\]]*)))(?>\s*)(?:;(?<marker>.*))?\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^(?<operator>~=|===|==|!=|<=|>=|<|>)\s*(?<version>\S+)\z")]
    private static partial Regex Specifier();
}
