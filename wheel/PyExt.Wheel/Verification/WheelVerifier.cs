using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Verification;

/// <summary>
/// Re-opens a finished wheel and checks what installers and the package index demand of it. Nothing about the file is trusted: a
/// truncated or lying wheel gives findings, never an exception.
/// </summary>
public static class WheelVerifier
{
    private const long LargestWheel = 1L << 30;
    private const long LargestUncheckedContent = 64L << 20;
    private const long LargestRatio = 50;

    /// <summary>Checks a wheel.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileName">The name it has or will have; null for the name of the file.</param>
    /// <param name="options">What to allow; null for the defaults.</param>
    /// <returns>What is wrong, all with the code PYX4010; empty when nothing is.</returns>
    public static IReadOnlyList<Finding> Verify(string path, string? fileName = null, WheelVerifierOptions? options = null)
    {
        string name = fileName ?? Path.GetFileName(path);
        List<string> problems = [];
        try
        {
            if (new FileInfo(path).Length > LargestWheel)
                problems.Add("it is larger than 1 GiB, which the package index refuses");
            else
                Check(File.ReadAllBytes(path), name, options ?? new WheelVerifierOptions(), problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"it cannot be read: {exception.Message}");
        }

        return [.. problems.Select(problem => new Finding(DiagnosticCodes.Verification, $"The wheel {name} is not valid: {problem.TrimEnd('.')}."))];
    }

    private static void Check(byte[] archive, string fileName, WheelVerifierOptions options, List<string> problems)
    {
        if (!WheelFileName.TryParse(fileName, out WheelFileName? name, out string? nameProblem))
        {
            problems.Add(nameProblem);
            return;
        }

        foreach (string platform in name.Tag.Platform.Where(platform => !PlatformTags.IsPublishable(platform) && !(options.AllowsLocalPlatform && PlatformTags.IsLocalLinux(platform))))
            problems.Add($"the package index does not accept the platform tag '{platform}'");

        Dictionary<string, byte[]> files = ReadFiles(archive, problems);
        if (problems.Count > 0)
            return;

        WheelContents contents = new(name, files);
        problems.AddRange(DistInfoRules.Check(contents));
        problems.AddRange(RecordRules.Check(contents));
        problems.AddRange(ExtensionRules.Check(contents));
    }

    private static Dictionary<string, byte[]> ReadFiles(byte[] archive, List<string> problems)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        IReadOnlyList<ZipMember> members = ZipReader.Read(archive, problems);
        long total = members.Sum(member => member.Size);
        if (total > LargestUncheckedContent && total / Math.Max(1, archive.Length) > LargestRatio)
            problems.Add($"it unpacks to more than {LargestRatio} times its size");
        if (problems.Count > 0)
            return files;

        foreach (ZipMember member in members)
        {
            if (ArchivePath.Problem(member.IsDirectory ? member.Name[..^1] : member.Name) is string problem)
                problems.Add($"the file name '{member.Name}' is not allowed: {problem}");
            else if (!member.IsDirectory && !member.IsRegularFile)
                problems.Add($"'{member.Name}' is not a regular file");
            else if (ZipReader.Extract(member) is not byte[] content)
                problems.Add($"the data of '{member.Name}' is damaged");
            else if (!member.IsDirectory)
                files.Add(member.Name, content);
        }

        return files;
    }
}
