using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PyExt.Wheel.Archive;

/// <summary>A line of a RECORD file.</summary>
/// <param name="Path">The path in the archive.</param>
/// <param name="Hash">Such as <c>sha256=…</c>; empty for RECORD itself.</param>
/// <param name="Size">The size in bytes; empty for RECORD itself.</param>
public sealed record RecordLine(string Path, string Hash, string Size)
{
    /// <summary>The line of a file.</summary>
    /// <param name="path">The path in the archive.</param>
    /// <param name="content">The content.</param>
    /// <returns>The line.</returns>
    public static RecordLine Of(string path, ReadOnlySpan<byte> content) => new(
        path,
        "sha256=" + Base64Url.EncodeToString(SHA256.HashData(content)),
        content.Length.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Reads and writes RECORD files in the dialect of Python's <c>csv</c> module.</summary>
public static class RecordFile
{
    /// <summary>Writes the lines.</summary>
    /// <param name="lines">The lines in order.</param>
    /// <returns>The text.</returns>
    public static string Write(IEnumerable<RecordLine> lines)
    {
        StringBuilder text = new();
        foreach (RecordLine line in lines)
            text.Append(Quoted(line.Path)).Append(',').Append(Quoted(line.Hash)).Append(',').Append(line.Size).Append('\n');
        return text.ToString();
    }

    /// <summary>Parses a RECORD file.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The rows; a right one has three fields.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Parse(string text)
    {
        List<IReadOnlyList<string>> rows = [];
        List<string> row = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (isQuoted)
            {
                if (character != '"')
                    field.Append(character);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    field.Append(text[i++]);
                else
                    isQuoted = false;
            }
            else if (character == '"' && field.Length == 0)
            {
                isQuoted = true;
            }
            else if (character is ',' or '\n')
            {
                row.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (character == '\n')
                {
                    rows.Add(row);
                    row = [];
                }
            }
            else
            {
                field.Append(character);
            }
        }

        if (field.Length > 0 || row.Count > 0)
        {
            row.Add(field.ToString());
            rows.Add(row);
        }

        return [.. rows.Where(fields => fields.Count > 1 || fields[0].Length > 0)];
    }

    private static string Quoted(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
