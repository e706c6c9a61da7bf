using System.Text;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Verification;

/// <summary>The files of a wheel whose archive is sound.</summary>
internal sealed record WheelContents(WheelFileName Name, IReadOnlyDictionary<string, byte[]> Files)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string DistInfo => Name.DistInfo;

    public string DataFolder => $"{Name.Distribution}-{Name.Version}.data";

    /// <summary>Whether a path is that of a library that a tool has put beside the package: <c>.libs</c> of auditwheel and delvewheel, <c>.dylibs</c> of delocate.</summary>
    public static bool IsBundled(string path) => path.Split('/')[..^1].Any(folder => folder.EndsWith(".libs", StringComparison.Ordinal) || folder.EndsWith(".dylibs", StringComparison.Ordinal));

    /// <summary>Whether a path is that of a command, which installers put apart from the packages.</summary>
    public bool IsCommand(string path) => path.StartsWith(DataFolder + "/scripts/", StringComparison.Ordinal);

    /// <summary>The text of a file in <c>.dist-info</c>, or null with a problem when it is missing or no UTF-8.</summary>
    public string? Text(string name, ICollection<string> problems)
    {
        if (!Files.TryGetValue($"{DistInfo}/{name}", out byte[]? content))
        {
            problems.Add($"{DistInfo}/{name} is missing");
            return null;
        }

        try
        {
            return Strict.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            problems.Add($"{DistInfo}/{name} is not UTF-8 text");
            return null;
        }
    }

    /// <summary>The header fields of a file in <c>.dist-info</c>, or null with a problem when it is missing or malformed.</summary>
    public List<KeyValuePair<string, string>>? Fields(string name, ICollection<string> problems)
    {
        if (Text(name, problems) is not string text)
            return null;
        if (HeaderFields.Parse(text, out List<KeyValuePair<string, string>> fields) is not string malformed)
            return fields;

        problems.Add($"{name}: {malformed}");
        return null;
    }
}
