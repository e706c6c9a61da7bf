using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0002: the ways to forge a token or an object with what generated code calls.</summary>
public sealed class InteropUseTests
{
    [Theory]
    [InlineData("var frame = default(PyExt.Interop.PyFrame);", "PyFrame")]
    [InlineData("PyExt.Interop.ModuleState? state = null; _ = state is null;", "ModuleState")]
    [InlineData("PyExt.Interop.PyCall.None();", "PyCall")]
    [InlineData("PyExt.Interop.PyConverters.Use<long, PyExt.Converters.Int64Converter>();", "PyConverters", "Int64Converter")]
    [InlineData("PyExt.Converters.ObjectConverter.TryFromPython(py, 1234, out PyObject forged);", "ObjectConverter")]
    [InlineData("nint raw = PyExt.Converters.ObjectConverter.ToPython(py, py.None);", "ObjectConverter")]
    [InlineData("Func<Py, PyObject, nint> write = PyExt.Converters.ObjectConverter.ToPython;", "ObjectConverter")]
    public async Task By_hand(string statement, params string[] names)
    {
        Reported[] reported = await Analysis.Analyze<InteropUseAnalyzer>(Method(statement), Options.Project());

        Assert.Equal(names.Select(name => new Reported("PYX0002", 5, DiagnosticSeverity.Error, Message(name))), reported);
    }

    [Theory]
    [InlineData("new Py(ref frame)")]
    [InlineData("new(ref frame)")]
    public async Task A_forged_token(string expression)
    {
        Reported[] reported = await Analysis.Analyze<InteropUseAnalyzer>($$"""
            internal static class Demo
            {
                public static void Forge(ref PyExt.Interop.PyFrame frame)
                {
                    Py forged = {{expression}};
                }
            }
            """, Options.Project());

        Assert.Equal([(3, Message("PyFrame")), (5, Message("new Py(…)"))], reported.Select(diagnostic => (diagnostic.Line, diagnostic.Message)));
    }

    [Fact]
    public async Task Through_a_static_using_and_an_alias()
    {
        Reported[] reported = await Analysis.Analyze<InteropUseAnalyzer>("""
            using static PyExt.Interop.PyCall;
            using Frame = PyExt.Interop.PyFrame;

            internal static class Demo
            {
                public static nint Forge() => None();

                public static Frame Frame() => default;
            }
            """, Options.Project());

        Assert.Equal([(1, Message("PyCall")), (2, Message("PyFrame")), (6, Message("PyCall")), (8, Message("PyFrame"))],
            reported.Select(diagnostic => (diagnostic.Line, diagnostic.Message)));
    }

    [Theory]
    [InlineData("_ = py.From(1).As<long>();")]
    [InlineData("using PyScope s = py.Scope(); s.Py.NewList().Add(1);")]
    [InlineData("PyHandle handle = py.None.ToHandle(); handle.Get(py);")]
    [InlineData("Py copy = py; Py none = new();")]
    public async Task What_users_write(string statement)
    {
        Assert.Empty(await Analysis.Analyze<InteropUseAnalyzer>(Method(statement), Options.Project()));
    }

    [Fact]
    public async Task A_converter_of_the_project()
    {
        Assert.Empty(await Analysis.Analyze<InteropUseAnalyzer>("""
            using PyExt.Converters;
            using PyExt.Interop;

            [PyConverter("int")]
            public readonly struct DaysConverter : IPyConverter<TimeSpan>
            {
                public static bool TryFromPython(Py py, nint value, out TimeSpan result)
                {
                    bool read = Int64Converter.TryFromPython(py, value, out long days);
                    result = TimeSpan.FromDays(days);
                    return read;
                }

                public static nint ToPython(Py py, TimeSpan value) => Int64Converter.ToPython(py, (long)value.TotalDays);
            }
            """, Options.Project()));
    }

    [Fact]
    public async Task Another_library_with_the_same_namespace()
    {
        Assert.Empty(await Analysis.Analyze<InteropUseAnalyzer>("""
            namespace PyExt.Interop
            {
                internal static class Own
                {
                    public static int One => 1;
                }
            }

            namespace Other
            {
                internal static class Demo
                {
                    public static int One => PyExt.Interop.Own.One;
                }
            }
            """, Options.Project()));
    }

    private static string Message(string name) =>
        $"'{name}' is for generated code only: it can break the rules that keep references inside their call and their interpreter";

    private static string Method(string statement) => $$"""
        internal static class Demo
        {
            public static void Use(Py py)
            {
                {{statement}}
            }
        }
        """;
}
