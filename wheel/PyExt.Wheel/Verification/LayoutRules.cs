using System.Text;
using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Verification;

/// <summary>Checks where files lie: <c>.dist-info</c>, <c>.data</c>, names that clash.</summary>
internal static class LayoutRules
{
    private static readonly string[] DataFolders = ["data", "headers", "platlib", "purelib", "scripts"];

    private static readonly string[] Signatures = ["RECORD.jws", "RECORD.p7s"];

    public static void Check(WheelContents contents, IReadOnlyList<ZipMember> members, FindingList findings)
    {
        CheckFolders(contents, findings);
        CheckData(contents, findings);
        CheckCommands(contents, members, findings);
        CheckCase(members, findings);
        foreach (string path in contents.Files.Keys.Where(path => path.EndsWith(".pyc", StringComparison.Ordinal) || path.Contains("__pycache__/", StringComparison.Ordinal)))
            findings.Warning(DiagnosticCodes.WheelLayout, $"'{path}' is compiled bytecode, which belongs to the Python that made it; installers make their own", path);
        foreach (string name in Signatures.Where(name => contents.Files.ContainsKey($"{contents.DistInfo}/{name}")))
            findings.Warning(DiagnosticCodes.WheelLayout, $"{contents.DistInfo}/{name} is a signature that nothing verifies; PEP 815 withdrew it", $"{contents.DistInfo}/{name}");
    }

    private static void CheckFolders(WheelContents contents, FindingList findings)
    {
        string[] folders = [.. contents.Files.Keys
            .Where(path => path.Contains('/', StringComparison.Ordinal))
            .Select(path => path[..path.IndexOf('/', StringComparison.Ordinal)])
            .Distinct(StringComparer.Ordinal)];
        foreach (string folder in folders.Where(folder => folder.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase) && folder != contents.DistInfo))
            findings.Error(DiagnosticCodes.WheelLayout, $"the folder '{folder}' does not fit the file name; {contents.DistInfo} is expected", folder);
        foreach (string folder in folders.Where(folder => folder.EndsWith(".data", StringComparison.OrdinalIgnoreCase) && folder != contents.DataFolder))
            findings.Error(DiagnosticCodes.WheelLayout, $"the folder '{folder}' does not fit the file name; {contents.DataFolder} is expected", folder);
    }

    private static void CheckData(WheelContents contents, FindingList findings)
    {
        string prefix = contents.DataFolder + "/";
        foreach ((string path, byte[] content) in contents.Files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string[] parts = path[prefix.Length..].Split('/');
            if (parts.Length == 1 || !DataFolders.Contains(parts[0]))
                findings.Error(DiagnosticCodes.WheelLayout, $"'{path}' lies in none of the folders that installers know in {contents.DataFolder}: {string.Join(", ", DataFolders)}", path);
            else if (parts[0] == "scripts" && parts.Length > 2)
                findings.Error(DiagnosticCodes.WheelLayout, $"'{path}' lies in a folder below scripts, where installers expect files only", path);
            else if (parts[0] == "scripts" && content.AsSpan().StartsWith("#!/"u8) && FirstLine(content) is string line && line.Contains("python", StringComparison.Ordinal))
                findings.Warning(DiagnosticCodes.WheelLayout, $"'{path}' starts with '{line}', a Python of the build machine; '#!python' lets installers write the right one", path);
        }
    }

    // Installers keep the bits; of scripts in text some set them, of programs none does.
    private static void CheckCommands(WheelContents contents, IReadOnlyList<ZipMember> members, FindingList findings)
    {
        foreach (ZipMember member in members.Where(member => contents.IsCommand(member.Name) && !member.IsExecutable && BinaryFormats.Of(contents.Files[member.Name]) is BinaryFormat.Elf or BinaryFormat.MachO))
            findings.Warning(DiagnosticCodes.WheelLayout, $"'{member.Name}' is a program without the bits that let it be executed (mode 0755), and is installed so: it cannot be started", member.Name);
    }

    private static void CheckCase(IReadOnlyList<ZipMember> members, FindingList findings)
    {
        Dictionary<string, string> spellings = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in members.Where(member => !member.IsDirectory).Select(member => member.Name))
        {
            if (!spellings.TryAdd(name, name))
                findings.Error(DiagnosticCodes.WheelLayout, $"'{spellings[name]}' and '{name}' differ only in case, so they overwrite each other on Windows and macOS", name);
        }
    }

    private static string FirstLine(byte[] content)
    {
        ReadOnlySpan<byte> line = content.AsSpan(0, Math.Min(content.Length, 200));
        int end = line.IndexOf((byte)'\n');
        return new string([.. Encoding.UTF8.GetString(end < 0 ? line : line[..end]).Where(character => !char.IsControl(character))]);
    }
}
