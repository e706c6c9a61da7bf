using System.Globalization;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace PyExt.Wheel.Naming;

/// <summary>Maps the versions of .NET (SemVer, as NuGet reads it) to those of Python (PEP 440).</summary>
public static partial class VersionMapping
{
    private const string Forms =
        "Use one of these forms: 1.2.3, 1.2.3-alpha.1 (becomes 1.2.3a1), 1.2.3-beta.1 (1.2.3b1), 1.2.3-rc.1 or -preview.1 (1.2.3rc1), " +
        "1.2.3-dev.4 (1.2.3.dev4), or a pre-release with a development number such as 1.2.3-beta.1.dev.4 (1.2.3b1.dev4).";

    /// <summary>
    /// Maps a .NET version to the Python version that a user of it would expect. Build metadata (<c>+sha</c>) is dropped, because the
    /// package index refuses local versions.
    /// </summary>
    /// <param name="version">The value of the <c>Version</c> property.</param>
    /// <returns>The Python version.</returns>
    /// <exception cref="WheelException">PYX4001: the version has no PEP 440 form.</exception>
    public static Pep440Version FromNuGet(string version)
    {
        if (!NuGetVersion.TryParse(version, out NuGetVersion? parsed))
            throw new WheelException(DiagnosticCodes.Version, $"The version '{version}' is not a NuGet version. {Forms}");

        string text = string.Create(CultureInfo.InvariantCulture, $"{parsed.Major}.{parsed.Minor}.{parsed.Patch}");
        if (parsed.Revision > 0)
            text = string.Create(CultureInfo.InvariantCulture, $"{text}.{parsed.Revision}");

        if (parsed.IsPrerelease)
        {
            Match label = PrereleaseLabel().Match(parsed.Release);
            if (!label.Success)
                throw new WheelException(DiagnosticCodes.Version, $"The version '{version}' has no PEP 440 form, because Python has no pre-release called '{parsed.Release}'. {Forms}");

            if (label.Groups["phase"].Success)
                text += label.Groups["phase"].Value + Number(label.Groups["number"]);
            if (label.Groups["dev"].Success)
                text += ".dev" + Number(label.Groups["devNumber"]);
        }

        if (!Pep440Version.TryParse(text, out Pep440Version? result))
            throw new WheelException(DiagnosticCodes.Version, $"The version '{version}' has no PEP 440 form. {Forms}");

        return result;
    }

    private static string Number(Group group) => group.Success ? group.Value : "0";

    [GeneratedRegex(
        @"^(?:(?<phase>alpha|a|beta|b|preview|pre|rc|c)[.-]?(?<number>[0-9]+)?(?:[.-](?<dev>dev)[.-]?(?<devNumber>[0-9]+)?)?|(?<dev>dev)[.-]?(?<devNumber>[0-9]+)?)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PrereleaseLabel();
}
