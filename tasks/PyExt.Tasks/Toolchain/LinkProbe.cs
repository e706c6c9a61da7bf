using System.ComponentModel;
using System.Diagnostics;

namespace PyExt.Tasks.Toolchain;

/// <summary>Links an empty shared library, to find out whether a compiler driver has a linker and the C library's files behind it.</summary>
internal static class LinkProbe
{
    /// <summary>The C library's, which NativeAOT links with.</summary>
    public static readonly IReadOnlyList<string> Libraries = ["-lm", "-ldl", "-lrt", "-pthread"];

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>Tries.</summary>
    /// <param name="driver">The compiler driver.</param>
    /// <param name="linkerFlavor"><c>LinkerFlavor</c>, empty for the driver's own choice.</param>
    /// <param name="options">What to link for, and with which libraries.</param>
    /// <returns>The first thing the driver complains about, or null when it can link.</returns>
    public static string? Run(string driver, string linkerFlavor, IReadOnlyList<string> options)
    {
        string folder = Directory.CreateTempSubdirectory("pyext-link").FullName;
        try
        {
            string source = Path.Combine(folder, "empty.c");
            File.WriteAllText(source, "");
            string[] flavor = linkerFlavor.Length > 0 ? [$"-fuse-ld={linkerFlavor}"] : [];
            ProcessStartInfo start = new(driver, [.. flavor, "-shared", "-fPIC", source, .. options, "-o", Path.Combine(folder, "empty.so")])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                Environment = { ["LC_ALL"] = "C" },
            };
            using Process? process = Process.Start(start);
            return process is null ? null : Complaint(process);
        }
        catch (Win32Exception exception)
        {
            return exception.Message;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Complaint(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeLimit))
        {
            process.Kill(entireProcessTree: true);
            return $"it did not end within {TimeLimit.TotalSeconds} s";
        }

        Task.WaitAll(errors, output);
        if (process.ExitCode == 0)
            return null;
        return errors.Result.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? $"exit code {process.ExitCode}";
    }
}
