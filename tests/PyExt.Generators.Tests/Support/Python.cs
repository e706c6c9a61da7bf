using System.ComponentModel;
using System.Diagnostics;

namespace PyExt.Generators.Tests.Support;

/// <summary>The <c>python3</c> on the PATH, 3.11 or newer, if there is one: it knows best what is valid Python.</summary>
internal static class Python
{
    private static readonly Lazy<bool> IsThere = new(static () => Run("import sys; sys.exit(sys.version_info < (3, 11))", "") is { ExitCode: 0 });

    /// <summary>Fails when a text is not valid Python. Passes without a Python to ask.</summary>
    public static void Parses(string text)
    {
        if (!IsThere.Value)
            return;
        var (exitCode, output) = Run("import ast, sys; ast.parse(sys.stdin.buffer.read().decode('utf-8'))", text)!.Value;
        Assert.True(exitCode == 0, output + "\n" + text);
    }

    /// <summary>What Python makes of a literal, or null without a Python to ask.</summary>
    public static string? Repr(string literal) =>
        IsThere.Value ? Run("import ast, sys; sys.stdout.buffer.write(repr(ast.literal_eval(sys.stdin.buffer.read().decode('utf-8'))).encode('utf-8'))", literal)!.Value.Output : null;

    private static (int ExitCode, string Output)? Run(string program, string input)
    {
        var start = new ProcessStartInfo("python3", ["-I", "-c", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = new System.Text.UTF8Encoding(false),
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
