namespace PyExt.Build;

/// <summary>Makes a fresh machine ready: installs what is missing when it may, otherwise says in one line what to install.</summary>
public static class Machine
{
    private static readonly PackageManager[] Managers =
    [
        new("apt-get", ["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends"],
            ["gcc", "libc6-dev", "binutils"], ["python3", "python3-venv"], ["npm"]),
        new("dnf", null, ["install", "-y", "-q"], ["gcc", "glibc-devel", "binutils"], ["python3"], ["npm"]),
        new("apk", null, ["add", "--quiet"], ["gcc", "musl-dev", "binutils"], ["python3"], ["npm"]),
    ];

    /// <summary>The package manager of this machine, if it is one that is known here.</summary>
    private static PackageManager? Manager => Managers.FirstOrDefault(manager => OnPath(manager.Program) is not null);

    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Makes sure that native code can be linked.</summary>
    public static void EnsureLinker()
    {
        if (!OperatingSystem.IsLinux())
            throw new BuildException("PyExt builds on Linux (x64) so far; Windows and macOS hosts are not there yet.");
        if (Links())
            return;
        Install("C compiler with a linker", manager => manager.Linker);
        if (!Links())
            throw new BuildException("The C compiler that was installed cannot link a program: see what `echo 'int main(void){return 0;}' | cc -xc -` says.");
    }

    /// <summary>The oldest Python that serves, installed if none is there and the platform has one; null when there is none.</summary>
    public static PythonInterpreter? FindOrInstallPython()
    {
        if (PythonInterpreters.All.FirstOrDefault(python => python.CanCreateVenv && !python.IsFreeThreaded) is { } found)
            return found;
        if (Manager is not { } manager || !Environment.IsPrivilegedProcess)
            return null;
        try
        {
            Install("Python", _ => manager.Python);
        }
        catch (BuildException)
        {
            return null;
        }

        return OnPath("python3") is { } path && PythonInterpreters.Ask(path) is { CanCreateVenv: true } python && python.Version >= PythonInterpreters.Oldest
            ? python
            : null;
    }

    /// <summary>The npm package `commonmark-spec`: the specification's text, fetched into artifacts/ once.</summary>
    public static string FetchCommonMarkSpec()
    {
        string folder = Path.Combine(Repository.Artifacts, "commonmark-spec");
        string package = Path.Combine(folder, "commonmark-spec-0.31.2.tgz");
        if (File.Exists(package))
            return package;
        if (OnPath("npm") is null)
            Install("npm", manager => manager.Npm);
        Directory.CreateDirectory(folder);
        new Command("npm", "pack", "commonmark-spec@0.31.2", "--silent") { WorkingDirectory = folder, TimeLimit = TimeSpan.FromMinutes(3) }
            .Run().EnsureSuccess("Fetching commonmark-spec");
        return package;
    }

    private static bool Links()
    {
        if ((OnPath("clang") ?? OnPath("gcc")) is not { } compiler || OnPath("objcopy") is null)
            return false;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pyext-");
        try
        {
            string source = Path.Combine(folder.FullName, "a.c");
            File.WriteAllText(source, "int main(void) { return 0; }\n");
            return new Command(compiler, source, "-o", Path.Combine(folder.FullName, "a")).Run().ExitCode == 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Install(string what, Func<PackageManager, string[]> packages)
    {
        if (Manager is not { } manager)
            throw new BuildException($"This machine has no {what}, and its package manager is not known here. Install one and run the command again.");
        string install = $"{manager.Program} {string.Join(' ', manager.Install)} {string.Join(' ', packages(manager))}";
        if (!Environment.IsPrivilegedProcess)
            throw new BuildException($"This machine has no {what}. Install it and run the command again:  sudo {install}");
        Report.Say($"installing {what}: {install}");
        if (manager.Refresh is not null)
            Run(manager, manager.Refresh).EnsureSuccess("Reading the package lists");
        Run(manager, [.. manager.Install, .. packages(manager)]).EnsureSuccess($"Installing {what}");
    }

    private static CommandResult Run(PackageManager manager, string[] arguments) =>
        new Command(manager.Program, arguments).With("DEBIAN_FRONTEND", "noninteractive").Run();

    private sealed record PackageManager(string Program, string[]? Refresh, string[] Install, string[] Linker, string[] Python, string[] Npm);
}
