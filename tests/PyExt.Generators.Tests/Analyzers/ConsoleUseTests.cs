using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0006.</summary>
public sealed class ConsoleUseTests
{
    [Theory]
    [InlineData("Console.WriteLine(\"x\");", "WriteLine")]
    [InlineData("_ = Console.ReadLine();", "ReadLine")]
    [InlineData("Console.Out.Flush();", "Out")]
    [InlineData("Console.Error.WriteLine(\"x\");", "Error")]
    [InlineData("Console.CancelKeyPress += static (_, _) => { };", "CancelKeyPress")]
    [InlineData("Action<string?> write = Console.WriteLine;", "WriteLine")]
    [InlineData("Action write = static () => Console.Beep();", "Beep")]
    public async Task The_console_of_the_process(string statement, string member)
    {
        Reported[] reported = await Analyze(statement, Options.Project());

        Assert.Equal([new Reported("PYX0006", 5, DiagnosticSeverity.Warning, Message(member))], reported);
    }

    [Theory]
    [InlineData("py.Import(\"builtins\").Invoke(\"print\", \"x\");")]
    [InlineData("System.Diagnostics.Debug.WriteLine(\"x\");")]
    [InlineData("_ = ConsoleColor.Red;")]
    public async Task What_goes_through_Python_or_nowhere(string statement)
    {
        Assert.Empty(await Analyze(statement, Options.Project()));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze("Console.WriteLine();", Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze("Console.WriteLine();", Options.None));
    }

    private static string Message(string member) =>
        $"'Console.{member}' bypasses sys.stdout, sys.stderr and sys.stdin, and the first use of Console takes the handler of SIGINT from Python. "
        + "Write with py.Import(\"builtins\").Invoke(\"print\", …), or raise an exception.";

    private static Task<Reported[]> Analyze(string statement, Options options) => Analysis.Analyze<ConsoleUseAnalyzer>($$"""
        public static class Demo
        {
            public static void Use(Py py)
            {
                {{statement}}
            }
        }
        """, options);
}
