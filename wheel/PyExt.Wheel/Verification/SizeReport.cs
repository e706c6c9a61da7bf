namespace PyExt.Wheel.Verification;

/// <summary>Says what the size of a wheel is made of.</summary>
internal static class SizeReport
{
    public static IReadOnlyList<WheelPart> Make(WheelContents contents, IReadOnlyList<ZipMember> members, IReadOnlyList<AuditedBinary> binaries)
    {
        HashSet<string> native = [.. binaries.Select(binary => binary.Path)];
        return [.. members.Where(member => !member.IsDirectory)
            .GroupBy(member => PartOf(contents, member.Name, native))
            .Select(part => new WheelPart(part.Key, part.Count(), part.Sum(member => (long)member.Size), part.Sum(member => (long)member.Data.Length)))
            .OrderByDescending(part => part.CompressedSize).ThenBy(part => part.Name, StringComparer.Ordinal)];
    }

    private static string PartOf(WheelContents contents, string path, HashSet<string> native)
    {
        if (path.StartsWith($"{contents.DistInfo}/licenses/", StringComparison.Ordinal))
            return "licences";
        if (path.StartsWith($"{contents.DistInfo}/sboms/", StringComparison.Ordinal))
            return "bills of materials";
        if (path.StartsWith(contents.DistInfo + "/", StringComparison.Ordinal))
            return "metadata";
        if (native.Contains(path))
            return WheelContents.IsBundled(path) ? "bundled libraries" : "native code";
        if (path.StartsWith(contents.DataFolder + "/scripts/", StringComparison.Ordinal))
            return "scripts";
        return Path.GetExtension(path) switch
        {
            ".py" => "Python code",
            ".pyi" or ".typed" => "type stubs",
            _ => "other files",
        };
    }
}
