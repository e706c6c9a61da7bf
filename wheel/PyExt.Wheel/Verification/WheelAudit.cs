using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Verification;

/// <summary>
/// Opens a finished wheel, whoever made it, and checks what installers, the package index and the import demand of it. Nothing about the
/// file is trusted: a truncated or lying wheel gives findings, never an exception.
/// </summary>
public static class WheelAudit
{
    private const long LargestUncheckedContent = 64L << 20;
    private const long LargestRatio = 50;

    /// <summary>Audits a wheel.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileName">The name it has or will have; null for the name of the file.</param>
    /// <param name="options">What to allow; null for the defaults.</param>
    /// <returns>What was found.</returns>
    public static WheelAuditReport Run(string path, string? fileName = null, WheelVerifierOptions? options = null)
    {
        string name = fileName ?? Path.GetFileName(path);
        if (WheelFile.Read(path, out string problem) is byte[] archive)
            return Examine(archive, name, options) with { Path = path };

        FindingList findings = new();
        findings.Error(DiagnosticCodes.WheelArchive, problem);
        return new WheelAuditReport { Path = path, FileName = name, Findings = findings.Sorted };
    }

    /// <summary>Audits a wheel in memory.</summary>
    /// <param name="archive">The bytes of the file.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="options">What to allow; null for the defaults.</param>
    /// <returns>What was found.</returns>
    public static WheelAuditReport Examine(ReadOnlyMemory<byte> archive, string fileName, WheelVerifierOptions? options)
    {
        FindingList findings = new();
        WheelAuditReport report = new() { Path = fileName, FileName = fileName, Size = archive.Length };
        options ??= new WheelVerifierOptions();
        WheelFileName? name = TagRules.CheckFileName(fileName, options, findings);
        IReadOnlyList<ZipMember> members = ReadMembers(archive, findings);
        Dictionary<string, byte[]> files = findings.HasErrors && name is null ? [] : Extract(members, findings);
        if (name is null || members.Count == 0 || findings.HasErrors && files.Count == 0)
            return report with { Findings = findings.Sorted };

        WheelContents contents = new(name, files);
        LayoutRules.Check(contents, members, findings);
        DistInfoRules.Check(contents, findings);
        findings.Errors(DiagnosticCodes.WheelRecord, RecordRules.Check(contents));
        IReadOnlyList<AuditedBinary> binaries = BinaryRules.Check(contents, findings);
        BinaryRules.CheckPresence(contents, options.Module, findings);
        return report with
        {
            Tags = [.. name.Tag.Expand()],
            Findings = findings.Sorted,
            Binaries = binaries,
            Parts = SizeReport.Make(contents, members, binaries),
        };
    }

    private static IReadOnlyList<ZipMember> ReadMembers(ReadOnlyMemory<byte> archive, FindingList findings)
    {
        List<string> problems = [];
        IReadOnlyList<ZipMember> members = ZipReader.Read(archive, problems);
        long total = members.Sum(member => (long)member.Size);
        if (total > LargestUncheckedContent && total / Math.Max(1, archive.Length) > LargestRatio)
            problems.Add($"it unpacks to more than {LargestRatio} times its size, which the package index takes for an attack");
        findings.Errors(DiagnosticCodes.WheelArchive, problems);
        return problems.Count == 0 ? members : [];
    }

    private static Dictionary<string, byte[]> Extract(IReadOnlyList<ZipMember> members, FindingList findings)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        bool isSound = true;
        foreach (ZipMember member in members)
        {
            string? problem =
                ArchivePath.Problem(member.IsDirectory ? member.Name[..^1] : member.Name) is string wrong ? $"the file name '{member.Name}' is not allowed: {wrong}"
                : !member.IsDirectory && !member.IsRegularFile ? $"'{member.Name}' is not a regular file"
                : null;
            if (problem is not null)
            {
                findings.Error(DiagnosticCodes.WheelLayout, problem, member.Name);
                isSound = false;
            }
            else if (ZipReader.Extract(member) is not byte[] content)
            {
                findings.Error(DiagnosticCodes.WheelArchive, $"the data of '{member.Name}' is damaged: it does not give the size and the checksum (CRC-32) that its header names", member.Name);
                isSound = false;
            }
            else if (!member.IsDirectory)
            {
                files.Add(member.Name, content);
            }
        }

        // What lies in a damaged archive would only repeat the damage in other words.
        return isSound ? files : [];
    }
}
