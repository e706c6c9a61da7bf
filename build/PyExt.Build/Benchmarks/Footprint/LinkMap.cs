using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace PyExt.Build.Benchmarks.Footprint;

/// <summary>What the .NET compiler put into its object file, from the map that it writes: bytes by kind of thing, and code by namespace.</summary>
internal sealed partial class LinkMap
{
    /// <summary>Bytes by kind: code, garbage collection tables, types …</summary>
    public Dictionary<string, long> Kinds { get; } = [];

    /// <summary>Bytes of code by assembly and namespace.</summary>
    public Dictionary<string, long> Namespaces { get; } = [];

    /// <summary>All bytes of the module's own assembly and of PyExt's.</summary>
    public long Own { get; private set; }

    /// <summary>All bytes.</summary>
    public long Total { get; private set; }

    /// <summary>Reads a map.</summary>
    public static LinkMap Read(string path, string assembly)
    {
        var map = new LinkMap();
        string own = assembly.Replace('.', '_') + "_";
        using var reader = XmlReader.Create(path);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.GetAttribute("Length") is not { } length || reader.GetAttribute("Name") is not { } name)
                continue;
            long size = long.Parse(length, CultureInfo.InvariantCulture);
            map.Total += size;
            Add(map.Kinds, reader.Name, size);
            bool isOwn = name.Contains("PyExt_", StringComparison.Ordinal) || name.Contains(own, StringComparison.Ordinal);
            if (isOwn)
                map.Own += size;
            if (reader.Name == "MethodCode")
                Add(map.Namespaces, isOwn ? name.StartsWith(own, StringComparison.Ordinal) ? assembly : "PyExt" : Namespace(name), size);
        }

        return map;
    }

    private static void Add(Dictionary<string, long> sizes, string key, long size) => sizes[key] = sizes.GetValueOrDefault(key) + size;

    private static string Namespace(string name)
    {
        Match match = KnownNamespace().Match(name);
        return match.Success ? match.Groups[1].Value.Replace('_', '.') : "System";
    }

    [GeneratedRegex("^(?:S_P_[A-Za-z]+_)?((?:System|Internal)_(?:Buffers|Collections|Diagnostics|Globalization|IO|Numerics|Reflection|Runtime|Text|Threading|Metadata))_")]
    private static partial Regex KnownNamespace();
}
