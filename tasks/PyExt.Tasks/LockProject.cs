using Microsoft.Build.Framework;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>
/// Lets one build at a time make the native module and the wheel of a project and platform: two would take each other's files away. The lock is
/// a file that this process holds open until the build ends, however it ends.
/// </summary>
public sealed class LockProject : WheelTask
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        string path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!, LockFile));
        string key = "PyExt " + path;
        IBuildEngine4 engine = (IBuildEngine4)BuildEngine;
        if (engine.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is not null)
            return;

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (Wait(path) is FileStream file)
                engine.RegisterTaskObject(key, file, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            else
                Report(new Finding(DiagnosticCodes.Output, $"Another build of this project has been at work in '{Path.GetDirectoryName(path)}' for {Patience.TotalMinutes} minutes. End it, and pack again."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(new Finding(DiagnosticCodes.Output, $"'{path}' cannot be written: {exception.Message.TrimEnd('.')}. Make the folder writable."));
        }
    }

    private FileStream? Wait(string path)
    {
        DateTime end = DateTime.UtcNow + Patience;
        for (bool isFirst = true; ; isFirst = false)
        {
            Cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (DateTime.UtcNow > end)
                    return null;
                if (isFirst)
                    Log.LogMessage(MessageImportance.High, $"{Path.GetFileNameWithoutExtension(ProjectFile)}: waiting for another build of this project to end.");
                Thread.Sleep(Interval);
            }
        }
    }
}
