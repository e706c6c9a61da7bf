using System.Text;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.PyProject;

/// <summary>The patterns of PEP 639 for paths: <c>*</c>, <c>?</c>, <c>**</c> and <c>[…]</c>, with forward slashes, relative to a folder.</summary>
internal sealed partial class PathPattern
{
    private readonly Regex _regex;

    private PathPattern(string text, Regex regex)
    {
        Text = text;
        _regex = regex;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether a path fits.</summary>
    /// <param name="path">The path, with forward slashes.</param>
    public bool IsMatch(string path) => _regex.IsMatch(path);

    /// <summary>Parses a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="problem">What is wrong, or null.</param>
    /// <returns>The pattern, or null when it is not valid.</returns>
    public static PathPattern? Parse(string text, out string? problem)
    {
        problem = Problem(text);
        return problem is null ? new PathPattern(text, new Regex(Translate(text), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)) : null;
    }

    /// <summary>The pattern that only one path fits.</summary>
    public static string Escape(string path) => Special().Replace(path, "[$0]");

    private static string? Problem(string text)
    {
        if (text.Length == 0)
            return "it is empty.";
        if (text[0] == '/' || text.Contains('\\', StringComparison.Ordinal) || DriveLetter().IsMatch(text))
            return "it must be relative, with forward slashes.";
        if (text.Split('/').Any(part => part is ".." or "." or ""))
            return "it has an empty part, '.' or '..'.";
        return text.Split('/').Any(HasUnclosedBracket) ? "a '[' is not closed." : null;
    }

    private static bool HasUnclosedBracket(string part)
    {
        for (int i = part.IndexOf('[', StringComparison.Ordinal); i >= 0; i = part.IndexOf('[', i + 1))
        {
            // The first character belongs to the set whatever it is.
            i = i + 2 < part.Length ? part.IndexOf(']', i + 2) : -1;
            if (i < 0)
                return true;
        }

        return false;
    }

    // "**/" stands for any number of folders, none included; a "**" at the end for everything below.
    private static string Translate(string text)
    {
        StringBuilder regex = new("^");
        string[] parts = text.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            if (parts[i] == "**")
            {
                regex.Append(isLast ? ".*" : "(?:[^/]+/)*");
                continue;
            }

            Translate(parts[i], regex);
            if (!isLast)
                regex.Append('/');
        }

        return regex.Append(@"\z").ToString();
    }

    private static void Translate(string part, StringBuilder regex)
    {
        for (int i = 0; i < part.Length; i++)
        {
            int end = part[i] == '[' ? part.IndexOf(']', i + 2) : -1;
            if (part[i] == '*')
                regex.Append("[^/]*");
            else if (part[i] == '?')
                regex.Append("[^/]");
            else if (end > 0)
                regex.Append('[').Append(InSet().Replace(part[(i + 1)..(i = end)], @"\$0")).Append(']');
            else
                regex.Append(Regex.Escape(part[i].ToString()));
        }
    }

    [GeneratedRegex(@"[*?\[]")]
    private static partial Regex Special();

    [GeneratedRegex(@"[\\\[\]^]")]
    private static partial Regex InSet();

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex DriveLetter();
}
