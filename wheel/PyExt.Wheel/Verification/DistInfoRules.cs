using PyExt.Wheel.Binaries;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Verification;

/// <summary>Checks the <c>.dist-info</c> folder, except RECORD.</summary>
internal static class DistInfoRules
{
    public static void Check(WheelContents contents, FindingList findings)
    {
        findings.Errors(DiagnosticCodes.WheelTags, CheckWheelFile(contents));
        findings.Errors(DiagnosticCodes.WheelMetadata, CheckMetadata(contents, findings));
        List<string> problems = [];
        if (contents.Files.ContainsKey($"{contents.DistInfo}/entry_points.txt") && contents.Text("entry_points.txt", problems) is string entryPoints)
            problems.AddRange(EntryPoints.Problems(entryPoints).Select(problem => $"{contents.DistInfo}/entry_points.txt: {problem}"));
        findings.Errors(DiagnosticCodes.WheelEntryPoints, problems);
    }

    private static List<string> CheckWheelFile(WheelContents contents)
    {
        List<string> problems = [];
        if (contents.Fields("WHEEL", problems) is not { } fields)
            return problems;

        string[] Values(string name) => [.. fields.Where(field => field.Key == name).Select(field => field.Value)];
        if (Values("Wheel-Version") is not [string version] || !version.StartsWith("1.", StringComparison.Ordinal))
            problems.Add("WHEEL: Wheel-Version is not 1.x");
        if (Values("Generator").Length != 1)
            problems.Add("WHEEL: Generator is missing");
        if (Values("Root-Is-Purelib") is not ["true" or "false"])
            problems.Add("WHEEL: Root-Is-Purelib is neither 'true' nor 'false'");
        if (Values("Root-Is-Purelib") is ["true"] && contents.Files.Any(file => BinaryRules.IsNative(file.Key) && BinaryFormats.Of(file.Value) != BinaryFormat.None))
            problems.Add("WHEEL: Root-Is-Purelib is 'true' although the wheel holds native code");
        if (!Values("Tag").ToHashSet(StringComparer.Ordinal).SetEquals(contents.Name.Tag.Expand()))
            problems.Add($"WHEEL: the tags {string.Join(", ", Values("Tag"))} are not those of the file name, {string.Join(", ", contents.Name.Tag.Expand())}");
        if (Values("Build").FirstOrDefault() != contents.Name.Build)
            problems.Add("WHEEL: the build tag is not that of the file name");
        return problems;
    }

    private static List<string> CheckMetadata(WheelContents contents, FindingList findings)
    {
        List<string> problems = [];
        if (contents.Fields("METADATA", problems) is not { } fields)
            return problems;

        // Tools wrote this field before PEP 639 gave it a place and a version; indexes and installers pass it by.
        if (fields.Exists(field => field.Key == "License-File") && fields.Find(field => field.Key == "Metadata-Version").Value is "1.0" or "1.1" or "1.2" or "2.0" or "2.1" or "2.2" or "2.3")
        {
            fields.RemoveAll(field => field.Key == "License-File");
            findings.Warning(DiagnosticCodes.WheelMetadata, "METADATA: License-File needs Metadata-Version 2.4, so nobody reads it");
        }

        problems.AddRange(MetadataRules.Check(fields).Select(finding => finding.Message));
        string? Value(string name) => fields.FirstOrDefault(field => field.Key == name).Value;
        if (Value("Name") is string name && DistributionName.IsValid(name) && DistributionName.Parse(name).Escaped != contents.Name.Distribution)
            problems.Add($"METADATA: the name '{name}' is not that of the file name");
        if (Value("Version") is string version && version != contents.Name.Version)
            problems.Add($"METADATA: the version '{version}' is not that of the file name");
        foreach ((_, string file) in fields.Where(field => field.Key == "License-File" && !contents.Files.ContainsKey($"{contents.DistInfo}/licenses/{field.Value}")))
            problems.Add($"METADATA: the licence file '{file}' is not in {contents.DistInfo}/licenses");

        // What `twine check --strict` insists on.
        string text = contents.Text("METADATA", problems) ?? "";
        bool hasBody = text.ReplaceLineEndings("\n").Split("\n\n", 2) is [_, string body] && body.Trim().Length > 0;
        if (!hasBody && Value("Description") is null)
            findings.Warning(DiagnosticCodes.WheelMetadata, "METADATA: there is no description, so the page of the package is empty");
        else if (Value("Description-Content-Type") is null)
            findings.Warning(DiagnosticCodes.WheelMetadata, "METADATA: Description-Content-Type is missing, so the package index takes the description for reStructuredText");
        return problems;
    }
}
