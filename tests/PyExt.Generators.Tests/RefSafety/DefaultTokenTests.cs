namespace PyExt.Generators.Tests.RefSafety;

/// <summary>
/// C# lets anybody write <c>default(Py)</c>, on any thread. It proves nothing, so it must reach nothing: this process has no Python at all, and a call that got as far as the C API
/// would not end in this exception.
/// </summary>
public sealed class DefaultTokenTests
{
    [Fact]
    public void Import() => Refused(static py => py.Import("os"));

    [Fact]
    public void From() => Refused(static py => py.From(1L << 40));

    [Fact]
    public void None() => Refused(static py => py.None.IsTrue());

    [Fact]
    public void NewList() => Refused(static py => py.NewList());

    [Fact]
    public void NewDict() => Refused(static py => py.NewDict());

    [Fact]
    public void CheckSignals() => Refused(static py => py.CheckSignals());

    [Fact]
    public void AllowThreads() => Refused(static py => py.AllowThreads(static () => 1));

    [Fact]
    public void AllowThreads_without_a_result() => Refused(static py => py.AllowThreads(static () => { }));

    [Fact]
    public void Interpreter() => Refused(static py => Assert.NotNull(py.Interpreter));

    [Fact]
    public void Scope() => Refused(static py =>
    {
        using PyScope scope = py.Scope();
    });

    [Fact]
    public void Default_scope() => Refused(static _ => Assert.True(default(PyScope).Py.None.IsNone));

    [Fact]
    public void Default_object() => Refused(static _ => default(PyObject).Call());

    private static void Refused(Action<Py> use)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => use(default));
        Assert.Contains("default(Py", exception.Message, StringComparison.Ordinal);
    }
}
