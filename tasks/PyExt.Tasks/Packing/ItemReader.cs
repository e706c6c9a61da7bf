using Microsoft.Build.Framework;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;

namespace PyExt.Tasks.Packing;

/// <summary>Reads the items and lists of a project as core metadata has them.</summary>
internal static class ItemReader
{
    private static readonly char[] ListSeparators = [';', ','];

    /// <summary>A list property: separated by semicolons or commas, or by spaces where it has neither.</summary>
    /// <param name="value">The property's value.</param>
    public static IReadOnlyList<string> List(string value)
    {
        char[]? separators = value.IndexOfAny(ListSeparators) >= 0 ? ListSeparators : null;
        return value.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The authors: separated by semicolons or commas, never by the spaces in a name.</summary>
    /// <param name="value">The property's value.</param>
    public static IReadOnlyList<string> Authors(string value) =>
        value.Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The requirements that belong to no extra.</summary>
    /// <param name="items">The <c>PyRequirement</c> items.</param>
    public static IReadOnlyList<string> Requirements(IEnumerable<ITaskItem> items) =>
        [.. items.Where(item => item.GetMetadata("Extra").Length == 0).Select(Requirement)];

    /// <summary>The extras: those declared, and those that only requirements name.</summary>
    /// <param name="extras">The <c>PyExtra</c> items.</param>
    /// <param name="requirements">The <c>PyRequirement</c> items.</param>
    public static IReadOnlyList<Extra> Extras(IEnumerable<ITaskItem> extras, IReadOnlyCollection<ITaskItem> requirements)
    {
        IEnumerable<string> names = extras.Select(item => item.ItemSpec)
            .Concat(requirements.Select(item => item.GetMetadata("Extra")))
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal);
        return [.. names.Select(name => new Extra(name, [.. requirements.Where(item => item.GetMetadata("Extra") == name).Select(Requirement)]))];
    }

    /// <summary>Entry points.</summary>
    /// <param name="items">The <c>PyScript</c>, <c>PyGuiScript</c> or <c>PyEntryPoint</c> items.</param>
    /// <param name="group">Their group; null for the one that each item names.</param>
    public static IReadOnlyList<EntryPoint> EntryPoints(IEnumerable<ITaskItem> items, string? group = null) =>
        [.. items.Select(item => new EntryPoint(group ?? item.GetMetadata("Group"), item.ItemSpec, item.GetMetadata("EntryPoint")))];

    /// <summary>Files for places outside of the packages.</summary>
    /// <param name="items">The <c>PyData</c> items. A file that a wildcard found keeps the folders below the wildcard.</param>
    public static IReadOnlyList<DataFile> DataFiles(IEnumerable<ITaskItem> items) => [.. items.Select(item =>
    {
        string target = item.GetMetadata("TargetPath");
        string path = target.Length == 0 || target[^1] is '/' or '\\'
            ? target + item.GetMetadata("RecursiveDir") + item.GetMetadata("Filename") + item.GetMetadata("Extension")
            : target;
        return new DataFile(item.GetMetadata("Kind"), path.Replace('\\', '/'), item.GetMetadata("FullPath"));
    })];

    /// <summary>A list of path patterns: separated by semicolons and line breaks, never by the commas and spaces of a name.</summary>
    /// <param name="value">The property's value.</param>
    public static IReadOnlyList<string> Patterns(string value) =>
        value.Split([';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The links.</summary>
    /// <param name="items">The <c>PyProjectUrl</c> items.</param>
    public static IReadOnlyList<ProjectUrl> ProjectUrls(IEnumerable<ITaskItem> items) =>
        [.. items.Select(item => new ProjectUrl(item.ItemSpec, item.GetMetadata("Url")))];

    // Version and Marker are metadata because MSBuild takes a '*' in Include for a wildcard and a ';' for the end of the item.
    private static string Requirement(ITaskItem item)
    {
        string marker = item.GetMetadata("Marker");
        return item.ItemSpec + item.GetMetadata("Version") + (marker.Length > 0 ? $"; {marker}" : "");
    }
}
