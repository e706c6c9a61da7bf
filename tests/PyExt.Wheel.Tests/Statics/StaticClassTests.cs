using Microsoft.CodeAnalysis;
using PyExt.Wheel.Statics;

namespace PyExt.Wheel.Tests.Statics;

/// <summary>One field per test: what is known of it.</summary>
public sealed class StaticClassTests
{
    private const string Types = """
        public sealed class Mutable { public int X; public void Change() => X++; public int Read() => X; }
        public sealed class Frozen(string name, Frozen next) { public readonly string Name = name; public Frozen Next { get; } = next; }
        public class Open { public readonly int A = 1; }
        public sealed class OpenChild : Open { public int B; }
        public class Closed { public readonly int A = 1; }
        public struct Pair { public int A; public string B; }
        public interface IShape { double Area { get; } }
        public sealed class Square(double side) : IShape { public double Area { get; } = side * side; }
        public static class Sink { public static object? Last; public static void Keep(object value) => Last = value; public static int Sum(int[] values) { int s = 0; foreach (int v in values) s += v; return s; } public static void Clear(int[] values) => values[0] = 0; }
        """;

    [Theory]
    [InlineData("static readonly int F = Environment.ProcessId;")]
    [InlineData("static readonly string F = Environment.MachineName;")]
    [InlineData("static string F = Environment.MachineName;")]
    [InlineData("static readonly DayOfWeek F = DateTime.Now.DayOfWeek;")]
    [InlineData("static readonly Type F = typeof(int);")]
    [InlineData("static readonly DateTime F = DateTime.Now;")]
    [InlineData("static readonly Pair F = new() { A = 1 };")]
    [InlineData("static readonly Frozen F = new(\"a\", new(\"b\", null!));")]
    [InlineData("static readonly Closed F = new();")]
    [InlineData("static readonly Open F = new Open();")]
    [InlineData("static readonly IShape F = new Square(2);")]
    [InlineData("static readonly IShape? F = Environment.ProcessId > 5 ? new Square(2) : null;")]
    [InlineData("static readonly System.Collections.Immutable.ImmutableArray<string> F = [\"a\"];")]
    [InlineData("static readonly System.Collections.Frozen.FrozenSet<string> F = System.Collections.Frozen.FrozenSet.ToFrozenSet(new[] { \"a\" });")]
    [InlineData("static readonly System.Text.RegularExpressions.Regex F = new(\"a+\");")]
    [InlineData("static readonly Func<int, int> F = static x => x + 1;")]
    [InlineData("static readonly Func<int, int> F = Math.Abs;")]
    [InlineData("static readonly IEqualityComparer<string> F = StringComparer.Ordinal;")]
    [InlineData("static readonly string[] F = [];")]
    [InlineData("static readonly string[] F = Array.Empty<string>();")]
    [InlineData("static int F { get; } = Environment.ProcessId;")]
    public void What_cannot_change_is_immutable(string field) => Classify(field, StaticClass.Immutable);

    [Theory]
    [InlineData("static readonly int[] F = { 1, 2, 3 }; public static int M(int i) => F[i] + F.Length;")]
    [InlineData("static readonly int[] F = new int[9]; static C() { for (int i = 0; i < F.Length; i++) F[i] = i; } public static int M(int i) => F[i];")]
    [InlineData("static readonly int[] F = { 1 }; public static int M() => Sink.Sum(F);")]
    [InlineData("static readonly int[] F = { 1 }; public static int M() { int s = 0; foreach (int v in F) s += v; return s; }")]
    [InlineData("static readonly char[] F = { ',' }; public static string[] M(string s) => s.Split(F);")]
    [InlineData("static readonly byte[] F = { 1, 2, 3 }; public static int M(byte b) => F.AsSpan().IndexOf(b);")]
    [InlineData("static readonly Dictionary<string, int> F = new() { [\"a\"] = 1 }; public static int M(string s) => F.TryGetValue(s, out int v) ? v : F.Count;")]
    [InlineData("static readonly HashSet<string> F = new(StringComparer.Ordinal) { \"a\" }; public static bool M(string s) => F.Contains(s);")]
    [InlineData("static readonly List<string> F = [\"a\"]; public static string M() { string r = \"\"; foreach (string s in F) r += s; return r; }")]
    [InlineData("static readonly IReadOnlyList<string> F = new List<string> { \"a\" }; public static string M(int i) => F[i];")]
    [InlineData("static readonly List<string> F = [\"a\"]; static List<string> G => F; public static bool M(string s) => G.Contains(s);")]
    [InlineData("static readonly Mutable F = new() { X = 1 }; public static int M() => F.Read();")]
    [InlineData("static readonly Mutable[] F = { new(), new() { X = 2 } }; public static int M(int i) => F[i].X;")]
    [InlineData("static readonly Dictionary<string, int[]> F = new() { [\"a\"] = new[] { 1 } }; public static int M(string s) => F[s][0];")]
    public void What_is_only_read_is_immutable(string field)
    {
        Classify(field, StaticClass.Immutable);
        Classify(field, StaticClass.Immutable, OptimizationLevel.Debug);
    }

    [Theory]
    [InlineData("static int F; public static int M() => F++;", "assigned in C.M")]
    [InlineData("static string? F; public static string M() => F ??= Environment.MachineName;", "assigned in C.M")]
    [InlineData("static int F; public static void M() => System.Threading.Interlocked.Increment(ref F);", "assigned in C.M")]
    [InlineData("static int F { get; set; } public static void M() => F = 1;", "assigned in C.set_F")]
    [InlineData("static event Action? F; public static void M(Action a) => F += a;", "assigned in C.add_F")]
    [InlineData("[ThreadStatic] static int F; public static int M() => F;", "one for each thread, and a thread may serve several interpreters")]
    [InlineData("static readonly int[] F = { 1 }; public static void M(int i) => F[i] = 2;", "gets an element assigned in C.M")]
    [InlineData("static readonly int[] F = { 1 }; public static void M() { int[] local = F; local[0]++; }", "is assigned through a reference in C.M")]
    [InlineData("static readonly int[] F = { 1 }; public static void M() => F.AsSpan()[0] = 2;", "is assigned through a reference in C.M")]
    [InlineData("static readonly int[] F = { 1 }; public static void M() { ref int first = ref F[0]; first = 2; }", "is assigned through a reference in C.M")]
    [InlineData("static readonly int[] F = { 1 }; public static void M() => Array.Sort(F);", "is changed by System.Array.Sort in C.M")]
    [InlineData("static readonly int[] F = { 1 }; public static void M() => Sink.Clear(F);", "is changed by Sink.Clear in C.M")]
    [InlineData("static readonly int[] F = { 1 }; static int[] G => F; public static void M() => G[0] = 2;", "gets an element assigned in C.M")]
    [InlineData("static readonly int[] F = { 1 }; public static void M() => Sink.Keep(F);", "is stored in Sink.Last too in Sink.Keep")]
    [InlineData("static readonly List<string> F = []; public static void M(string s) => F.Add(s);", "is changed by System.Collections.Generic.List`1.Add in C.M")]
    [InlineData("static readonly IList<string> F = new List<string>(); public static void M(string s) => F.Add(s);", null)]
    [InlineData("static readonly List<string> F = []; static List<string> G() => F; public static void M(string s) => G().Add(s);", "is changed by System.Collections.Generic.List`1.Add in C.M")]
    [InlineData("static readonly Mutable F = new(); public static void M() => F.X = 1;", "gets a field assigned in C.M")]
    [InlineData("static readonly Mutable F = new(); public static void M() => F.Change();", "is changed by Mutable.Change in C.M")]
    [InlineData("static readonly Mutable[] F = { new() }; public static void M() => F[0].Change();", "is changed by Mutable.Change in C.M")]
    [InlineData("static readonly List<Mutable> F = [new()]; public static void M() => F.ForEach(m => m.X++);", null)]
    [InlineData("static readonly List<Mutable> F = [new()]; public static Mutable? M() => F.Find(m => m.X++ > 1);", null)]
    [InlineData("static readonly Open F = Make(); static Open Make() => new OpenChild(); public static void M() => ((OpenChild)F).B = 1;", "gets a field assigned in C.M")]
    [InlineData("static readonly object F = Make(); static object Make() => new Mutable(); public static void M() => ((Mutable)F).X = 1;", "gets a field assigned in C.M")]
    [InlineData("static readonly Func<int> F = Make(); static Func<int> Make() { int n = 0; return () => n++; } public static int M() => F();", null)]
    [InlineData("static readonly System.Text.StringBuilder F = new(); public static void M() => F.Append(1);", "is passed to System.Text.StringBuilder.Append in C.M")]
    [InlineData("static readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> F = new(); public static void M() => F[1] = 2;", null)]
    [InlineData("static readonly Random F = new(1); public static int M() => F.Next();", "is passed to System.Random.Next in C.M")]
    [InlineData("static readonly int[] F = Holder.Values; public static class Holder { public static int[] Values = { 1 }; public static void M() { Values = new int[1]; Values[0] = 2; } } public static int M() => F[0];", null)]
    [InlineData("static readonly int[] F = { 1 }; sealed class Box { public int[] V = F; } public static void M() => new Box().V[0] = 2;", null)]
    [InlineData("static readonly int[] F = { 1 }; sealed class Box { public int[] V; } static void Set(Box box) => box.V[0] = 2; public static void M() => Set(new Box { V = F });", "gets an element assigned in C.Set")]
    [InlineData("static readonly int[] F = { 1 }; public sealed class Box { public Box(int[] v) { V = v; V[0] = 2; } public int[] V; } public static Box M() => new Box(F);", null)]
    [InlineData("static readonly List<int[]> F = [new int[1]]; public static void M() { foreach (int[] v in F) v[0] = 2; }", "gets an element assigned in C.M")]
    [InlineData("static readonly Dictionary<int, int[]> F = new() { [1] = new int[1] }; public static void M() { if (F.TryGetValue(1, out int[]? v)) v[0] = 2; }", "gets an element assigned in C.M")]
    [InlineData("static readonly Mutable F = new(); public static void M() { var (a, b) = (F, 1); a.X = b; }", "gets a field assigned in C.M")]
    [InlineData("static readonly int[] F = { 1 }; static void Swap(ref int[] a, ref int[] b) => (a, b) = (b, a); public static void M() { int[] a = new int[1], b = F; Swap(ref a, ref b); a[0] = 2; }", "gets an element assigned in C.M")]
    [InlineData("static readonly int[] F = { 1 }; static Action G() { int[] v = F; return () => v[0] = 2; } public static void M() => G()();", "is passed to System.Action.Invoke in C.M")]
    [InlineData("static unsafe readonly int* F = (int*)System.Runtime.InteropServices.NativeMemory.Alloc(4); public static unsafe void M() => *F = 1;", null)]
    [InlineData("static readonly int[] F = { 1 }; public static unsafe void M() { fixed (int* p = F) *p = 2; }", null)]
    [InlineData("static readonly int[] F = { 1 }; public static void M(bool b, int[] o) => (b ? F : o)[0] = 2;", "gets an element assigned in C.M")]
    [InlineData("static readonly int[] F = { 1 }; public static void M(int n) { int[] a = new int[1], b = a; for (int i = 0; i < n; i++) { b[0] = i; b = a; a = F; } }", "gets an element assigned in C.M")]
    [InlineData("static readonly int[] F = { 1 }; public static void M() { try { throw new Exception(); } catch { F[0] = 2; } }", "gets an element assigned in C.M")]
    public void What_may_change_is_unknown(string field, string? detail)
    {
        StaticField found = Classify(field, StaticClass.Unknown);
        Classify(field, StaticClass.Unknown, OptimizationLevel.Debug);
        if (detail is not null)
            Assert.Equal(detail, found.Detail);
    }

    [Theory]
    [InlineData("static readonly object F = new(); public static void M() { lock (F) { } }")]
    [InlineData("static readonly System.Threading.Lock F = new(); public static void M() { lock (F) { } }")]
    [InlineData("static readonly System.Buffers.ArrayPool<byte> F = System.Buffers.ArrayPool<byte>.Shared; public static byte[] M() => F.Rent(1);")]
    public void What_only_synchronises_is_thread_safe(string field) => Classify(field, StaticClass.ThreadSafe);

    [Theory]
    [InlineData("[PyExt.ProcessShared(\"counted with Interlocked\")] static int F; public static void M() => F++;")]
    [InlineData("[PyExt.ProcessShared(\"counted with Interlocked\")] static int F { get; set; } public static void M() => F++;")]
    [InlineData("[PyExt.ProcessShared(\"counted with Interlocked\")] static event Action? F; public static void M(Action a) => F += a;")]
    public void What_its_author_answers_for_is_declared(string field) =>
        Assert.Equal("counted with Interlocked", Classify(field, StaticClass.Declared).Detail);

    [Fact]
    public void Constants_and_data_are_no_statics()
    {
        using StaticsProgram program = new StaticsProgram().Add("Lib", "public static class C { public const int N = 1; public static ReadOnlySpan<int> S => [1, 2, 3]; }");

        Assert.Empty(program.Scan().Fields);
    }

    [Fact]
    public void What_the_compiler_makes_for_lambdas_is_immutable()
    {
        using StaticsProgram program = new StaticsProgram().Add("Lib", "public static class C { public static int M(int[] v) => v.Count(x => x > 1) + v.Count(IsOdd); static bool IsOdd(int x) => (x & 1) == 1; }");

        IReadOnlyList<StaticField> fields = program.Scan().Fields;

        Assert.Equal(3, fields.Count);
        Assert.All(fields, field => Assert.Equal(StaticClass.Immutable, field.Class));
    }

    [Fact]
    public void What_another_assembly_does_counts()
    {
        using StaticsProgram program = new StaticsProgram()
            .Add("Lib", "public static class C { public static readonly int[] F = { 1 }; public static readonly int[] G = { 1 }; }")
            .Add("App", "public static class A { public static int M() { C.F[0] = 2; return C.G[0]; } }", AssemblyOrigin.Project);

        Assert.Equal([StaticClass.Unknown, StaticClass.Immutable], program.Scan().Fields.Select(field => field.Class));
    }

    private static StaticField Classify(string field, StaticClass expected, OptimizationLevel optimization = OptimizationLevel.Release)
    {
        using StaticsProgram program = new StaticsProgram().Add("Lib", $$"""
            #nullable enable
            namespace PyExt { public sealed class ProcessSharedAttribute(string reason) : Attribute { public string Reason => reason; } }
            {{Types}}
            public static class C { {{field}} }
            """, optimization: optimization);

        StaticField found = Assert.Single(program.Scan().Fields, found => found is { DeclaringType: "C", Name: "F" });
        Assert.True(expected == found.Class, $"{found.Class}: {found.Detail}");
        return found;
    }
}
