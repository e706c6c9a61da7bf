using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0009; PyO3's <c>traverse</c> and <c>clear_without_traverse</c>.</summary>
public sealed class HiddenHandleTests
{
    [Theory]
    [InlineData("private readonly List<PyHandle> _all = [];", "Demo._all", "List<PyHandle>")]
    [InlineData("private PyHandle[] _all = [];", "Demo._all", "PyHandle[]")]
    [InlineData("private PyHandle?[][]? _all;", "Demo._all", "PyHandle?[][]?")]
    [InlineData("private (PyHandle, int) _pair;", "Demo._pair", "(PyHandle, int)")]
    [InlineData("private readonly Dictionary<string, PyHandle> _all = [];", "Demo._all", "Dictionary<string, PyHandle>")]
    [InlineData("private readonly Dictionary<string, List<PyHandle>> _all = [];", "Demo._all", "Dictionary<string, List<PyHandle>>")]
    [InlineData("public List<PyHandle> All { get; } = [];", "Demo.All", "List<PyHandle>")]
    [InlineData("private Lazy<PyHandle>? _lazy;", "Demo._lazy", "Lazy<PyHandle>?")]
    public async Task Behind_another_type(string member, string name, string type)
    {
        foreach (string attribute in new[] { "PyClass", "PyModule" })
        {
            Reported[] reported = await Analyze($"[{attribute}]\npublic sealed partial class Demo\n{{\n    {member}\n}}", Options.Project());

            Assert.Equal([new Reported("PYX0009", 4, DiagnosticSeverity.Error, Behind(name, type))], reported);
        }
    }

    [Theory]
    [InlineData("internal sealed class Helper { internal PyHandle? Kept; }", "Helper.Kept")]
    [InlineData("internal sealed class Helper { internal PyHandle? Kept { get; set; } }", "Helper.Kept")]
    [InlineData("internal struct Helper { internal List<PyHandle> Kept; }", "Helper.Kept")]
    [InlineData("internal sealed record Helper(PyHandle Kept);", "Helper.Kept")]
    public async Task In_a_class_that_is_not_exported(string source, string name)
    {
        Reported[] reported = await Analyze(source, Options.Project());

        Assert.Equal([new Reported("PYX0009", 1, DiagnosticSeverity.Warning,
            $"'{name}' is a handle in a class that is not exported: the garbage collector of Python cannot see it, so reference cycles through it are never collected. "
            + "Move it to a field of the [PyModule] class or of a [PyClass] class.")], reported);
    }

    [Theory]
    [InlineData("[PyClass] public sealed partial class Demo(PyHandle kept) { public PyObject Get(Py py) => kept.Get(py); }", DiagnosticSeverity.Error)]
    [InlineData("[PyClass] public sealed partial class Demo(PyHandle kept) { public PyObject Get(Py py) => kept.Get(py); public void Drop() => kept.Dispose(); }", DiagnosticSeverity.Error)]
    [InlineData("[PyClass] public sealed partial class Demo(List<PyHandle> kept) { public int Count => kept.Count; }", DiagnosticSeverity.Error)]
    [InlineData("internal sealed class Demo(PyHandle kept) { public PyObject Get(Py py) => kept.Get(py); }", DiagnosticSeverity.Warning)]
    public async Task In_a_captured_parameter(string source, DiagnosticSeverity severity)
    {
        Reported[] reported = await Analyze(source, Options.Project());

        Assert.Equal([new Reported("PYX0009", 1, severity,
            "'kept' is a captured parameter, which becomes a field without a name: the garbage collector of Python cannot see it, so reference cycles through it are never collected. "
            + "Assign it to a field of type PyHandle.")], reported);
    }

    [Theory]
    [InlineData("[PyClass] public sealed partial class Demo { private PyHandle? _kept; public void Drop() => _kept?.Dispose(); }")]
    [InlineData("[PyClass] public sealed partial class Demo { public PyHandle? Kept { get; set; } }")]
    [InlineData("[PyModule] public sealed partial class Demo { private readonly PyHandle? _kept = null; public bool Has => _kept is null; }")]
    [InlineData("[PyClass] public sealed partial class Demo(PyHandle kept) { private readonly PyHandle _kept = kept; public PyObject Get(Py py) => _kept.Get(py); }")]
    [InlineData("[PyClass] public sealed partial record Demo(PyHandle Kept);")]
    [InlineData("[PyClass] public sealed partial class Demo { public Func<PyHandle>? Make { get; set; } }")]
    [InlineData("[PyClass] public sealed partial class Demo { public WeakReference<PyHandle>? Weak { get; set; } }")]
    [InlineData("internal ref struct Helper { internal PyHandle Kept; }")]
    [InlineData("internal static class Helper { internal static void Use(PyHandle kept) { var all = new List<PyHandle> { kept }; Action drop = () => kept.Dispose(); drop(); } }")]
    [InlineData("internal sealed class Helper { internal List<int> Kept = []; }")]
    public async Task Where_traverse_sees_it_or_nothing_is_kept(string source)
    {
        Assert.Empty(await Analyze(source, Options.Project()));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        const string source = "[PyClass] public sealed partial class Demo { private List<PyHandle> _all = []; }";

        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze(source, Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze(source, Options.None));
    }

    private static string Behind(string name, string type) =>
        $"'{name}' holds handles behind the type {type}: the garbage collector of Python cannot see it, so reference cycles through it are never collected. "
        + "Keep the objects in a Python list or dict (py.NewList(), py.NewDict()) and that in a field of type PyHandle.";

    private static Task<Reported[]> Analyze(string source, Options options) => Analysis.Analyze<HiddenHandleAnalyzer>(source, options);
}
