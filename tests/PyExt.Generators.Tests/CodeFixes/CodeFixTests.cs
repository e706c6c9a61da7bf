using PyExt.CodeFixes;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.CodeFixes;

/// <summary>Each fix: what it makes of the source, and where it is not offered. The fixed source compiles, and the rule is content.</summary>
public sealed class CodeFixTests
{
    [Theory]
    [InlineData(
        "    private static long s_total;\n\n    /// <summary>Adds.</summary>\n    public static long Add(long n) => s_total += n;",
        "    private long s_total;\n\n    /// <summary>Adds.</summary>\n    public long Add(long n) => s_total += n;")]
    [InlineData(
        "    // Why.\n    private static readonly List<int> s_all = [];\n    public static void Add(int n) { Keep(n); }\n    private static void Keep(int n) => s_all.Add(n);\n    public static int Two() => 2;",
        "    // Why.\n    private readonly List<int> s_all = [];\n    public void Add(int n) { Keep(n); }\n    private void Keep(int n) => s_all.Add(n);\n    public static int Two() => 2;")]
    [InlineData("    static long s_total;\n    public long Total() => s_total;", "    long s_total;\n    public long Total() => s_total;")]
    [InlineData("    internal static long Total { get; set; }", "    internal long Total { get; set; }")]
    public async Task A_static_of_the_module_becomes_its_state(string members, string expected)
    {
        Assert.Equal(Module(expected), await Fixing.Fix<MoveIntoModuleFix, MutableStaticAnalyzer>(Module(members)));
    }

    [Theory]
    [InlineData("    private static long s_total;\n    private static readonly long s_copy = s_total;")]
    [InlineData("    private static long s_total;\n    public static void Clear() => Demo.s_total = 0;")]
    [InlineData("    [ThreadStatic] private static long t_depth;")]
    [InlineData("    private static long s_total;\n}\n\ninternal static class Other\n{\n    internal static long s_other;\n    static Other() => s_other = 1;", true)]
    public async Task A_static_that_needs_more_than_that_is_left_to_the_author(string members, bool isElsewhereToo = false)
    {
        string source = isElsewhereToo ? Module(members).Replace("    private static long s_total;\n", "", StringComparison.Ordinal) : Module(members);

        Assert.Null(await Fixing.Fix<MoveIntoModuleFix, MutableStaticAnalyzer>(source));
    }

    [Theory]
    [InlineData("[PyClass]\npublic sealed partial class Demo { private long _x; }", "[PyClass(Threading = PyThreading.Locked)]\npublic sealed partial class Demo { private long _x; }")]
    [InlineData("[PyModule, Obsolete]\npublic sealed partial class Demo { private long _x; }", "[PyModule(Threading = PyThreading.Locked), Obsolete]\npublic sealed partial class Demo { private long _x; }")]
    public async Task A_class_that_can_change_is_locked(string source, string expected) =>
        Assert.Equal(expected, await Fixing.Fix<LockClassFix, ThreadingModeAnalyzer>(source));

    [Theory]
    [InlineData("Thread.Sleep(count);", "py.AllowThreads(() => Thread.Sleep(count));")]
    [InlineData("int n = task.Result; // why", "int n = py.AllowThreads(() => task.Result); // why")]
    [InlineData("task.GetAwaiter().GetResult();", "py.AllowThreads(() => task.GetAwaiter().GetResult());")]
    [InlineData("py.Interpreter.TryAttach(attached => Thread.Sleep(count));", "py.Interpreter.TryAttach(attached => attached.AllowThreads(() => Thread.Sleep(count)));")]
    public async Task A_wait_is_wrapped(string statement, string expected)
    {
        string source = Wait(statement, "Py py, PyObject value, Task<int> task, int count");

        Assert.Equal(Wait(expected, "Py py, PyObject value, Task<int> task, int count"), await Fixing.Fix<AllowThreadsFix, BlockingWaitAnalyzer>(source));
    }

    [Theory]
    [InlineData("Thread.Sleep(count);", "int count")]
    [InlineData("Thread.Sleep(value.As<int>());", "Py py, PyObject value")]
    [InlineData("Thread.Sleep(count);", "Py py, in int count")]
    public async Task A_wait_that_a_lambda_cannot_hold_is_left_to_the_author(string statement, string parameters)
    {
        Assert.Null(await Fixing.Fix<AllowThreadsFix, BlockingWaitAnalyzer>(Wait(statement, parameters)));
    }

    [Theory]
    [InlineData("[PyModule]\npublic sealed class Demo;", "[PyModule]\npublic sealed partial class Demo;")]
    [InlineData("/// <summary>X.</summary>\n[PyModule]\nclass Demo\n{\n}", "/// <summary>X.</summary>\n[PyModule]\npartial class Demo\n{\n}")]
    [InlineData(
        "[PyModule]\npublic sealed partial class Demo;\n\npublic static class Outer\n{\n    [PyClass]\n    public sealed partial class Inner;\n}",
        "[PyModule]\npublic sealed partial class Demo;\n\npublic static partial class Outer\n{\n    [PyClass]\n    public sealed partial class Inner;\n}")]
    public async Task A_class_becomes_partial(string source, string expected)
    {
        Assert.Equal(expected, await Fixing.Fix<AddPartialFix>(source));
    }

    [Theory]
    [InlineData("    public static void Send(Thread thread) { }", "    [PyIgnore]\n    public static void Send(Thread thread) { }")]
    [InlineData("    /// <summary>Sends.</summary>\n    public static Thread Send() => null!;", "    /// <summary>Sends.</summary>\n    [PyIgnore]\n    public static Thread Send() => null!;")]
    [InlineData("    [Obsolete]\n    public static bool TryGet(out int x) { x = 1; return true; }", "    [PyIgnore]\n    [Obsolete]\n    public static bool TryGet(out int x) { x = 1; return true; }")]
    [InlineData("    public static long Sum([PyArgs] long x) => x;", "    [PyIgnore]\n    public static long Sum([PyArgs] long x) => x;")]
    [InlineData("    public static T Get<T>(T x) => x;", "    [PyIgnore]\n    public static T Get<T>(T x) => x;")]
    public async Task A_member_is_hidden(string member, string expected)
    {
        Assert.Equal(Module(expected), await Fixing.Fix<AddIgnoreFix>(Module(member)));
    }

    [Fact]
    public async Task A_conversion_in_a_body_has_no_member_to_hide()
    {
        Assert.Null(await Fixing.Fix<AddIgnoreFix>(Module("    public static void Send(PyObject value) => _ = value.As<Thread>();")));
    }

    private static string Module(string members) => "[PyModule]\npublic sealed partial class Demo\n{\n" + members + "\n}\n";

    private static string Wait(string statement, string parameters) => Module("    internal void Use(" + parameters + ")\n    {\n        " + statement + "\n    }").Replace("internal", "public", StringComparison.Ordinal);
}
