using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Naming;

/// <summary>The parts of a wheel's file name.</summary>
/// <param name="Distribution">The escaped distribution name, such as <c>fast_md</c>.</param>
/// <param name="Version">The normalised version.</param>
/// <param name="Build">The build tag, or null.</param>
/// <param name="Tag">The compatibility tag.</param>
public sealed partial record WheelFileName(string Distribution, string Version, string? Build, WheelTag Tag)
{
    /// <summary>The folder of the wheel's metadata, such as <c>fast_md-1.0.dist-info</c>.</summary>
    public string DistInfo => $"{Distribution}-{Version}.dist-info";

    /// <summary>The folder of files that go elsewhere than among the packages, such as <c>fast_md-1.0.data</c>.</summary>
    public string DataFolder => $"{Distribution}-{Version}.data";

    /// <summary>Creates the name of a new wheel.</summary>
    /// <param name="distribution">The distribution.</param>
    /// <param name="version">The version.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="build">The build tag, or null.</param>
    /// <returns>The name.</returns>
    public static WheelFileName Create(DistributionName distribution, Pep440Version version, WheelTag tag, string? build = null) =>
        new(distribution.Escaped, version.ToString(), build, tag);

    /// <summary>Checks a build tag.</summary>
    /// <param name="build">The value of <c>PyBuildNumber</c>; null or empty for none.</param>
    /// <returns>The tag, or null.</returns>
    /// <exception cref="WheelException">PYX4007: it is not one.</exception>
    internal static string? CheckBuild(string? build) => string.IsNullOrEmpty(build) || BuildTag().IsMatch(build)
        ? (build?.Length > 0 ? build : null)
        : throw new WheelException(DiagnosticCodes.Metadata, $"PyBuildNumber is '{build}', but a build number starts with a digit and has only letters, digits, '_' and '.', such as '1' or '2_fixed'.");

    /// <summary>Parses a file name by the strict grammar: normalised name and version, sorted tags.</summary>
    /// <param name="fileName">The name without folders.</param>
    /// <param name="result">The parts.</param>
    /// <param name="problem">What is wrong, when the name is refused.</param>
    /// <returns>Whether the name is right.</returns>
    public static bool TryParse(string fileName, [NotNullWhen(true)] out WheelFileName? result, [NotNullWhen(false)] out string? problem)
    {
        result = null;
        if (!fileName.EndsWith(".whl", StringComparison.Ordinal))
        {
            problem = "the file name does not end in '.whl'";
            return false;
        }

        string[] parts = fileName[..^4].Split('-');
        if (parts.Length is not (5 or 6))
        {
            problem = "the file name does not have the form name-version(-build)-python-abi-platform.whl";
            return false;
        }

        problem = Check(parts, out WheelTag? tag);
        if (problem is not null)
            return false;

        result = new WheelFileName(parts[0], parts[1], parts.Length == 6 ? parts[2] : null, tag!);
        return true;
    }

    /// <summary>The file name.</summary>
    /// <returns>Such as <c>fast_md-1.0-cp312-abi3-manylinux_2_17_x86_64.whl</c>.</returns>
    public override string ToString() => $"{Distribution}-{Version}{(Build is null ? "" : "-" + Build)}-{Tag}.whl";

    private static string? Check(string[] parts, out WheelTag? tag)
    {
        tag = null;
        if (!DistributionName.IsValid(parts[0]) || DistributionName.Parse(parts[0]).Escaped != parts[0])
            return $"'{parts[0]}' is not a normalised distribution name";
        if (!Pep440Version.TryParse(parts[1], out Pep440Version? version) || version.ToString() != parts[1])
            return $"'{parts[1]}' is not a normalised version";
        if (parts.Length == 6 && !BuildTag().IsMatch(parts[2]))
            return $"the build tag '{parts[2]}' does not start with a digit";
        string text = string.Join('-', parts[^3..]);
        return WheelTag.TryParse(text, out tag) ? null : $"'{text}' is not a compatibility tag with sorted sets";
    }

    [GeneratedRegex(@"^[0-9][A-Za-z0-9_.]*\z")]
    private static partial Regex BuildTag();
}
