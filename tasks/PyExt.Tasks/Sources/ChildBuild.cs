using System.Collections;
using System.Diagnostics;

namespace PyExt.Tasks.Sources;

/// <summary>Another <c>dotnet</c>, or a Python, in an environment that the surrounding build does not reach into.</summary>
internal static class ChildBuild
{
    /// <summary>The <c>dotnet</c> that runs this build.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path && File.Exists(path) ? path : "dotnet";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="onLine">Told each line of its output.</param>
    /// <param name="cancellation">Stops it and its children.</param>
    /// <returns>Its exit code.</returns>
    public static int Run(string program, IEnumerable<string> arguments, string folder, Action<string> onLine, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Where(IsBuildVariable))
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        process.OutputDataReceived += (_, line) => Receive(line.Data);
        process.ErrorDataReceived += (_, line) => Receive(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenRegistration registration = cancellation.Register(() => process.Kill(entireProcessTree: true));
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode;

        void Receive(string? line)
        {
            if (line is null)
                return;
            lock (start)
                onLine(line);
        }
    }

    private static bool IsBuildVariable(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_MSBUILD_SDK_RESOLVER", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_HOST_PATH" or "DOTNET_CLI_CONTEXT_VERBOSE" or "DOTNET_CLI_TELEMETRY_SESSIONID";
}
