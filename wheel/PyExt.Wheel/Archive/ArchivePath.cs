using System.Buffers;

namespace PyExt.Wheel.Archive;

/// <summary>The rules for paths inside a wheel.</summary>
public static class ArchivePath
{
    // What extraction on Windows cannot create; a wheel that holds one cannot be installed there.
    private static readonly SearchValues<char> NotOnWindows = SearchValues.Create("<>:\"|?*\\");

    /// <summary>What is wrong with a path, or null.</summary>
    /// <param name="path">The path, with forward slashes.</param>
    /// <returns>A sentence, or null.</returns>
    public static string? Problem(string path)
    {
        if (path.Length == 0)
            return "the path is empty.";
        if (path[0] == '/' || path.Contains('\\', StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':'))
            return "the path must be relative, with forward slashes.";
        if (path.Any(char.IsControl) || !IsWellFormed(path))
            return "the path has control characters or is not Unicode text.";
        if (path.Split('/').Any(part => part is "" or "." or ".."))
            return "the path has an empty part, '.' or '..'.";
        return path.AsSpan().ContainsAny(NotOnWindows) ? "the path has a character that Windows does not allow in file names." : null;
    }

    private static bool IsWellFormed(string path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (!char.IsSurrogate(path[i]))
                continue;
            if (i + 1 == path.Length || !char.IsSurrogatePair(path[i], path[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
