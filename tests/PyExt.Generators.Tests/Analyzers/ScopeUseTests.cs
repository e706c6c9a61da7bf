using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0003: a second name for a scope could end it while its objects are in reach, and the compiler has no rule against copies.</summary>
public sealed class ScopeUseTests
{
    [Theory]
    [InlineData("PyScope s = py.Scope();")]
    [InlineData("PyScope s = py.Scope();\nPyObject o = s.Py.None;\nusing (s) { }\no.Call();", 5, 7)]
    [InlineData("using PyScope s = py.Scope();\nPyScope copy = s;\ncopy.Py.None.Call();", 6)]
    [InlineData("using PyScope s = py.Scope();\nusing PyScope copy = s;", 6)]
    [InlineData("using PyScope s = py.Scope();\nusing (s) { }", 6)]
    [InlineData("using PyScope s = py.Scope();\nEnd(s);", 6)]
    [InlineData("using PyScope s = py.Scope();\nRead(in s);", 6)]
    [InlineData("using PyScope s = Open(py);")]
    [InlineData("using PyScope s = default;")]
    [InlineData("using PyScope s = new();")]
    [InlineData("using PyScope s = py.None.IsNone ? py.Scope() : py.Scope();", 5, 5)]
    [InlineData("py.Scope();")]
    [InlineData("py.Scope().Py.None.Call();")]
    [InlineData("if (py.Scope() is var s) { }")]
    [InlineData("Py inner = Inner(py.Scope());")]
    [InlineData("using Holder h = new() { Scope = py.Scope() };", 5, 5)]
    [InlineData("scoped Holder h = default;\nh.Scope.Py.None.Call();", 6)]
    public async Task A_scope_with_a_life_of_its_own(string statements, params int[] lines)
    {
        Reported[] reported = await Analyze(statements);

        int[] expected = lines.Length == 0 ? [5] : lines;
        Assert.Equal(expected.Select(line => new Reported("PYX0003", line, DiagnosticSeverity.Error, Message)), reported);
    }

    [Theory]
    [InlineData("using PyScope s = py.Scope(); s.Py.None.Call();")]
    [InlineData("using (PyScope s = py.Scope()) { s.Py.None.Call(); }")]
    [InlineData("using (var s = py.Scope()) s.Py.None.Call();")]
    [InlineData("using PyScope s = py.Scope(), t = py.Scope(); t.Py.None.Call(s.Py.None);")]
    [InlineData("for (int i = 0; i < 3; i++) { using PyScope s = py.Scope(); Py inner = s.Py; inner.From(i).Call(); }")]
    [InlineData("using PyScope s = py.Scope(); using PyScope t = s.Py.Scope(); t.Py.None.Call();")]
    public async Task A_scope_of_one_block(string statement)
    {
        Assert.Empty(await Analyze(statement));
    }

    private const string Message = "A PyScope belongs to the one 'using' that opens it: write 'using PyScope scope = py.Scope();' and use only 'scope.Py'. "
        + "A copy could release the objects of the scope while they are still in reach.";

    private static async Task<Reported[]> Analyze(string statements)
    {
        // What the helpers do is refused too, each on its own line; they come last.
        Reported[] reported = await Analysis.Analyze<ScopeUseAnalyzer>($$"""
            internal static class Demo
            {
                public static void Use(Py py)
                {
            {{statements}}
                }

                // helpers
                private static void End<T>(T scope) where T : IDisposable, allows ref struct => scope.Dispose();
                private static void Read(in PyScope scope) { }
                private static Py Inner(in PyScope scope) => scope.Py;
                private static PyScope Open(Py py) => py.Scope();
            }

            internal ref struct Holder
            {
                public PyScope Scope;
                public readonly void Dispose() { }
            }
            """, Options.Project());
        int helpers = 5 + statements.Split('\n').Length + 2;
        Assert.Equal([helpers + 3, helpers + 4], reported.Where(diagnostic => diagnostic.Line > helpers).Select(diagnostic => diagnostic.Line));
        return [.. reported.Where(diagnostic => diagnostic.Line < helpers)];
    }
}
