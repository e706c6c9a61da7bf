using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Naming;

/// <summary>A Python version in the sense of PEP 440, in its normalised form.</summary>
public sealed partial class Pep440Version : IEquatable<Pep440Version>, IComparable<Pep440Version>
{
    private readonly BigInteger _epoch;
    private readonly BigInteger[] _release;
    private readonly (int Phase, BigInteger Number)? _pre;
    private readonly BigInteger? _post;
    private readonly BigInteger? _dev;
    private readonly string[] _local;
    private readonly string _text;

    private Pep440Version(
        BigInteger epoch,
        BigInteger[] release,
        (int Phase, BigInteger Number)? pre,
        BigInteger? post,
        BigInteger? dev,
        string[] local)
    {
        _epoch = epoch;
        _release = release;
        _pre = pre;
        _post = post;
        _dev = dev;
        _local = local;
        _text = Render();
    }

    /// <summary>Whether the version has a local part (<c>+abc</c>), which the package index refuses.</summary>
    public bool IsLocal => _local.Length > 0;

    /// <summary>Whether this is a pre-release or a development release.</summary>
    public bool IsPrerelease => _pre is not null || _dev is not null;

    /// <summary>Parses a version by the rules of PEP 440, accepting every spelling that it normalises.</summary>
    /// <param name="text">The version, such as <c>1.0-alpha.1</c>.</param>
    /// <param name="version">The normalised version, such as <c>1.0a1</c>.</param>
    /// <returns>Whether the text is a version.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Pep440Version? version)
    {
        version = null;
        if (text is null)
            return false;

        Match match = Pattern().Match(text);
        if (!match.Success)
            return false;

        (int, BigInteger)? pre = match.Groups["pre"].Success
            ? (PhaseOf(match.Groups["preName"].ValueSpan), NumberOf(match.Groups["preNumber"]))
            : null;
        BigInteger? post = match.Groups["post"].Success
            ? NumberOf(match.Groups["postNumber1"].Success ? match.Groups["postNumber1"] : match.Groups["postNumber2"])
            : null;
        BigInteger? dev = match.Groups["dev"].Success ? NumberOf(match.Groups["devNumber"]) : null;
        string[] local = match.Groups["local"].Success
            ? [.. LocalSeparator().Split(match.Groups["local"].Value.ToLowerInvariant()).Select(NormaliseLocalPart)]
            : [];
        version = new Pep440Version(
            NumberOf(match.Groups["epoch"]),
            [.. match.Groups["release"].Value.Split('.').Select(ParseNumber)],
            pre,
            post,
            dev,
            local);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(Pep440Version? other)
    {
        if (other is null)
            return 1;

        int result = _epoch.CompareTo(other._epoch);
        for (int i = 0; result == 0 && i < Math.Max(_release.Length, other._release.Length); i++)
            result = ReleasePart(_release, i).CompareTo(ReleasePart(other._release, i));
        if (result == 0)
            result = PreKey().CompareTo(other.PreKey());
        if (result == 0)
            result = (_post ?? BigInteger.MinusOne).CompareTo(other._post ?? BigInteger.MinusOne);
        if (result == 0)
            result = CompareDev(_dev, other._dev);
        return result != 0 ? result : CompareLocal(_local, other._local);
    }

    /// <inheritdoc />
    public bool Equals(Pep440Version? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Pep440Version);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(_epoch);
        int significant = _release.Length;
        while (significant > 1 && _release[significant - 1].IsZero)
            significant--;
        for (int i = 0; i < significant; i++)
            hash.Add(_release[i]);
        hash.Add(_pre);
        hash.Add(_post);
        hash.Add(_dev);
        foreach (string part in _local)
            hash.Add(part, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The normalised form.</summary>
    /// <returns>For example <c>1.0.0a1.dev2</c>.</returns>
    public override string ToString() => _text;

    /// <summary>Compares two versions for equality; trailing zeros of the release do not count.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator ==(Pep440Version? left, Pep440Version? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares two versions for inequality.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator !=(Pep440Version? left, Pep440Version? right) => !(left == right);

    /// <summary>Whether the first version is older.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator <(Pep440Version? left, Pep440Version? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    /// <summary>Whether the first version is older or the same.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator <=(Pep440Version? left, Pep440Version? right) => left is null || left.CompareTo(right) <= 0;

    /// <summary>Whether the first version is newer.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator >(Pep440Version? left, Pep440Version? right) => !(left <= right);

    /// <summary>Whether the first version is newer or the same.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    public static bool operator >=(Pep440Version? left, Pep440Version? right) => !(left < right);

    private string Render()
    {
        StringBuilder text = new();
        if (!_epoch.IsZero)
            text.Append(CultureInfo.InvariantCulture, $"{_epoch}!");
        text.AppendJoin('.', _release);
        if (_pre is (int phase, BigInteger number))
            text.Append(CultureInfo.InvariantCulture, $"{PhaseNames[phase]}{number}");
        if (_post is BigInteger post)
            text.Append(CultureInfo.InvariantCulture, $".post{post}");
        if (_dev is BigInteger dev)
            text.Append(CultureInfo.InvariantCulture, $".dev{dev}");
        if (IsLocal)
            text.Append('+').AppendJoin('.', _local);
        return text.ToString();
    }

    // PEP 440 sorts 1.0.dev1 before 1.0a1, and both before 1.0; a version with only a post part sorts with the final one.
    private (int, BigInteger) PreKey() => _pre switch
    {
        (int phase, BigInteger number) => (phase, number),
        null when _post is null && _dev is not null => (-1, BigInteger.Zero),
        null => (PhaseNames.Length, BigInteger.Zero),
    };

    private static int CompareDev(BigInteger? left, BigInteger? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => left.Value.CompareTo(right.Value),
    };

    private static int CompareLocal(string[] left, string[] right)
    {
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            bool leftIsNumber = char.IsAsciiDigit(left[i][0]) && left[i].All(char.IsAsciiDigit);
            bool rightIsNumber = char.IsAsciiDigit(right[i][0]) && right[i].All(char.IsAsciiDigit);
            int result = (leftIsNumber, rightIsNumber) switch
            {
                (true, true) => ParseNumber(left[i]).CompareTo(ParseNumber(right[i])),
                (true, false) => 1,
                (false, true) => -1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (result != 0)
                return result;
        }

        return left.Length.CompareTo(right.Length);
    }

    private static readonly string[] PhaseNames = ["a", "b", "rc"];

    private static int PhaseOf(ReadOnlySpan<char> name) => char.ToLowerInvariant(name[0]) switch
    {
        'a' => 0,
        'b' => 1,
        _ => 2, // c, rc, pre, preview
    };

    private static BigInteger ReleasePart(BigInteger[] release, int index) => index < release.Length ? release[index] : BigInteger.Zero;

    private static BigInteger NumberOf(Group group) => group.Success && group.Length > 0 ? ParseNumber(group.Value) : BigInteger.Zero;

    private static BigInteger ParseNumber(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string NormaliseLocalPart(string part) =>
        part.All(char.IsAsciiDigit) ? ParseNumber(part).ToString(CultureInfo.InvariantCulture) : part;

    // The pattern of PEP 440, appendix B.
    [GeneratedRegex(
        """
        ^\s*v?
        (?:(?<epoch>[0-9]+)!)?
        (?<release>[0-9]+(?:\.[0-9]+)*)
        (?<pre>[-_.]?(?<preName>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?
        (?<post>(?:-(?<postNumber1>[0-9]+))|(?:[-_.]?(?:post|rev|r)[-_.]?(?<postNumber2>[0-9]+)?))?
        (?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]+)?)?
        (?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?
        \s*\z
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("[-_.]")]
    private static partial Regex LocalSeparator();
}
