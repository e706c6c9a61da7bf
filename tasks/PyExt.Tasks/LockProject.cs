using Microsoft.Build.Framework;
using PyExt.Tasks.Sources;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>
/// Lets one build at a time make the native module and the wheel of a project and platform: two would take each other's files away. The lock is
/// a file that this process holds open until the build ends, however it ends. Projects that it refers to are compiled into folders of their own, whoever refers to them: each has
/// such a file, too, so that packs of two projects with one reference do not compile it at once.
/// </summary>
public sealed class LockProject : WheelTask
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>What NuGet writes of the projects it has restored (<c>….nuget.dgspec.json</c>); empty where there are no references.</summary>
    public string ReferencesFile { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        string path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!, LockFile));
        try
        {
            Lock(path, "another build of this project");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(new Finding(DiagnosticCodes.Output, $"'{path}' cannot be written: {exception.Message.TrimEnd('.')}. Make the folder writable."));
        }

        // In one order, whoever locks: nobody waits for somebody who waits for him.
        foreach ((string folder, string project) in RestoredProjects.Read(ReferencesFile).Where(reference => reference.Project != Path.GetFullPath(ProjectFile)).OrderBy(reference => reference.Folder, StringComparer.Ordinal))
        {
            try
            {
                Lock(Path.Combine(folder, "PyExt.compile.lock"), $"another build that compiles {Path.GetFileName(project)}");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What cannot be written here is not compiled here.
                Log.LogMessage(MessageImportance.Low, exception.Message);
            }
        }
    }

    private void Lock(string path, string other)
    {
        string key = "PyExt " + path;
        IBuildEngine4 engine = (IBuildEngine4)BuildEngine;
        if (Log.HasLoggedErrors || engine.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is not null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Wait(path, other) is FileStream file)
            engine.RegisterTaskObject(key, file, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        else
            Report(new Finding(DiagnosticCodes.Output, $"{char.ToUpperInvariant(other[0])}{other[1..]} has been at work in '{Path.GetDirectoryName(path)}' for {Patience.TotalMinutes} minutes. End it, and pack again."));
    }

    private FileStream? Wait(string path, string other)
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
                    Log.LogMessage(MessageImportance.High, $"{Path.GetFileNameWithoutExtension(ProjectFile)}: waiting for {other} to end.");
                Thread.Sleep(Interval);
            }
        }
    }
}
