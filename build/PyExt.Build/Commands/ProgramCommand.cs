namespace PyExt.Build.Commands;

/// <summary>Builds a program of this repository and runs it in the caller's folder, with the caller's console.</summary>
internal static class ProgramCommand
{
    public static int Run(string project, IReadOnlyList<string> arguments)
    {
        string path = Path.Combine(Repository.Root, project);
        Dotnet.Command("build", path, "-c", "Release", "-v", "quiet").Run().EnsureSuccess($"Building {Path.GetFileNameWithoutExtension(project)}");
        string assembly = Path.Combine(Path.GetDirectoryName(path)!, "bin", "Release", "net10.0", Path.GetFileNameWithoutExtension(project) + ".dll");
        CommandResult result = new Command(Dotnet.Host, [assembly, .. arguments])
        {
            WorkingDirectory = Environment.CurrentDirectory,
            TimeLimit = TimeSpan.FromDays(1),
            OnOutput = Console.Out.WriteLine,
            OnError = Console.Error.WriteLine,
        }.Run();
        return result.ExitCode;
    }
}
