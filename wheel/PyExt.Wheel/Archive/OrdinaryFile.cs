namespace PyExt.Wheel.Archive;

/// <summary>Reads files of a project, if they have an end.</summary>
internal static class OrdinaryFile
{
    private const long LargestFile = 1L << 30;

    /// <summary>Reads a whole file; links are followed.</summary>
    /// <exception cref="IOException">It is missing, cannot be read, or is too large for a wheel.</exception>
    public static byte[] Read(string path)
    {
        FileInfo file = new(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        if (!file.Exists)
            throw new FileNotFoundException($"There is no file '{file.FullName}'.");
        if (file.Length > LargestFile)
            throw new IOException("It is larger than 1 GiB.");
        // A pipe or a device, which may never end, has no length either: it is not opened.
        return file.Length == 0 ? [] : File.ReadAllBytes(file.FullName);
    }
}
