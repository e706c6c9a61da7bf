using PyExt.Wheel.Layout;

namespace PyExt.Wheel.PyProject;

/// <summary>Finds the files that the patterns of <c>license-files</c> name (PEP 639).</summary>
internal static class LicensePatterns
{
    private static readonly string[] Skipped = [".git", ".hg", ".venv", "bin", "obj", "node_modules"];

    /// <summary>Finds the files; their paths in the wheel are those in the project.</summary>
    /// <param name="folder">The folder of <c>pyproject.toml</c>.</param>
    /// <param name="patterns">The patterns.</param>
    /// <param name="place">Where the patterns stand.</param>
    /// <returns>The files, in order.</returns>
    /// <exception cref="WheelException">PYX4020: a pattern is not valid. PYX4003: it fits no file.</exception>
    public static IReadOnlyList<LicenseFile> Find(string folder, IReadOnlyList<string> patterns, SourceLocation place)
    {
        List<Finding> findings = [];
        string[] files = patterns.Count == 0 ? [] : [.. Enumerate(folder, "")];
        SortedSet<string> found = new(StringComparer.Ordinal);
        foreach (string text in patterns)
        {
            if (PathPattern.Parse(text, out string? problem) is not { } pattern)
            {
                findings.Add(new Finding(DiagnosticCodes.PyProject, $"'license-files' has the pattern '{text}', which is not allowed: {problem}") { Location = place });
                continue;
            }

            string[] matches = [.. files.Where(pattern.IsMatch)];
            found.UnionWith(matches);
            if (matches.Length == 0)
                findings.Add(new Finding(DiagnosticCodes.LicenseFile, $"'license-files' has '{text}', but no file in '{folder}' fits. Correct it, or add the file.") { Location = place });
        }

        if (findings.Count > 0)
            throw new WheelException(findings);
        return [.. found.Select(path => new LicenseFile(path, Path.Combine(folder, path)))];
    }

    private static IEnumerable<string> Enumerate(string folder, string prefix)
    {
        foreach (FileSystemInfo item in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (item is not DirectoryInfo)
                yield return prefix + item.Name;
            else if (!Skipped.Contains(item.Name) && !item.Attributes.HasFlag(FileAttributes.ReparsePoint))
                foreach (string path in Enumerate(item.FullName, $"{prefix}{item.Name}/"))
                    yield return path;
        }
    }
}
