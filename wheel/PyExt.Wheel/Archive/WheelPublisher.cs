namespace PyExt.Wheel.Archive;

/// <summary>Moves a finished wheel to where the user looks for it, so that no half-written wheel is ever seen there.</summary>
public static class WheelPublisher
{
    /// <summary>Moves a wheel into its output folder, replacing one of the same name.</summary>
    /// <param name="temporaryPath">The finished wheel; it is gone afterwards, also after a failure.</param>
    /// <param name="outputDirectory">The output folder; created when missing.</param>
    /// <param name="fileName">The name of the wheel.</param>
    /// <returns>The full path of the wheel.</returns>
    /// <exception cref="WheelException">PYX4005: the folder or the file cannot be written.</exception>
    public static string Publish(string temporaryPath, string outputDirectory, string fileName)
    {
        string target = Path.GetFullPath(Path.Combine(outputDirectory, fileName));

        // Copied under a name that no tool takes for a wheel first: the output folder may be on another file system, where a move is not atomic.
        string partial = target + ".partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(temporaryPath, partial, overwrite: true);
            File.Move(partial, target, overwrite: true);
            return target;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(target, exception);
        }
        finally
        {
            DeleteQuietly(partial);
            DeleteQuietly(temporaryPath);
        }
    }

    /// <summary>Refuses an output folder that cannot be written; it is created when missing.</summary>
    /// <param name="outputDirectory">The output folder.</param>
    /// <exception cref="WheelException">PYX4005: the folder cannot be written.</exception>
    public static void CheckWritable(string outputDirectory)
    {
        string folder = Path.GetFullPath(outputDirectory);
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream probe = new(Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, exception);
        }
    }

    /// <summary>Deletes a file if it is there; a failure to do so must not hide the reason for it.</summary>
    internal static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file stays; it is not a wheel by name.
        }
    }

    private static WheelException NotWritable(string path, Exception exception) => new(
        DiagnosticCodes.Output,
        $"The wheel cannot be written to '{path}': {exception.Message.TrimEnd('.')}. Make the folder writable, or set PackageOutputPath to another one.",
        exception);
}
