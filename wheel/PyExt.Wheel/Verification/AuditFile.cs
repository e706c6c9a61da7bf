using System.Text;
using PyExt.Wheel.Archive;

namespace PyExt.Wheel.Verification;

/// <summary>Writes a report to a file: the whole of it, or nothing.</summary>
public static class AuditFile
{
    /// <summary>Writes a report.</summary>
    /// <param name="path">The file; its folder is made when missing.</param>
    /// <param name="text">The report.</param>
    /// <returns>Why it cannot be written, or null.</returns>
    public static string? Write(string path, string text)
    {
        string partial = path + ".partial";
        try
        {
            string full = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            // A file that may not be written is not replaced either, although its folder would allow that.
            if (File.Exists(full))
                File.OpenWrite(full).Dispose();
            File.WriteAllText(partial, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(partial, full, overwrite: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            WheelPublisher.DeleteQuietly(partial);
            return $"The report cannot be written to '{path}': {exception.Message} Name another file.";
        }
    }
}
