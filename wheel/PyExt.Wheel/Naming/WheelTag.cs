using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Naming;

/// <summary>The compatibility tag of a wheel (PEP 425): three compressed sets, each sorted.</summary>
public sealed partial class WheelTag : IEquatable<WheelTag>
{
    /// <summary>Creates a tag; the sets are sorted and freed of repetitions.</summary>
    /// <param name="python">The Python tags, such as <c>cp312</c>.</param>
    /// <param name="abi">The ABI tags, such as <c>abi3</c>.</param>
    /// <param name="platform">The platform tags, such as <c>manylinux_2_17_x86_64</c>.</param>
    public WheelTag(IEnumerable<string> python, IEnumerable<string> abi, IEnumerable<string> platform)
    {
        Python = Sorted(python, nameof(python));
        Abi = Sorted(abi, nameof(abi));
        Platform = Sorted(platform, nameof(platform));
    }

    /// <summary>The Python tags.</summary>
    public IReadOnlyList<string> Python { get; }

    /// <summary>The ABI tags.</summary>
    public IReadOnlyList<string> Abi { get; }

    /// <summary>The platform tags.</summary>
    public IReadOnlyList<string> Platform { get; }

    /// <summary>Creates the tag of a Stable-ABI wheel, such as <c>cp312-abi3-manylinux_2_17_x86_64</c>.</summary>
    /// <param name="minimumVersion">The oldest Python that can import it.</param>
    /// <param name="platform">The platform tag.</param>
    /// <returns>The tag.</returns>
    public static WheelTag Abi3(PythonVersion minimumVersion, string platform) =>
        new([$"cp{minimumVersion.Major}{minimumVersion.Minor}"], ["abi3"], [platform]);

    /// <summary>Creates the tag of a Stable-ABI wheel that serves free-threaded builds, too (PEP 803), such as <c>cp312-abi3.abi3t-manylinux_2_17_x86_64</c>.</summary>
    /// <param name="minimumVersion">The oldest Python that can import it.</param>
    /// <param name="freeThreaded">Free-threaded versions to name one by one as well, for installers older than the tag <c>abi3t</c>: <c>cp313t</c> and so on.</param>
    /// <param name="platform">The platform tag.</param>
    /// <returns>The tag.</returns>
    public static WheelTag Abi3t(PythonVersion minimumVersion, IReadOnlyCollection<PythonVersion> freeThreaded, string platform) => new(
        freeThreaded.Append(minimumVersion).Select(version => $"cp{version.Major}{version.Minor}"),
        ["abi3", "abi3t", .. freeThreaded.Select(version => $"cp{version.Major}{version.Minor}t")],
        [platform]);

    /// <summary>The Pythons that the tag of a Stable-ABI wheel is for, in words.</summary>
    public string Pythons
    {
        get
        {
            PythonVersion oldest = Python.Select(tag => new PythonVersion(3, int.Parse(tag.AsSpan("cp3".Length), NumberStyles.None, CultureInfo.InvariantCulture))).Min();
            string pythons = $"CPython {oldest} and later";
            return Abi.Contains("abi3t") ? $"{pythons}, and free-threaded {(oldest > PythonVersion.OldestFreeThreaded ? oldest : PythonVersion.OldestFreeThreaded)} and later" : pythons;
        }
    }

    /// <summary>Parses the compressed form.</summary>
    /// <param name="text">Such as <c>cp312-abi3-manylinux_2_17_x86_64</c>.</param>
    /// <param name="tag">The tag.</param>
    /// <returns>Whether the text is a tag whose sets are sorted and without repetition.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out WheelTag? tag)
    {
        tag = null;
        string[] parts = text.Split('-');
        if (parts.Length != 3 || !parts.All(part => CompressedSet().IsMatch(part)))
            return false;

        tag = new WheelTag(parts[0].Split('.'), parts[1].Split('.'), parts[2].Split('.'));
        return tag.ToString() == text;
    }

    /// <summary>Every single tag the compressed one stands for, in sorted order.</summary>
    /// <returns>The tags, one per line of the WHEEL file.</returns>
    public IEnumerable<string> Expand() =>
        (from python in Python from abi in Abi from platform in Platform select $"{python}-{abi}-{platform}").Order(StringComparer.Ordinal);

    /// <inheritdoc />
    public bool Equals(WheelTag? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as WheelTag);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The compressed form.</summary>
    /// <returns>Such as <c>cp312-abi3-manylinux_2_17_x86_64</c>.</returns>
    public override string ToString() => $"{string.Join('.', Python)}-{string.Join('.', Abi)}-{string.Join('.', Platform)}";

    private static string[] Sorted(IEnumerable<string> tags, string parameter)
    {
        string[] sorted = [.. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return sorted.Length > 0 && sorted.All(tag => SingleTag().IsMatch(tag))
            ? sorted
            : throw new ArgumentException("A tag set needs at least one tag of letters, digits and '_'.", parameter);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]+\z")]
    private static partial Regex SingleTag();

    [GeneratedRegex(@"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*\z")]
    private static partial Regex CompressedSet();
}
