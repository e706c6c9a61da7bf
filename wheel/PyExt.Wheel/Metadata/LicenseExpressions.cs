using NuGet.Packaging.Licenses;

namespace PyExt.Wheel.Metadata;

/// <summary>Checks SPDX licence expressions.</summary>
internal static class LicenseExpressions
{
    private const string ReferencePrefix = "LicenseRef-";

    /// <summary>What is wrong with an expression, or null.</summary>
    public static string? Problem(string expression)
    {
        try
        {
            string[] unknown = [.. Identifiers(NuGetLicenseExpression.Parse(expression))
                .Where(license => !license.IsStandardLicense && !license.Identifier.StartsWith(ReferencePrefix, StringComparison.Ordinal))
                .Select(license => license.Identifier)];
            return unknown.Length == 0
                ? null
                : $"SPDX has no licence '{string.Join("', '", unknown)}'. Set PackageLicenseExpression to identifiers of https://spdx.org/licenses/, or to '{ReferencePrefix}' and a name of your own.";
        }
        catch (NuGetLicenseExpressionParsingException exception)
        {
            return $"it is not an SPDX expression ({exception.Message.TrimEnd('.')}). Set PackageLicenseExpression to one such as 'MIT' or 'Apache-2.0 OR MIT'.";
        }
    }

    private static IEnumerable<NuGetLicense> Identifiers(NuGetLicenseExpression? expression) => expression switch
    {
        NuGetLicense license => [license],
        WithOperator with => [with.License],
        LogicalOperator logical => Identifiers(logical.Left).Concat(Identifiers(logical.Right)),
        _ => [],
    };
}
