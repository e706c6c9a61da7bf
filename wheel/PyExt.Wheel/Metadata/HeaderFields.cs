namespace PyExt.Wheel.Metadata;

/// <summary>Parses files of e-mail style header fields: METADATA and WHEEL.</summary>
internal static class HeaderFields
{
    /// <summary>Parses the fields up to the first empty line; what follows is the body.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Parse(string text, out List<KeyValuePair<string, string>> fields)
    {
        fields = [];
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            string line = text[start..end].TrimEnd('\r');
            start = Math.Min(end + 1, text.Length);
            if (line.Length == 0)
                break;

            if (line[0] is ' ' or '\t' && fields.Count > 0)
            {
                fields[^1] = new(fields[^1].Key, fields[^1].Value + "\n" + line.Trim());
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).Contains(' '))
                return $"the line '{(line.Length <= 80 ? line : line[..80] + "…")}' is not of the form 'Field: value'";
            fields.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return null;
    }
}
