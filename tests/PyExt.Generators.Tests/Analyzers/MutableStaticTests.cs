using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0001.</summary>
public sealed class MutableStaticTests
{
    [Theory]
    [InlineData("private static long s_total;", "Demo.s_total")]
    [InlineData("internal static string Name = \"\";", "Demo.Name")]
    [InlineData("public static long Total { get; set; }", "Demo.Total")]
    [InlineData("public static long Total { get; private set; }", "Demo.Total")]
    [InlineData("public static long Total { get => field; set => field = value; }", "Demo.Total")]
    [InlineData("public static event Action? Changed;", "Demo.Changed")]
    [InlineData("[ThreadStatic] private static long t_depth;", "Demo.t_depth")]
    [InlineData("[ThreadStatic] private static readonly string? t_name;", "Demo.t_name")]
    [InlineData("private static readonly AsyncLocal<long> s_depth = new();", "Demo.s_depth")]
    [InlineData("private static readonly ThreadLocal<long> s_depth = new();", "Demo.s_depth")]
    [InlineData("private static readonly int[] s_primes = [2, 3, 5];", "Demo.s_primes")]
    [InlineData("private static readonly int[,] s_matrix = new int[2, 2];", "Demo.s_matrix")]
    [InlineData("private static readonly List<int> s_list = [];", "Demo.s_list")]
    [InlineData("private static readonly IList<int> s_list = new List<int>();", "Demo.s_list")]
    [InlineData("public static List<int> Items { get; } = [];", "Demo.Items")]
    [InlineData("private static readonly HashSet<int> s_set = [];", "Demo.s_set")]
    [InlineData("private static readonly Queue<int> s_queue = new();", "Demo.s_queue")]
    [InlineData("private static readonly Stack<int> s_stack = new();", "Demo.s_stack")]
    [InlineData("private static readonly PriorityQueue<int, int> s_queue = new();", "Demo.s_queue")]
    [InlineData("private static readonly Dictionary<string, int> s_cache = [];", "Demo.s_cache")]
    [InlineData("private static readonly System.Collections.Hashtable s_cache = new();", "Demo.s_cache")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> s_cache = new();", "Demo.s_cache")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentQueue<int> s_queue = new();", "Demo.s_queue")]
    [InlineData("private static readonly System.Text.StringBuilder s_text = new();", "Demo.s_text")]
    [InlineData("private static readonly Random s_random = new();", "Demo.s_random")]
    [InlineData("private static readonly Lazy<string> s_lazy = new(static () => \"\");", "Demo.s_lazy")]
    [InlineData("private static readonly PyHandle? s_json = null;", "Demo.s_json")]
    [InlineData("private static readonly PyHandle<Point>? s_origin = null;", "Demo.s_origin")]
    [InlineData("private static readonly Point? s_origin = null;", "Demo.s_origin")]
    [InlineData("private static readonly Module? s_module = null;", "Demo.s_module")]
    [InlineData("private static readonly Settings s_settings = new();", "Demo.s_settings")]
    [InlineData("private static readonly Derived s_settings = new();", "Demo.s_settings")]
    [InlineData("private static readonly Outer s_outer = new();", "Demo.s_outer")]
    [InlineData("private static readonly Node s_node = new();", "Demo.s_node")]
    [InlineData("private static readonly Source s_source = new();", "Demo.s_source")]
    [InlineData("private static readonly (int, List<int>) s_pair = (1, []);", "Demo.s_pair")]
    [InlineData("private static readonly System.Collections.Immutable.ImmutableArray<Settings> s_all = [];", "Demo.s_all")]
    [InlineData("private static readonly IReadOnlyList<int[]> s_all = [];", "Demo.s_all")]
    [InlineData("private static readonly WithList s_struct = new();", "Demo.s_struct")]
    [InlineData("private static readonly Func<int> s_next = new Settings().Next;", "Demo.s_next")]
    [InlineData("private static readonly Func<int> s_next = new Func<Func<int>>(() => { int i = 0; return () => ++i; })();", "Demo.s_next")]
    [InlineData("private static readonly Func<string> s_name = new Func<Func<string>>(static () => { string? cache = null; return () => cache ??= \"x\"; })();", "Demo.s_name")]
    [InlineData("private static string? s_cache; public static string Cached() => s_cache ??= \"x\";", "Demo.s_cache")]
    [InlineData("public static string Cached => field ??= \"x\";", "Demo.Cached")]
    public async Task State_that_interpreters_would_share(string member, string name)
    {
        Reported[] reported = await Analyze(member, Options.Project());

        Assert.Equal([new Reported("PYX0001", 3, DiagnosticSeverity.Error, Message(name))], reported);
    }

    [Theory]
    [InlineData("public const long Limit = 10;")]
    [InlineData("private static readonly string s_name = \"x\";")]
    [InlineData("private static readonly int s_limit = 10;")]
    [InlineData("public static long Limit { get; } = 10;")]
    [InlineData("public static long Limit => 10;")]
    [InlineData("public static ReadOnlySpan<byte> Magic => \"PYX\"u8;")]
    [InlineData("private static readonly System.Collections.Immutable.ImmutableArray<int> s_primes = [2, 3, 5];")]
    [InlineData("private static readonly System.Collections.Immutable.ImmutableDictionary<string, int> s_map = System.Collections.Immutable.ImmutableDictionary<string, int>.Empty;")]
    [InlineData("private static readonly System.Collections.Frozen.FrozenDictionary<string, int> s_map = System.Collections.Frozen.FrozenDictionary<string, int>.Empty;")]
    [InlineData("private static readonly System.Collections.Frozen.FrozenSet<string> s_set = System.Collections.Frozen.FrozenSet<string>.Empty;")]
    [InlineData("private static readonly System.Collections.ObjectModel.ReadOnlyCollection<int> s_list = System.Collections.ObjectModel.ReadOnlyCollection<int>.Empty;")]
    [InlineData("private static readonly IReadOnlyList<int> s_list = [1, 2];")]
    [InlineData("private static readonly System.Text.RegularExpressions.Regex s_regex = new(\"a+\");")]
    [InlineData("[ProcessShared(\"counts with Interlocked\")] private static long s_total;")]
    [InlineData("[ProcessShared(\"locked\")] private static readonly List<int> s_list = [];")]
    [InlineData("[ProcessShared(\"set once\")] public static long Total { get; set; }")]
    [InlineData("[ProcessShared(\"atomic\")] public static event Action? Changed;")]
    [InlineData("public static event Action Changed { add { } remove { } }")]
    [InlineData("public static Func<int, int> Twice => static x => x * 2;")]
    [InlineData("private static readonly Func<int, int> s_twice = static x => x * 2;")]
    [InlineData("private long _total; public long Total { get => _total; set => _total = value; }")]
    [InlineData("private readonly List<int> _list = []; public event Action? Changed { add { } remove { } } public int Count => _list.Count;")]
    [InlineData("private enum Colour { Red, Green }")]
    [InlineData("private static readonly Frozen s_settings = new(1, \"x\");")]
    [InlineData("private static readonly Sealed s_settings = new();")]
    [InlineData("private static readonly Pair s_pair = new();")]
    [InlineData("private static readonly Guarded s_guarded = new();")]
    [InlineData("private static readonly System.Collections.Immutable.ImmutableArray<Frozen> s_all = [];")]
    [InlineData("private static readonly (int, string) s_pair = (1, \"x\");")]
    [InlineData("private static readonly Func<string> s_name = new Sealed().Name;")]
    [InlineData("private static readonly Func<int, int> s_sum = static n => { int sum = 0; for (int i = 0; i < n; i++) sum += i; return sum; };")]
    [InlineData("public static Func<int, int> Step { get; } = static n => { n++; return n; };")]
    public async Task State_that_cannot_change_or_is_not_shared(string member)
    {
        Assert.Empty(await Analyze(member, Options.Project()));
    }

    [Theory]
    [InlineData("SharedGil", DiagnosticSeverity.Error)]
    [InlineData("PerInterpreterGil", DiagnosticSeverity.Error)]
    [InlineData("NotSupported", DiagnosticSeverity.Info)]
    public async Task Severity_follows_the_promise(string promise, DiagnosticSeverity severity)
    {
        Reported[] reported = await Analyze("private static long s_total;", Options.Project(promise));

        Assert.Equal([new Reported("PYX0001", 3, severity, Message("Demo.s_total"))], reported);
    }

    [Fact]
    public async Task Silent_in_a_project_that_is_no_extension()
    {
        Assert.Empty(await Analyze("private static long s_total;", Options.None));
        Assert.Empty(await Analyze("private static long s_total;", Options.Project("")));
    }

    [Fact]
    public async Task Each_field_of_one_declaration()
    {
        Reported[] reported = await Analyze("private static long s_first,\n    s_second;", Options.Project());

        Assert.Equal([(3, Message("Demo.s_first")), (4, Message("Demo.s_second"))], reported.Select(diagnostic => (diagnostic.Line, diagnostic.Message)));
    }

    [Fact]
    public async Task Generated_code_is_left_alone()
    {
        Assert.Empty(await Analyze("[System.CodeDom.Compiler.GeneratedCode(\"tool\", null)] private static long s_total;", Options.Project()));
    }

    private static string Message(string name) =>
        $"'{name}' is static and can change: every interpreter of the process would share it. Make it an instance member of the [PyModule] class (one instance per module object), "
        + "make it immutable, or mark it [ProcessShared(\"why\")] if every access is atomic or locked.";

    // The half that the generator would add is written out: PyHandle<T> asks for it.
    private static Task<Reported[]> Analyze(string member, Options options) => Analysis.Analyze<MutableStaticAnalyzer>($$"""
        internal sealed class Demo
        {
            {{member}}
        }

        internal class Settings { internal int Level; internal int Next() => ++Level; }

        internal sealed class Derived : Settings;

        internal sealed class Outer { internal Settings Inner { get; } = new(); }

        internal sealed class Node { internal Node? Next { get; set; } }

        internal sealed class Source { internal event Action? Changed; internal void Raise() => Changed?.Invoke(); }

        internal struct WithList { internal List<int> Items; }

        internal sealed record Frozen(int Level, string Text);

        internal sealed class Sealed { private readonly string _name = "x"; private readonly Sealed? _next = null; internal int Level { get; init; } internal string Name() => _name + _next; }

        internal struct Pair { internal int First; internal int Second; }

        internal sealed class Guarded { [ProcessShared("Interlocked")] private int _count; internal int Next() => Interlocked.Increment(ref _count); }

        [PyModule]
        public sealed partial class Module;

        [PyClass]
        public sealed partial class Point : PyExt.Interop.IPyClass<Point>
        {
            private PyExt.Interop.PyInstanceHeader _header;

            ref PyExt.Interop.PyInstanceHeader PyExt.Interop.IPyInstance.PyHeader => ref _header;

            int PyExt.Interop.IPyInstance.PyTypeIndex => 0;

            static int PyExt.Interop.IPyClass<Point>.PyClassIndex => 0;
        }
        """, options);
}
