using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0007.</summary>
public sealed class LockHeldTests
{
    [Theory]
    [InlineData("lock (_gate) { py.Import(\"json\"); }", "Py.Import")]
    [InlineData("lock (_gate) value.Call();", "PyObject.Call")]
    [InlineData("lock (_gate) value.CallUnpacked(default, default);", "PyObject.CallUnpacked")]
    [InlineData("lock (_gate) _ = value[\"x\"];", "PyObject[…]")]
    [InlineData("lock (_gate) _ = value.Type;", "PyObject.Type")]
    [InlineData("lock (_gate) { foreach (PyObject item in value) { } }", "foreach over PyObject")]
    [InlineData("lock (_gate) interpreter.TryAttach(static py => { });", "PyInterpreter.TryAttach")]
    [InlineData("lock (_gate) py.AllowThreads(() => { });", "Py.AllowThreads")]
    [InlineData("lock (_gate) { if (value.IsTrue()) { } }", "PyObject.IsTrue")]
    [InlineData("lock (_gate) Helper(py);", "Demo.Helper")]
    [InlineData("lock (_lock) Helper(py);", "Demo.Helper")]
    [InlineData("lock (_gate) { lock (_lock) { Helper(py); } }", "Demo.Helper")]
    [InlineData("using (_lock.EnterScope()) { Helper(py); }", "Demo.Helper")]
    [InlineData("using Lock.Scope scope = _lock.EnterScope(); Helper(py);", "Demo.Helper")]
    [InlineData("using Lock.Scope scope = _lock.EnterScope(); { Helper(py); }", "Demo.Helper")]
    [InlineData("Monitor.Enter(_gate); try { Helper(py); } finally { Monitor.Exit(_gate); }", "Demo.Helper")]
    [InlineData("if (Monitor.TryEnter(_gate)) { Helper(py); Monitor.Exit(_gate); }", "Demo.Helper")]
    [InlineData("_lock.Enter(); Helper(py); _lock.Exit();", "Demo.Helper")]
    [InlineData("_semaphore.Wait(); try { Helper(py); } finally { _semaphore.Release(); }", "Demo.Helper")]
    [InlineData("_mutex.WaitOne(); Helper(py); _mutex.ReleaseMutex();", "Demo.Helper")]
    [InlineData("_rw.EnterWriteLock(); Helper(py); _rw.ExitWriteLock();", "Demo.Helper")]
    [InlineData("Action work = () => { lock (_gate) interpreter.TryAttach(static py => { }); };", "PyInterpreter.TryAttach")]
    public async Task Python_under_a_lock(string statements, string name)
    {
        Reported[] reported = await Analyze(statements, Options.Project());

        Assert.Equal([new Reported("PYX0007", 12, DiagnosticSeverity.Warning, Message(name, 12))], reported);
    }

    [Theory]
    [InlineData("lock (_gate) { _count++; } Helper(py);")]
    [InlineData("Helper(py); lock (_gate) _count++;")]
    [InlineData("PyObject kept; lock (_gate) kept = _handle!.Get(py); kept.Call();")]
    [InlineData("lock (_gate) { _handle?.Dispose(); _handle = value.IsNone ? null : value.ToHandle(); }")]
    [InlineData("lock (_gate) { Action<Py> later = static py => py.Import(\"json\"); }")]
    [InlineData("_lock.Enter(); _lock.Exit(); Helper(py);")]
    [InlineData("Monitor.Enter(_gate); try { } finally { Monitor.Exit(_gate); } Helper(py);")]
    [InlineData("{ using Lock.Scope scope = _lock.EnterScope(); } Helper(py);")]
    [InlineData("using PyScope scope = py.Scope(); Helper(scope.Py);")]
    [InlineData("_semaphore.Wait(); Helper(py);")]
    [InlineData("_mutex.WaitOne(); Helper(py);")]
    public async Task No_lock_no_Python_or_neither(string statements)
    {
        Assert.Empty(await Analyze(statements, Options.Project()));
    }

    [Fact]
    public async Task Each_call_with_the_line_of_its_lock()
    {
        Reported[] reported = await Analyze("lock (_gate)\n{\n    value.Call();\n    Helper(py);\n}", Options.Project());

        Assert.Equal([(14, Message("PyObject.Call", 12)), (15, Message("Demo.Helper", 12))], reported.Select(diagnostic => (diagnostic.Line, diagnostic.Message)));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze("lock (_gate) value.Call();", Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze("lock (_gate) value.Call();", Options.None));
    }

    private static string Message(string name, int line) =>
        $"'{name}' can wait for the GIL or run Python code while the lock of line {line} is held: a thread that has the GIL and waits for the lock would never get it. Call Python before or after the lock.";

    private static Task<Reported[]> Analyze(string statements, Options options) => Analysis.Analyze<LockHeldAnalyzer>($$"""
        public sealed class Demo
        {
            private readonly object _gate = new();
            private readonly Lock _lock = new();
            private readonly SemaphoreSlim _semaphore = new(1);
            private readonly Mutex _mutex = new();
            private readonly ReaderWriterLockSlim _rw = new();
            private PyHandle? _handle;
            private int _count;
            public void Use(Py py, PyObject value, PyInterpreter interpreter)
            {
                {{statements}}
            }

            public int Count => _count;

            private static void Helper(Py py)
            {
            }
        }
        """, options);
}
