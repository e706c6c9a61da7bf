namespace PyExt.Wheel.Verification;

/// <summary>Loads a wheel from the disk.</summary>
internal static class WheelFile
{
    private const long LargestWheel = 1L << 30;

    /// <summary>Reads a whole file, or says why it cannot be a wheel.</summary>
    public static byte[]? Read(string path, out string problem)
    {
        problem = "";
        try
        {
            FileInfo info = new(path);
            if (Directory.Exists(path))
                problem = "it is a folder";
            else if (!info.Exists)
                problem = "there is no such file";
            else if (info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                (info, problem) = (target, target.Exists ? "" : "it is a link to a file that is not there");
            if (problem.Length > 0)
                return null;

            // Pipes and devices, which may never end, have no length either; they are not even opened.
            problem = info.Length == 0 ? "it is empty" : info.Length > LargestWheel ? "it is larger than 1 GiB, which the package index refuses" : "";
            if (problem.Length > 0)
                return null;

            using FileStream file = info.OpenRead();
            byte[] content = new byte[info.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"it cannot be read: {exception.Message}";
            return null;
        }
    }
}
