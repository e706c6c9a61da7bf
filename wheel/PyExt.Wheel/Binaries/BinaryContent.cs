namespace PyExt.Wheel.Binaries;

/// <summary>Loads a native library from the disk.</summary>
internal static class BinaryContent
{
    private const long LargestFile = 1L << 30;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="WheelException">PYX3009: the file is missing, cannot be read, or is too large for a wheel.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            FileInfo info = new(path);
            if (info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                info = target;
            // Pipes and devices, which may never end, have no length; they are not even opened.
            if (info.Length == 0)
                throw new WheelException(DiagnosticCodes.UnreadableBinary, $"'{path}' is empty, or no ordinary file. Rebuild the native library.");
            if (info.Length > LargestFile)
                throw new WheelException(DiagnosticCodes.UnreadableBinary, $"'{path}' is larger than 1 GiB, which no wheel can carry. Rebuild the native library, without debug information in it.");

            using FileStream file = info.OpenRead();
            byte[] content = new byte[info.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WheelException(DiagnosticCodes.UnreadableBinary, $"The native library '{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
