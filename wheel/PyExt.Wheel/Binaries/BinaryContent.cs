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
            // Never more than the limit, also where the length is a lie (a device) or changes.
            using FileStream file = File.OpenRead(path);
            if (!file.CanSeek)
                throw new WheelException(DiagnosticCodes.UnreadableBinary, $"'{path}' is not an ordinary file. Name the linked native library.");
            return file.Length <= LargestFile
                ? ReadAll(file)
                : throw new WheelException(DiagnosticCodes.UnreadableBinary, $"'{path}' is larger than 1 GiB, which no wheel can carry. Rebuild the native library, without debug information in it.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WheelException(DiagnosticCodes.UnreadableBinary, $"The native library '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static byte[] ReadAll(FileStream file)
    {
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
