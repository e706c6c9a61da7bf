using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0015: what stands behind <c>PyThreading.Manual</c>.</summary>
public sealed class ManualStateTests
{
    [Theory]
    [InlineData("private long _x;", "public long Next() => ++_x;", "is neither volatile nor used under a lock or by Interlocked in line 4")]
    [InlineData("private long _x;", "public long Get() => _x;", "is neither volatile nor used under a lock or by Interlocked in line 4")]
    [InlineData("private long _x;", "public long Next() { lock (_gate) return ++_x; } public long Get() => _x;", "is neither volatile nor used under a lock or by Interlocked in line 4")]
    [InlineData("private volatile int _x;", "public void Next() => _x++;", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private decimal _x;", "public decimal Get() => _x;", "is used without a lock in line 4")]
    [InlineData("private readonly List<int> _x = [];", "public void Add() => _x.Add(1);", "is used without a lock in line 4")]
    [InlineData("private readonly List<int> _x = [];", "public List<int> All() { lock (_gate) return _x; }", "leaves its lock in line 4")]
    [InlineData("private long _x;", "public void A() { lock (_gate) _x++; } public void B() { lock (_other) _x++; }", "is locked by two objects, '_gate' and '_other'")]
    [InlineData("private long _x;", "public void A() { lock (_gate) _x++; } public void B() { lock (this) _x++; }", "is locked by two objects, '_gate' and 'this'")]
    [InlineData("private long _x;", "public void A() { lock (_loose) _x++; }", "is locked by '_loose', which is not readonly")]
    [InlineData("private long _x;", "public void A(object gate) { lock (gate) _x++; }", "is locked by 'gate', which is not a field")]
    [InlineData("private long _x;", "public void A(Demo other) { lock (_gate) other._x++; }", "is used through another object in line 4, under a lock of this one")]
    [InlineData("public long _x { get; set; }", "", "is exported, and Python uses it without a lock: make it private and give it members that lock")]
    [InlineData("public long _x;", "", "is exported, and Python uses it without a lock: make it private and give it members that lock")]
    [InlineData("private event Action? _x;", "", "is an event, which subscribers change without a lock")]
    public async Task Claims_that_do_not_hold(string member, string uses, string reason) =>
        Assert.Equal([new Reported("PYX0015", 3, DiagnosticSeverity.Error, Message("Demo._x", reason))], await Analyze(member, uses));

    [Theory]
    [InlineData("private long _x;", "public long Next() => Interlocked.Increment(ref _x); public long Get() => Volatile.Read(ref _x);")]
    [InlineData("private long _x;", "public long Next() { lock (_gate) return ++_x; }")]
    [InlineData("private long _x;", "public long Next() { using (_lock.EnterScope()) return ++_x; }")]
    [InlineData("private long _x;", "public long Next() { lock (this) return ++_x; }")]
    [InlineData("private volatile bool _x;", "public void Set() => _x = true; public bool Get() => _x;")]
    [InlineData("public volatile bool _x;", "")]
    [InlineData("private PyHandle? _x;", "public void Set(PyObject value) => Interlocked.Exchange(ref _x, value.ToHandle())?.Dispose();")]
    [InlineData("private volatile string? _x;", "public string? Get() => _x;")]
    [InlineData("private readonly List<int> _x = [];", "public void Add() { lock (_x) _x.Add(1); }")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _x = [];", "public void Add() => _x[\"x\"] = 1;")]
    [InlineData("private readonly long _x;", "public Demo() => _x = 1; public long Get() => _x;")]
    [InlineData("private long _x = 1;", "public Demo() => _x++;")]
    [InlineData("private long _x;", "public void A(Demo other) { lock (s_gate) other._x++; }")]
    public async Task Claims_that_hold(string member, string uses) => Assert.Empty(await Analyze(member, uses));

    [Fact]
    public async Task A_locked_base_stays_locked()
    {
        Reported[] reported = await Analysis.Analyze<ManualStateAnalyzer>(
            "[PyClass(Threading = PyThreading.Locked)] public partial class Base { public long X; }\n[PyClass(Threading = PyThreading.Manual)] public sealed partial class Derived : Base { }",
            Options.Project().WithGil("NotUsed"));

        Assert.Equal([new Reported("PYX0015", 2, DiagnosticSeverity.Error, Message("Derived", "derives from 'Base', whose members rely on the lock of PyThreading.Locked"))], reported);
    }

    [Theory]
    [InlineData("long x", "public long Next() => x++;", 1)]
    [InlineData("List<long> x", "public int Count() => x.Count;", 1)]
    [InlineData("long x", "public long Get() => x;", 0)]
    public async Task Captured_parameters_are_fields(string parameter, string members, int count)
    {
        Reported[] reported = await Analysis.Analyze<ManualStateAnalyzer>(
            $"[PyClass(Threading = PyThreading.Manual)] public sealed partial class Demo({parameter}) {{ {members} }}", Options.Project().WithGil("NotUsed"));

        Assert.Equal(Enumerable.Repeat(Message("Demo.x", "is a parameter of the primary constructor that works like a field: make it one"), count), reported.Select(diagnostic => diagnostic.Message));
    }

    [Fact]
    public async Task With_the_GIL_nothing_is_asked() => Assert.Empty(await Analyze("private long _x;", "public void Next() => _x++;", Options.Project()));

    private static string Message(string member, string reason) => $"PyThreading.Manual does not hold: '{member}' {reason}. Without the GIL several threads use one object at the same time: "
        + "make it volatile, use Interlocked or a concurrent collection, or use it under one readonly lock only.";

    private static async Task<Reported[]> Analyze(string member, string uses, Options? options = null) =>
        [.. (await Analysis.Analyze<ManualStateAnalyzer>(
            $$"""
            [PyClass(Threading = PyThreading.Manual)]
            public sealed partial class Demo {
                {{member}}
                {{uses}}
                private readonly object _gate = new();
                private readonly object _other = new();
                private object _loose = new();
                private static readonly object s_gate = new();
                private readonly Lock _lock = new();
            }
            """, options ?? Options.Project().WithGil("NotUsed"))).Where(diagnostic => !diagnostic.Message.Contains("_loose' is ", StringComparison.Ordinal))];
}
