using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0010 for what follows an <c>await</c>.</summary>
public sealed class AfterAwaitTests
{
    [Theory]
    [InlineData("await Later(); _total++;", "Demo._total")]
    [InlineData("await Later(); this._total += 1;", "Demo._total")]
    [InlineData("_total = await Later();", "Demo._total")]
    [InlineData("_total += await Later();", "Demo._total")]
    [InlineData("await Later().ConfigureAwait(false); Last = 1;", "Demo.Last")]
    [InlineData("await Later(); start = 2;", "Demo.start")]
    [InlineData("await Later(); _items.Add(1);", "Demo._items")]
    [InlineData("_items.Add(await Later());", "Demo._items")]
    [InlineData("await Later(); _items[0] = 1;", "Demo._items")]
    [InlineData("await Later(); _array[0]++;", "Demo._array")]
    [InlineData("await Later(); (_total, Last) = (1, 2);", "Demo._total", "Demo.Last")]
    [InlineData("await Later(); long.TryParse(\"1\", out _total);", "Demo._total")]
    [InlineData("await Later(); other.Last = 1;", "Demo.Last")]
    [InlineData("await Later(); if (_total == 0) { _total = 1; }", "Demo._total")]
    [InlineData("if (_total == 0) await Later(); _total++;", "Demo._total")]
    [InlineData("for (int i = 0; i < 9; i++) { _total++; await Later(); }", "Demo._total")]
    [InlineData("await foreach (long item in Items()) { _total += item; }", "Demo._total")]
    [InlineData("await using (var stream = new MemoryStream()) { } _total++;", "Demo._total")]
    [InlineData("try { return await Later(); } finally { _total++; }", "Demo._total")]
    [InlineData("try { await Later(); } catch (Exception) { _total++; }", "Demo._total")]
    [InlineData("async Task Inner() { await Later(); _total++; } await Inner();", "Demo._total")]
    [InlineData("Func<Task> inner = async () => { await Later(); _total++; }; await inner();", "Demo._total")]
    [InlineData("await _semaphore.WaitAsync(); _semaphore.Release(); _total++;", "Demo._total")]
    public async Task State_changed_after_an_await(string statements, params string[] names)
    {
        Reported[] reported = await Analyze(statements, Options.Project());

        Assert.Equal(names.Select(name => new Reported("PYX0010", 12, DiagnosticSeverity.Error, Message(name, "changed after an 'await', on a thread that is attached to no interpreter"))), reported);
    }

    [Theory]
    [InlineData("await Later(); return _items.Count;")]
    [InlineData("await Later(); foreach (long item in _items) { }")]
    [InlineData("await Later(); return _array[0];")]
    public async Task What_can_change_is_used(string statements)
    {
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(await Analyze(statements, Options.Project())).Severity);
    }

    [Theory]
    [InlineData("_total++; _items.Add(1); await Later();")]
    [InlineData("await Task.Yield(); await Later();")]
    [InlineData("await Later(); Interlocked.Increment(ref _total);")]
    [InlineData("await Later(); _flag = true;")]
    [InlineData("await Later(); lock (_gate) { _total++; _items.Add(1); }")]
    [InlineData("await Later(); using (_gate.EnterScope()) { _total++; }")]
    [InlineData("await _semaphore.WaitAsync(); try { _total++; } finally { _semaphore.Release(); }")]
    [InlineData("await Later(); _queue.Enqueue(1);")]
    [InlineData("await Later(); own.TryAttach(_ => _total++);")]
    [InlineData("await Later(); var made = new Demo(0); made.Last = 1;")]
    [InlineData("await Later(); long local = 0; local++; return local + _total;")]
    [InlineData("if (_total == 0) { await Later(); return 1; } _total++;")]
    [InlineData("if (_total == 0) return await Later(); _total++;")]
    [InlineData("if (_total == 0) { await Later(); } else { _total++; }")]
    [InlineData("switch (_total) { case 0: await Later(); break; default: _total++; break; }")]
    [InlineData("if (_total == 0) { await Later(); throw new InvalidOperationException(); } _total++;")]
    [InlineData("await Later(); var plain = new List<long>(); plain.Add(1);")]
    public async Task Protected_local_or_before_the_await(string statements)
    {
        Assert.Empty(await Analyze(statements, Options.Project()));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze("await Later(); _total++;", Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze("await Later(); _total++;", Options.None));
    }

    [Fact]
    public async Task An_async_helper_that_is_not_exported_counts_too()
    {
        Reported reported = Assert.Single(await Analysis.Analyze<UnprotectedThreadAnalyzer>("""
            [PyClass] public sealed partial class Point { public long X { get; set; } public long Y { get => 0; set { } } }
            internal static class Helper
            {
                internal static async Task Move(Point point) { await Task.Yield(); point.X = 1; point.Y = 2; }
            }
            """, Options.Project()));

        Assert.Equal(Message("Point.X", "changed after an 'await', on a thread that is attached to no interpreter"), reported.Message);
    }

    private static string Message(string name, string what) =>
        $"'{name}' is {what}, so no GIL protects it. Lock it, use Interlocked, return the result, or change it inside PyInterpreter.TryAttach.";

    private static Task<Reported[]> Analyze(string statements, Options options) => Analysis.Analyze<UnprotectedThreadAnalyzer>($$"""
        #pragma warning disable CS0162, CS0168, CS0219, CS0649, CS9113
        [PyClass]
        public sealed partial class Demo(long start)
        {
            private readonly Lock _gate = new();
            private readonly SemaphoreSlim _semaphore = new(1);
            private readonly List<long> _items = [];
            private readonly System.Collections.Concurrent.ConcurrentQueue<long> _queue = new();
            private long[] _array = [];
            public async Task<long> Use(Demo other, PyInterpreter own)
            {
                {{statements}}
                return start;
            }

            private long _total;
            public volatile bool _flag;
            public long Last { get; set; }
            private static Task<long> Later() => Task.FromResult(1L);
            private static async IAsyncEnumerable<long> Items() { await Task.Yield(); yield return 1; }
        }
        """, options);
}
