using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0005.</summary>
public sealed class StaticInitializerTests
{
    [Theory]
    [InlineData("static Demo() => _ = new Py();", "Py", "the static constructor of 'Demo'")]
    [InlineData("static Demo() => default(Py).Import(\"json\");", "Py", "the static constructor of 'Demo'")]
    [InlineData("static Demo() => Use(default);", "Py", "the static constructor of 'Demo'")]
    [InlineData("static Demo() => Own!.TryAttach(static py => py.Import(\"json\"));", "Demo.Own", "the static constructor of 'Demo'")]
    [InlineData("private static readonly string Name = default(Py).Import(\"sys\").Attr(\"executable\").As<string>();", "Py", "the initializer of the static 'Name'")]
    [InlineData("public static bool IsNone { get; } = default(PyObject).IsNone;", "PyObject", "the initializer of the static 'IsNone'")]
    [InlineData("private static readonly bool IsDisposed = Kept!.IsDisposed;", "Demo.Kept", "the initializer of the static 'IsDisposed'")]
    [InlineData("[System.Runtime.CompilerServices.ModuleInitializer] internal static void Start() => default(Py).CheckSignals();", "Py", "the module initializer 'Start'")]
    public async Task Python_before_there_is_an_interpreter(string member, string name, string initializer)
    {
        Reported[] reported = await Analyze(member, Options.Project());

        Assert.Equal([new Reported("PYX0005", 3, DiagnosticSeverity.Error, Message(name, initializer))], reported);
    }

    [Theory]
    [InlineData("private static readonly Action<Py> Later = static py => py.Import(\"json\");")]
    [InlineData("static Demo() { void Local(Py py) => py.Import(\"json\"); }")]
    [InlineData("static Demo() => _ = Math.Max(1, 2);")]
    [InlineData("static Demo() => throw new PyException(\"ValueError\", \"no\");")]
    [InlineData("public static void Run(Py py) => py.Import(\"json\");")]
    [InlineData("private readonly string _name = default(Py).Import(\"sys\").As<string>();")]
    [InlineData("public Demo(Py py) => py.Import(\"json\");")]
    public async Task Where_Python_may_be_used(string member)
    {
        Assert.Empty(await Analyze(member, Options.Project()));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        const string member = "static Demo() => _ = new Py();";

        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze(member, Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze(member, Options.None));
    }

    private static string Message(string name, string initializer) =>
        $"'{name}' is used in {initializer}, which .NET runs once per process, on any thread and for no interpreter. Move it to the constructor of the [PyModule] class, which may take a Py.";

    private static Task<Reported[]> Analyze(string member, Options options) => Analysis.Analyze<StaticInitializerAnalyzer>($$"""
        public class Demo
        {
            {{member}}

            internal static PyInterpreter? Own => null;

            internal static PyHandle? Kept => null;

            private static void Use(Py py)
            {
            }
        }
        """, options);
}
