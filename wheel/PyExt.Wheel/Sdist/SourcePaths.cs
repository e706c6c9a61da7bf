namespace PyExt.Wheel.Sdist;

/// <summary>Where files really are: symbolic links resolved, common folders found.</summary>
public static class SourcePaths
{
    private const int MostLinks = 40;

    /// <summary>The deepest folder that all files are in.</summary>
    /// <param name="files">Full paths, at least one.</param>
    /// <returns>The folder.</returns>
    public static string CommonFolder(IEnumerable<string> files)
    {
        string[]? common = null;
        foreach (string file in files)
        {
            string[] parts = Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar);
            common = common is null ? parts : [.. common.Zip(parts).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)];
        }

        string folder = string.Join(Path.DirectorySeparatorChar, common ?? []);
        return folder.Length == 0 || folder[^1] == ':' ? folder + Path.DirectorySeparatorChar : folder;
    }

    /// <summary>Whether a path is below a folder.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="folder">The folder's full path.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with every symbolic link in it resolved.</summary>
    /// <param name="path">A full path.</param>
    /// <returns>The real path; where a link leads in circles, the path itself.</returns>
    public static string Real(string path)
    {
        string current = path;
        for (int links = 0; links < MostLinks; links++)
        {
            string? next = ResolveFirstLink(current);
            if (next is null)
                return current;
            current = next;
        }

        return path;
    }

    private static string? ResolveFirstLink(string path)
    {
        string root = Path.GetPathRoot(path)!;
        string[] parts = path[root.Length..].Split(Path.DirectorySeparatorChar);
        string folder = root;
        for (int i = 0; i < parts.Length; i++)
        {
            string item = Path.Combine(folder, parts[i]);
            if (new FileInfo(item).LinkTarget is string target)
                return Path.GetFullPath(Path.Combine([folder, target, .. parts[(i + 1)..]]));
            folder = item;
        }

        return null;
    }
}
