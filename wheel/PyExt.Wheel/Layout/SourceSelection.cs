using PyExt.Wheel.PyProject;

namespace PyExt.Wheel.Layout;

/// <summary>What a project includes and excludes by pattern. A file that both name is taken.</summary>
public sealed class SourceSelection
{
    private readonly (string Property, PathPattern Pattern)[] _include;
    private readonly (string Property, PathPattern Pattern)[] _exclude;
    private readonly HashSet<PathPattern> _matched = [];

    /// <summary>Parses the patterns.</summary>
    /// <param name="include">The patterns of files to take.</param>
    /// <param name="exclude">The patterns of files to leave out.</param>
    /// <param name="prefix">What the properties are called: <c>Py</c> or <c>PySdist</c>.</param>
    /// <exception cref="WheelException">PYX4007: a pattern is not valid.</exception>
    public SourceSelection(IReadOnlyList<string> include, IReadOnlyList<string> exclude, string prefix = "Py")
    {
        _include = Parse(prefix + "Include", include);
        _exclude = Parse(prefix + "Exclude", exclude);
    }

    /// <summary>Whether a file is taken.</summary>
    /// <param name="path">Its path, with forward slashes.</param>
    /// <param name="isTakenByDefault">Whether it is without patterns.</param>
    /// <returns>Whether it is.</returns>
    public bool Takes(string path, bool isTakenByDefault)
    {
        bool isIncluded = Fits(_include, path);
        return !Fits(_exclude, path) && isTakenByDefault || isIncluded;
    }

    /// <summary>A warning for each pattern that fitted no file.</summary>
    /// <param name="root">The folder that was searched.</param>
    /// <returns>The warnings.</returns>
    public IEnumerable<Finding> Unmatched(string root) => _include.Concat(_exclude)
        .Where(entry => !_matched.Contains(entry.Pattern))
        .Select(entry => new Finding(DiagnosticCodes.UnmatchedPattern, $"{entry.Property} has '{entry.Pattern.Text}', but no file in '{root}' fits. Patterns are relative to that folder; correct or remove it."));

    private bool Fits((string Property, PathPattern Pattern)[] entries, string path)
    {
        bool fits = false;
        foreach ((_, PathPattern pattern) in entries)
        {
            if (pattern.IsMatch(path))
            {
                _matched.Add(pattern);
                fits = true;
            }
        }

        return fits;
    }

    private static (string Property, PathPattern Pattern)[] Parse(string property, IReadOnlyList<string> patterns) =>
        [.. patterns.Select(text => (property, PathPattern.Parse(text.Replace('\\', '/'), out string? problem)
            ?? throw new WheelException(DiagnosticCodes.Metadata, $"{property} has the pattern '{text}', which is not allowed: {problem}")))];
}
