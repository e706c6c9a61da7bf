using System.Globalization;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Naming;

/// <summary>A feature version of CPython, such as 3.12.</summary>
/// <param name="Major">The major version, 3.</param>
/// <param name="Minor">The minor version.</param>
public readonly partial record struct PythonVersion(int Major, int Minor) : IComparable<PythonVersion>
{
    /// <summary>The oldest version this library makes wheels for.</summary>
    public static PythonVersion Oldest { get; } = new(3, 12);

    /// <summary>The first version with a free-threaded build.</summary>
    internal static PythonVersion OldestFreeThreaded { get; } = new(3, 13);

    /// <summary>Parses the value of <c>PyMinimumVersion</c>.</summary>
    /// <param name="text">Such as <c>3.12</c>.</param>
    /// <returns>The version.</returns>
    /// <exception cref="WheelException">PYX1004: not a version of the form 3.x, or one that is too old.</exception>
    public static PythonVersion ParseMinimum(string text) =>
        TryParse(text, out PythonVersion version) && version.Major == Oldest.Major && version >= Oldest
            ? version
            : throw new WheelException(
                DiagnosticCodes.MinimumVersion,
                $"PyMinimumVersion is '{text}', but it must be a CPython version of the form '3.x', {Oldest} or newer. Set it to '{Oldest}' unless the module needs a newer C API.");

    /// <summary>Parses a value of <c>PyFreeThreadedVersions</c>.</summary>
    /// <param name="text">The value, such as <c>3.13</c>.</param>
    /// <returns>The version.</returns>
    /// <exception cref="WheelException">PYX1002: the text is no version that has a free-threaded build.</exception>
    public static PythonVersion ParseFreeThreaded(string text) => TryParse(text, out PythonVersion version) && version.Major == Oldest.Major && version >= OldestFreeThreaded
        ? version
        : throw new WheelException(
            DiagnosticCodes.Gil,
            $"PyFreeThreadedVersions holds '{text}', but it lists CPython versions of the form '3.x' that have a free-threaded build, which is 3.13 and newer. Set it to such as '3.13;3.14', or remove it: pip 26.1 and newer need no list.");

    /// <summary>Parses a version of the form <c>3.12</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version.</param>
    /// <returns>Whether the text has that form.</returns>
    public static bool TryParse(string text, out PythonVersion version)
    {
        Match match = Pattern().Match(text);
        version = match.Success ? new PythonVersion(Part(match, 1), Part(match, 2)) : default;
        return match.Success;
    }

    /// <inheritdoc />
    public int CompareTo(PythonVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>Whether the first version is older.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator <(PythonVersion left, PythonVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first version is older or the same.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator <=(PythonVersion left, PythonVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first version is newer.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator >(PythonVersion left, PythonVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first version is newer or the same.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator >=(PythonVersion left, PythonVersion right) => left.CompareTo(right) >= 0;

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]{1,3})\.([0-9]{1,3})\z")]
    private static partial Regex Pattern();
}
