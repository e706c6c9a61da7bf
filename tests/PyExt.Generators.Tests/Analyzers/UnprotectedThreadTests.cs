using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0010; PyO3's <c>not_send</c>, as far as the compiler does not reject it.</summary>
public sealed class UnprotectedThreadTests
{
    [Theory]
    [InlineData("new Thread(() => _total++).Start();", "Demo._total")]
    [InlineData("new Thread(() => { _total += 1; }).Start();", "Demo._total")]
    [InlineData("Task.Run(() => _total = 1);", "Demo._total")]
    [InlineData("Task.Factory.StartNew(() => this._total = 1);", "Demo._total")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Last = 1);", "Demo.Last")]
    [InlineData("using var timer = new Timer(_ => _total++);", "Demo._total")]
    [InlineData("Parallel.For(0, 10, i => _total += i);", "Demo._total")]
    [InlineData("py.AllowThreads(() => Parallel.For(0, 10, i => _total += i));", "Demo._total")]
    public async Task State_changed_without_an_interpreter(string statement, string name)
    {
        Reported[] reported = await Analyze(statement, Options.Project());

        Assert.Equal([new Reported("PYX0010", 8, DiagnosticSeverity.Warning, Message(name))], reported);
    }

    [Theory]
    [InlineData("_total++;")]
    [InlineData("new Thread(() => Interlocked.Increment(ref _total)).Start();")]
    [InlineData("new Thread(() => { lock (_gate) _total++; }).Start();")]
    [InlineData("new Thread(() => { lock (_gate) { if (_total == 0) { _total++; } } }).Start();")]
    [InlineData("new Thread(() => { using (_gate.EnterScope()) { _total++; } }).Start();")]
    [InlineData("new Thread(() => { using Lock.Scope scope = _gate.EnterScope(); _total++; }).Start();")]
    [InlineData("new Thread(() => _flag = true).Start();")]
    [InlineData("PyInterpreter own = py.Interpreter; new Thread(() => own.TryAttach(_ => _total++)).Start();")]
    [InlineData("long local = 0; py.AllowThreads(() => Parallel.For(0, 10, i => local += i)); _total = local;")]
    [InlineData("new Thread(() => { var other = new Other(); other.Value = 1; }).Start();")]
    [InlineData("Action change = () => _total++; change();")]
    [InlineData("py.AllowThreads(() => _total++);")]
    [InlineData("_ = new List<long>().Select(item => _total = item);")]
    public async Task Protected_local_or_on_this_thread(string statement)
    {
        Assert.Empty(await Analyze(statement, Options.Project()));
    }

    [Fact]
    public async Task Classes_that_Python_does_not_have_are_left_alone()
    {
        Assert.Empty(await Analysis.Analyze<UnprotectedThreadAnalyzer>("""
            internal sealed class Worker
            {
                private long _total;

                public long Run() { new Thread(() => _total++).Start(); return _total; }
            }
            """, Options.Project()));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze("Task.Run(() => _total = 1);", Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze("Task.Run(() => _total = 1);", Options.None));
    }

    private static string Message(string name) =>
        $"'{name}' is changed on a thread that is attached to no interpreter, so no GIL protects it. Lock it, use Interlocked, return the result, or change it inside PyInterpreter.TryAttach.";

    private static Task<Reported[]> Analyze(string statement, Options options) => Analysis.Analyze<UnprotectedThreadAnalyzer>($$"""
        [PyClass]
        public sealed partial class Demo
        {
            private readonly Lock _gate = new();
            private long _total;
            public void Use(Py py)
            {
                {{statement}}
            }

            public volatile bool _flag;

            public long Last { get; set; }

            public long Total => _total;

            private sealed class Other { public int Value; }
        }
        """, options);
}
