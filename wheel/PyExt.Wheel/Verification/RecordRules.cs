using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using PyExt.Wheel.Archive;

namespace PyExt.Wheel.Verification;

/// <summary>Checks that RECORD names every file, with its true size and hash.</summary>
internal static class RecordRules
{
    public static List<string> Check(WheelContents contents)
    {
        List<string> problems = [];
        if (contents.Text("RECORD", problems) is not string text)
            return problems;

        string record = $"{contents.DistInfo}/RECORD";
        string[] unlisted = [record, record + ".jws", record + ".p7s"];
        HashSet<string> listed = new(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> row in RecordFile.Parse(text))
        {
            if (row.Count != 3)
                problems.Add($"RECORD: the line of '{row[0]}' has {row.Count} fields instead of 3");
            else if (!listed.Add(row[0]))
                problems.Add($"RECORD: '{row[0]}' is listed twice");
            else if (row[0] == record)
                problems.AddRange(row[1].Length + row[2].Length == 0 ? [] : ["RECORD: its own line must have no hash and no size"]);
            else if (!contents.Files.TryGetValue(row[0], out byte[]? content))
                problems.Add($"RECORD: '{row[0]}' is not in the archive");
            else if (Problem(row[1], row[2], content) is string problem)
                problems.Add($"RECORD: {problem} of '{row[0]}'");
        }

        if (!listed.Contains(record))
            problems.Add("RECORD: it does not list itself");
        problems.AddRange(contents.Files.Keys.Where(path => !listed.Contains(path) && !unlisted.Contains(path)).Select(path => $"RECORD: '{path}' is not listed"));
        return problems;
    }

    private static string? Problem(string hash, string size, byte[] content)
    {
        if (size != content.Length.ToString(CultureInfo.InvariantCulture))
            return "the size is not that";

        int separator = hash.IndexOf('=', StringComparison.Ordinal);
        byte[]? actual = (separator < 0 ? "" : hash[..separator]) switch
        {
            "sha256" => SHA256.HashData(content),
            "sha384" => SHA384.HashData(content),
            "sha512" => SHA512.HashData(content),
            _ => null,
        };
        if (actual is null)
            return "there is no hash of at least 256 bits";
        return hash[(separator + 1)..] == Base64Url.EncodeToString(actual) ? null : "the hash is not that";
    }
}
