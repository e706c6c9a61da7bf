using System.Text.RegularExpressions;

namespace PyExt.Wheel.Naming;

/// <summary>The name of a Python distribution, with the two spellings that tools compare and write into file names.</summary>
public sealed partial class DistributionName
{
    private DistributionName(string name)
    {
        Name = name;
        Normalized = Separators().Replace(name, "-").ToLowerInvariant();
        Escaped = Normalized.Replace('-', '_');
    }

    /// <summary>The name as written in the metadata, such as <c>Fast.Md</c>.</summary>
    public string Name { get; }

    /// <summary>The normalised name of PEP 503, such as <c>fast-md</c>.</summary>
    public string Normalized { get; }

    /// <summary>The normalised name as written in file names, such as <c>fast_md</c>.</summary>
    public string Escaped { get; }

    /// <summary>Checks and wraps a distribution name.</summary>
    /// <param name="name">The name, usually the value of <c>PackageId</c>.</param>
    /// <returns>The name.</returns>
    /// <exception cref="WheelException">PYX4007: the name holds characters that a Python distribution may not have.</exception>
    public static DistributionName Parse(string name) => IsValid(name)
        ? new DistributionName(name)
        : throw new WheelException(
            DiagnosticCodes.Metadata,
            $"The metadata field Name has the value '{name}': a Python distribution name has only ASCII letters, digits, '.', '-' and '_', and starts and ends with a letter or digit. Set PackageId to such a name.");

    /// <summary>Whether the text is a valid distribution name.</summary>
    /// <param name="name">The text.</param>
    /// <returns>Whether it is valid.</returns>
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    /// <inheritdoc />
    public override string ToString() => Name;

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\z")]
    private static partial Regex Pattern();

    [GeneratedRegex("[-_.]+")]
    private static partial Regex Separators();
}
