using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0013 and PYX0014: what a class says about threads, and what it looks like.</summary>
public sealed class ThreadingModeTests
{
    [Theory]
    [InlineData("private long _x;", "_x", "is not readonly")]
    [InlineData("public long X { get; set; }", "X", "has a setter")]
    [InlineData("public long X { get; private set; }", "X", "has a setter")]
    [InlineData("private readonly List<long> _x = [];", "_x", "has the type 'List<long>', which is not known to be immutable")]
    [InlineData("private readonly long[] _x = [];", "_x", "has the type 'long[]', which is not known to be immutable")]
    [InlineData("private readonly IReadOnlyList<long> _x = [];", "_x", "has the type 'IReadOnlyList<long>', which is not known to be immutable")]
    [InlineData("private readonly System.Collections.Immutable.ImmutableArray<long[]> _x;", "_x", "has the type 'ImmutableArray<long[]>', which is not known to be immutable")]
    [InlineData("private readonly (long, List<long>) _x;", "_x", "has the type '(long, List<long>)', which is not known to be immutable")]
    [InlineData("private readonly object _x = new();", "_x", "has the type 'object', which is not known to be immutable")]
    [InlineData("private readonly Func<long> _x = null!;", "_x", "has the type 'Func<long>', which is not known to be immutable")]
    [InlineData("private readonly Open _x = null!;", "_x", "has the type 'Open', which is not known to be immutable")]
    [InlineData("private readonly Changing _x = null!;", "_x", "has the type 'Changing', which is not known to be immutable")]
    [InlineData("public event Action? Changed;", "Changed", "is an event")]
    public async Task A_class_that_can_change_needs_a_mode(string members, string member, string reason)
    {
        Assert.Equal(
            [new Reported("PYX0013", 2, DiagnosticSeverity.Error, Unsaid(member, reason))],
            await Analyze("[PyClass]", members));
        Assert.Equal(
            [new Reported("PYX0014", 3, DiagnosticSeverity.Error, $"'Demo' is PyThreading.Frozen, but '{member}' {reason}. Use readonly fields of immutable types only, or another mode.")],
            await Analyze("[PyClass(Threading = PyThreading.Frozen)]", members));
        Assert.Equal("PYX0013", Assert.Single(await Analyze("[PyModule]", members)).Id);
        Assert.Empty(await Analyze("[PyClass(Threading = PyThreading.Locked)]", members));
        Assert.Empty(await Analyze("[PyModule(Threading = PyThreading.Locked)]", members));
    }

    [Theory]
    [InlineData("private readonly long _x;")]
    [InlineData("public string? X { get; init; }")]
    [InlineData("public DateTime X { get; }")]
    [InlineData("private readonly long? _x;")]
    [InlineData("private readonly (long, string) _x;")]
    [InlineData("private readonly System.Collections.Immutable.ImmutableDictionary<string, DayOfWeek> _x = null!;")]
    [InlineData("private readonly System.Collections.Frozen.FrozenSet<string> _x = null!;")]
    [InlineData("private readonly PyHandle? _x;")]
    [InlineData("private readonly PyInterpreter? _x;")]
    [InlineData("private readonly Still _x = null!;")]
    [InlineData("private readonly Value _x;")]
    [InlineData("private readonly Other _x = null!;")]
    [InlineData("public const long X = 1;")]
    [InlineData("public long Get() => 1;")]
    [InlineData("public long X { get => 1; set { } }")]
    public async Task A_class_that_cannot_change_needs_none(string members)
    {
        Assert.Empty(await Analyze("[PyClass]", members));
        Assert.Empty(await Analyze("[PyModule]", members));
        Assert.Empty(await Analyze("[PyClass(Threading = PyThreading.Frozen)]", members));
    }

    [Theory]
    [InlineData("long x", "public long Next() => x++;", "is assigned by a member")]
    [InlineData("List<long> x", "public int Count() => x.Count;", "has the type 'List<long>', which is not known to be immutable")]
    public async Task Captured_parameters_are_fields(string parameter, string members, string reason) =>
        Assert.Equal([new Reported("PYX0013", 2, DiagnosticSeverity.Error, Unsaid("x", reason))], await Analyze("[PyClass]", members, "(" + parameter + ")"));

    [Theory]
    [InlineData("long x", "public long X() => x;")]
    [InlineData("List<long> x", "public int Count { get; } = x.Count;")]
    public async Task Captured_parameters_that_do_not_change(string parameter, string members) => Assert.Empty(await Analyze("[PyClass]", members, "(" + parameter + ")"));

    [Theory]
    [InlineData("PyThreading.Locked", "", new string[0])]
    [InlineData("PyThreading.Locked", "(Threading = PyThreading.Frozen)", new[] { "PYX0014" })]
    [InlineData("PyThreading.Manual", "(Threading = PyThreading.Frozen)", new[] { "PYX0014" })]
    [InlineData("PyThreading.Frozen", "", new string[0])]
    public async Task A_derived_class_has_its_bases_mode(string mode, string derived, string[] expected)
    {
        Reported[] reported = await Analysis.Analyze<ThreadingModeAnalyzer>(
            $"[PyClass(Threading = {mode})] public partial class Base {{ }}\n[PyClass{derived}] public sealed partial class Derived : Base {{ }}", Options.Project().WithGil("NotUsed"));

        Assert.Equal(expected, reported.Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("[PyClass]", "public double X;", 1)]
    [InlineData("[PyClass(Threading = PyThreading.Locked)]", "public double X;", 1)]
    [InlineData("[PyClass]", "public readonly double X;", 0)]
    [InlineData("[PyClass]", "public readonly Value X;", 0)]
    public async Task The_value_of_a_struct_does_not_change(string attribute, string members, int count)
    {
        Reported[] reported = await Analysis.Analyze<ThreadingModeAnalyzer>(
            $"public struct Value {{ public long X; }}\n{attribute} public partial struct Demo {{ {members} }}", Options.Project().WithGil("NotUsed"));

        Assert.Equal(
            Enumerable.Repeat("'Demo' is a struct, and its values are copied without a lock, but 'X' is not readonly. Use readonly fields of immutable types only, or another mode.", count),
            reported.Select(diagnostic => diagnostic.Message));
    }

    [Fact]
    public async Task A_static_module_has_no_state() =>
        Assert.Empty(await Analysis.Analyze<ThreadingModeAnalyzer>("[PyModule] public static partial class Demo { public static long Two() => 2; }", Options.Project().WithGil("NotUsed")));

    [Fact]
    public async Task With_the_GIL_nothing_is_asked()
    {
        Assert.Empty(await Analyze("[PyClass]", "private long _x;", options: Options.Project()));
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze("[PyClass]", "private long _x;", options: Options.Project().ForAudit())).Severity);
    }

    private static string Unsaid(string member, string reason) =>
        $"'Demo' does not say how it is safe without the GIL, and '{member}' {reason}. Add Threading = PyThreading.Locked to its attribute to run one call at a time on each object, "
        + "make it immutable, or use PyThreading.Manual if it synchronises itself.";

    private static Task<Reported[]> Analyze(string attribute, string members, string parameters = "", Options? options = null) => Analysis.Analyze<ThreadingModeAnalyzer>(
        $$"""
        {{attribute}}
        public sealed partial class Demo{{parameters}} {
            {{members}}
        }

        public class Open { }
        public sealed class Changing { public long X; }
        public sealed class Still(long x) { public readonly long X = x; public Still? Next { get; } }
        public struct Value { public long X; }
        [PyClass(Threading = PyThreading.Locked)] public sealed partial class Other { public long X; }
        """, options ?? Options.Project().WithGil("NotUsed"));
}
