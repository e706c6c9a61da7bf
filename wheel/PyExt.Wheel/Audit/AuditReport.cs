using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Audit;

/// <summary>What an audit found in a binary.</summary>
/// <param name="Findings">What is wrong; empty when the binary may go into a wheel.</param>
/// <param name="GlibcVersion">The newest glibc symbol version it needs, such as <c>2.17</c>, or null when it needs none.</param>
/// <param name="PlatformTag">The platform tag it earns, or null when it earns none.</param>
/// <param name="Needed">The libraries it needs.</param>
/// <param name="Exports">The symbols it exports.</param>
/// <param name="UndefinedPySymbols">The CPython symbols it uses.</param>
public sealed record AuditReport(
    IReadOnlyList<Finding> Findings,
    string? GlibcVersion,
    string? PlatformTag,
    IReadOnlyList<string> Needed,
    IReadOnlyList<string> Exports,
    IReadOnlyList<string> UndefinedPySymbols)
{
    /// <summary>The format of the binary.</summary>
    public BinaryFormat Format { get; init; }

    /// <summary>The oldest macOS it runs on, such as <c>11.0</c>, or null.</summary>
    public string? MacOSVersion { get; init; }

    /// <summary>Libraries that it may open while it runs: names of libraries in its data, see <see cref="RuntimeLibraries"/>.</summary>
    public IReadOnlyList<string> OpenedAtRunTime { get; init; } = [];
}
