using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0004: what stands behind <c>[ProcessShared]</c>.</summary>
public sealed class ProcessSharedTests
{
    [Theory]
    [InlineData("private static long s_x;", "public static long Next() => ++s_x;", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private static long s_x;", "public static long Add(long n) => s_x += n;", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private static long s_x;", "public static void Set() => s_x = s_x + 1;", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private static volatile int s_x;", "public static void Next() => s_x++;", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private static long s_x;", "public static void Next() => Change(ref s_x);", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private static long s_x;", "public static void Next() { ref long x = ref s_x; x++; }", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private static long s_x;", "public static void Next() { lock (s_gate) s_x++; } public static void Other() => s_x--;", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private static long s_x;", "public void Next() { lock (_gate) s_x++; }", "is locked by '_gate', which is not static: each interpreter has its own")]
    [InlineData("private static long s_x;", "public void Next() { lock (this) s_x++; }", "is locked by 'this', which is not static: each interpreter has its own")]
    [InlineData("private static long s_x;", "public static void Next(object gate) { lock (gate) s_x++; }", "is locked by 'gate', which is not a field")]
    [InlineData("private static long s_x;", "public static void Next() { lock (s_loose) s_x++; }", "is locked by 's_loose', which is not readonly")]
    [InlineData("private static long s_x;", "public static void A() { lock (s_gate) s_x++; } public static void B() { lock (s_other) s_x++; }", "is locked by two objects, 's_gate' and 's_other'")]
    [InlineData("private static long s_x;", "public static void Next() { lock (s_gate) { Action later = () => s_x++; later(); } }", "is changed without a lock or Interlocked in line 4")]
    [InlineData("private static decimal s_x;", "public static void Set() => s_x = 1;", "is used without a lock in line 4")]
    [InlineData("private static decimal s_x;", "public static void Set() { lock (s_gate) s_x = 1; } public static decimal Get() => s_x;", "is used without a lock in line 4")]
    [InlineData("private static readonly List<int> s_x = [];", "public static void Add() => s_x.Add(1);", "is used without a lock in line 4")]
    [InlineData("private static readonly List<int> s_x = [];", "public static void Add() { lock (s_x) s_x.Add(1); } public static int Count() => s_x.Count;", "is used without a lock in line 4")]
    [InlineData("private static readonly List<int> s_x = [];", "public static List<int> All() { lock (s_gate) return s_x; }", "leaves its lock in line 4")]
    [InlineData("private static readonly List<int> s_x = [];", "public static void All() { lock (s_gate) { var all = s_x; all.Add(1); } }", "leaves its lock in line 4")]
    [InlineData("private static readonly Dictionary<int, int> s_x = [];", "public void Add() { lock (_gate) s_x.Add(1, 1); }", "is locked by '_gate', which is not static: each interpreter has its own")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, List<int>> s_x = [];", "public static void Add() => s_x[1] = [];", "is used without a lock in line 4")]
    [InlineData("private static System.Collections.Concurrent.ConcurrentQueue<int> s_x = [];", "public static void Add() => s_x.Enqueue(1);", "is used without a lock in line 4")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentBag<PyHandle> s_x = [];", "", "holds Python objects, and those belong to one interpreter")]
    [InlineData("private static PyHandle? s_x;", "public static bool Has() { lock (s_gate) return s_x is null; }", "holds Python objects, and those belong to one interpreter")]
    [InlineData("private static long s_x { get; set; }", "public static void Next() => s_x++;", "is changed without a lock or Interlocked in line 4")]
    public async Task Claims_that_do_not_hold(string member, string uses, string reason)
    {
        Reported[] reported = await Analyze(member, uses, Options.Project());

        Assert.Equal([new Reported("PYX0004", 3, DiagnosticSeverity.Error, Message(reason))], reported);
    }

    [Theory]
    [InlineData("private static long s_x;", "public static long Next() => Interlocked.Increment(ref s_x); public static long Get() => s_x;")]
    [InlineData("private static long s_x;", "public static void Set() => Volatile.Write(ref s_x, 1); public static long Get() => Volatile.Read(ref s_x);")]
    [InlineData("private static volatile bool s_x;", "public static void Set() => s_x = true; public static bool Get() => s_x;")]
    [InlineData("private static string? s_x;", "public static string Get() => s_x ??= \"x\";")]
    [InlineData("private static string? s_x;", "public static void Set(string x) => s_x = x;")]
    [InlineData("private static long s_x;", "public static long Next() { lock (s_gate) return ++s_x; }")]
    [InlineData("private static long s_x;", "public static long Next() { lock (typeof(Demo)) return ++s_x; }")]
    [InlineData("private static long s_x;", "public static void Next() { using (s_lock.EnterScope()) s_x++; }")]
    [InlineData("private static long s_x;", "public static void Next() { using Lock.Scope scope = s_lock.EnterScope(); s_x++; }")]
    [InlineData("private static long s_x = 1;", "static Demo() { s_x++; }")]
    [InlineData("private static decimal s_x;", "public static void Set() { lock (s_gate) s_x = 1; } public static decimal Get() { lock (s_gate) return s_x; }")]
    [InlineData("private static readonly List<int> s_x = [];", "public static void Add() { lock (s_x) s_x.Add(1); }")]
    [InlineData("private static readonly List<int> s_x = [];", "public static int[] All() { lock (s_gate) { s_x.Add(1); return s_x.ToArray(); } }")]
    [InlineData("private static readonly string s_x = \"x\";", "public static string Get() => s_x;")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> s_x = [];", "public static void Add() => s_x[\"x\"] = 1;")]
    [InlineData("private static readonly Lazy<string> s_x = new(static () => \"x\");", "public static string Get() => s_x.Value;")]
    [InlineData("private static readonly SemaphoreSlim s_x = new(1);", "public static void Get() => s_x.Release();")]
    [InlineData("[ThreadStatic] private static byte[]? s_x;", "public static byte[] Get() => s_x ??= new byte[1];")]
    [InlineData("private static readonly List<int> s_x = [];", "public static string Name() => nameof(s_x);")]
    [InlineData("private int _x;", "public void Next() { lock (_gate) _x++; }")]
    [InlineData("private int _x;", "public void Next() { lock (this) _x++; }")]
    public async Task Claims_that_hold(string member, string uses)
    {
        Assert.Empty(await Analyze(member, uses, Options.Project()));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        const string member = "private static long s_x;", use = "public static long Next() => ++s_x;";

        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze(member, use, Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze(member, use, Options.None));
    }

    private static string Message(string reason) =>
        $"[ProcessShared] does not hold: 'Demo.s_x' {reason}. Interpreters with a GIL of their own run at the same time: lock every use with one static object, use Interlocked, volatile or a concurrent collection, or make it immutable.";

    private static Task<Reported[]> Analyze(string member, string uses, Options options) => Analysis.Analyze<ProcessSharedAnalyzer>($$"""
        public sealed class Demo
        {
            [ProcessShared("a claim")] {{member}}
            {{uses}}

            private static readonly object s_gate = new();
            private static readonly object s_other = new();
            private static object s_loose = new();
            private static readonly Lock s_lock = new();
            private readonly object _gate = new();

            private static void Change(ref long x) => x++;
        }
        """, options);
}
