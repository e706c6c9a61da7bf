using System.Collections.Generic;
using System.Text;

namespace PyExt.Generators.Reading;

/// <summary>Python names by PEP 8.</summary>
internal static class PythonNames
{
    // keyword.kwlist of 3.15; soft keywords are fine as names.
    private static readonly HashSet<string> Keywords =
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
        "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];

    /// <summary>
    /// <c>ToHtml</c> → <c>to_html</c>, <c>HTMLText</c> → <c>html_text</c>, <c>Point3D</c> → <c>point3d</c>, <c>Utf8Text</c> → <c>utf8_text</c>; a keyword gets a trailing
    /// underscore (PEP 8). A capital starts a word after a small letter; after another capital or a digit only before a small letter. A digit never does.
    /// </summary>
    public static string SnakeCase(string name)
    {
        var result = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool startsWord = char.IsUpper(c) && i > 0 && name[i - 1] != '_'
                && (!(char.IsUpper(name[i - 1]) || char.IsDigit(name[i - 1])) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
                result.Append('_');
            result.Append(char.ToLowerInvariant(c));
        }
        return Escape(result.ToString());
    }

    /// <summary><c>MaxSize</c> → <c>MAX_SIZE</c>.</summary>
    public static string UpperCase(string name) => SnakeCase(name).TrimEnd('_').ToUpperInvariant();

    public static string Escape(string name) => Keywords.Contains(name) ? name + "_" : name;

    public static bool IsIdentifier(string name)
    {
        if (name.Length == 0 || char.IsDigit(name[0]) || Keywords.Contains(name))
            return false;
        foreach (char c in name)
        {
            if (c != '_' && !char.IsLetterOrDigit(c))
                return false;
        }
        return true;
    }
}
