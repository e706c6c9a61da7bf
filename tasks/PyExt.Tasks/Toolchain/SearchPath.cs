namespace PyExt.Tasks.Toolchain;

/// <summary>Finds programs the way a shell does.</summary>
internal static class SearchPath
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Whether a program can be started by this name.</summary>
    /// <param name="program">A name to look for in <c>PATH</c>, or a path.</param>
    public static bool Contains(string program)
    {
        if (program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return IsExecutable(program);
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator).Any(folder => folder.Length > 0 && IsExecutable(Path.Combine(folder, program)));
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
