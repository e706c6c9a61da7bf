using Microsoft.CodeAnalysis;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Diagnostics;

/// <summary>PYX0100 to PYX0110: what the generator refuses, on which line, in which words.</summary>
public sealed class BindingDiagnosticsTests
{
    [Fact]
    public void PYX0100_no_module()
    {
        Refused("public static class Something;", 0, "PYX0100", "The project has no [PyModule] class. Add: [PyModule] public sealed partial class MyModule { … } — "
            + "its public methods become the functions of the Python module 'demo'.");
    }

    [Fact]
    public void PYX0100_only_in_a_project_that_is_an_extension()
    {
        Assert.Empty(Analysis.Generate("public static class Something;", Options.None));
        Assert.Empty(Analysis.Generate("public static class Something;", Options.Project(promise: "")));
    }

    [Fact]
    public void PYX0101_two_modules()
    {
        Refused("""
            [PyModule]
            public sealed partial class First;

            [PyModule]
            public sealed partial class Second;
            """, 5, "PYX0101", "'First' and 'Second' are both the Python module 'demo'. A project builds one module: remove one [PyModule], or move it to a project of its own.");
    }

    [Theory]
    [InlineData("[PyModule]\npublic sealed class Demo;", 2, "Demo")]
    [InlineData("[PyModule]\npublic sealed partial class Demo;\n[PyClass]\npublic sealed class Point;", 4, "Point")]
    [InlineData("[PyModule]\npublic sealed partial class Demo;\npublic class Outer\n{\n    [PyClass]\n    public sealed partial class Point;\n}", 3, "Outer")]
    public void PYX0102_not_partial(string source, int line, string name)
    {
        Refused(source, line, "PYX0102", $"'{name}' is exported to Python and must be declared partial, so that the generated half can be added: public sealed partial class {name}");
    }

    [Theory]
    [InlineData("[PyClass] public sealed partial class Point<T>;", "it is generic")]
    [InlineData("[PyClass] public abstract partial class Point;", "it is abstract")]
    [InlineData("[PyClass] public partial struct Point { public string Name; }", "it is a struct that holds references, and Python objects hold the struct itself; make it a class")]
    [InlineData("[PyClass] public ref partial struct Point { public System.ReadOnlySpan<int> Items; }", "it is a ref struct")]
    [InlineData("[PyClass] public static partial class Point;", "it is static; make its members methods of the [PyModule] class")]
    [InlineData("[PyClass] file sealed partial class Point;", "it is local to its file")]
    [InlineData("public partial class Outer<T> { [PyClass] public sealed partial class Point; }", "it is nested in a generic type")]
    [InlineData("public partial class Outer { [PyClass] private sealed partial class Point; }", "it is private; make it internal or public")]
    public void PYX0103_class_of_another_shape(string source, string problem)
    {
        Refused("[PyModule] public sealed partial class Demo;\n" + source, 2, "PYX0103", $"'Point' cannot be exported to Python: {problem}");
    }

    [Theory]
    [InlineData("[PyModule] public sealed partial class Demo(int size) { internal int Size => size; }",
        "a [PyModule] class needs a constructor without parameters, or with one of type Py: the import calls it")]
    [InlineData("[PyModule] public sealed partial class Demo { private Demo() { } }",
        "a [PyModule] class needs a constructor without parameters, or with one of type Py: the import calls it")]
    [InlineData("[PyModule] public abstract partial class Demo;", "it is abstract")]
    public void PYX0103_module_of_another_shape(string source, string problem)
    {
        Refused(source, 1, "PYX0103", $"'Demo' cannot be exported to Python: {problem}");
    }

    [Theory]
    [InlineData("public static void Send(Thread thread) { }", "'thread'", "System.Threading.Thread")]
    [InlineData("public static void Send(List<Thread?> threads) { }", "'threads'", "System.Collections.Generic.List<System.Threading.Thread?>")]
    [InlineData("public static Thread Find() => null!;", "'Find' (what it returns)", "System.Threading.Thread")]
    [InlineData("public static void Send(params Thread[] threads) { }", "'threads'", "System.Threading.Thread")]
    [InlineData("public static void Send([PyKwargs] Dictionary<string, Thread> threads) { }", "'threads'", "System.Threading.Thread")]
    [InlineData("public static IAsyncEnumerable<long> Later() => null!;", "'Later' (what it returns)", "System.Collections.Generic.IAsyncEnumerable<long>")]
    [InlineData("public const DayOfWeek First = DayOfWeek.Monday;", "'First'", "System.DayOfWeek")]
    [InlineData("internal static long Read(PyObject value) => value.As<Thread>().ManagedThreadId;", "'As'", "System.Threading.Thread")]
    [InlineData("internal static PyObject Write(Py py, Thread value) => py.From(value);", "'From'", "System.Threading.Thread")]
    public void PYX0104_type_that_cannot_cross(string member, string what, string type)
    {
        RefusedInModule(member, "PYX0104", $"{what} has the type '{type}', which cannot cross to Python. Types that can: numbers, bool, string, byte[], T?, lists, arrays, dictionaries, "
            + "sets, tuples, PyObject, [PyClass] classes, and types with a [PyConverter]; [PyIgnore] hides the member.");
    }

    [Theory]
    [InlineData("public static T Echo<T>(T value) => value;", "Echo", "it is generic, and Python calls have no type arguments")]
    [InlineData("private long _x; public ref long Slot() => ref _x;", "Slot", "it returns by reference")]
    [InlineData("public static bool TryParse(string text, out long value) { value = 0; return false; }", "TryParse", "its parameter 'value' is passed by reference; return a tuple instead")]
    [InlineData("public static void Grow(ref long value) => value++;", "Grow", "its parameter 'value' is passed by reference; return a tuple instead")]
    [InlineData("public long Total => 1;", "Total", "module attributes cannot run code; make it a method")]
    [InlineData("public long Total;", "Total", "only constants and instance fields of a [PyClass] are exported")]
    [InlineData("public event Action Changed { add { } remove { } }", "Changed", "events are not exported")]
    [InlineData("public static Demo operator +(Demo a, Demo b) => a;", "op_Addition", "a module has no operators")]
    public void PYX0105_member_of_the_module(string member, string name, string problem)
    {
        RefusedInModule(member, "PYX0105", Member(name, problem));
    }

    [Theory]
    [InlineData("public long this[long index] => index;", "this[]", "indexers are not exported")]
    [InlineData("public static long Total => 1;", "Total", "static properties are not exported; make it a static method")]
    [InlineData("public static readonly long Total = 1;", "Total", "only constants and instance fields of a [PyClass] are exported")]
    [InlineData("public event Action Changed { add { } remove { } }", "Changed", "events are not exported")]
    [InlineData("public static bool operator !(Point a) => true;", "op_LogicalNot", "Python has no such operator")]
    [InlineData("public static bool operator <(Point a, long b) => true; [PyIgnore] public static bool operator >(Point a, long b) => true;", "op_LessThan", "comparisons are exported between two instances of the class")]
    public void PYX0105_member_of_a_class(string member, string name, string problem)
    {
        Refused($"[PyModule] public sealed partial class Demo;\n[PyClass] public sealed partial class Point\n{{\n    {member}\n}}", 4, "PYX0105", Member(name, problem));
    }

    [Theory]
    [InlineData("public static long Add(long a) => a;\n    public static long Add(long a, long b) => a + b;", "Demo.Add(long)", "Demo.Add(long, long)", "add")]
    [InlineData("public static long ToHtml() => 1;\n    public static long To_html() => 1;", "Demo.ToHtml()", "Demo.To_html()", "to_html")]
    [InlineData("public const long Limit = 1;\n    [PyName(\"LIMIT\")] public static long Get() => 1;", "Demo.Limit", "Demo.Get()", "LIMIT")]
    public void PYX0106_one_name_twice(string members, string first, string second, string name)
    {
        Refused($"[PyModule]\npublic sealed partial class Demo\n{{\n    {members}\n}}", 5, "PYX0106", Duplicate(first, second, name));
    }

    [Fact]
    public void PYX0106_two_classes()
    {
        Refused("""
            [PyModule] public sealed partial class Demo;
            namespace A { [PyClass] public sealed partial class Point; }
            namespace B { [PyClass] public sealed partial class Point; }
            """, 3, "PYX0106", Duplicate("Point", "Point", "Point"));
    }

    [Fact]
    public void PYX0106_class_and_function()
    {
        Refused("""
            [PyModule] public sealed partial class Demo { [PyName("Point")] public static long Make() => 1; }
            [PyClass] public sealed partial class Point;
            """, 2, "PYX0106", Duplicate("Demo.Make", "Point", "Point"));
    }

    [Fact]
    public void PYX0106_two_constructors()
    {
        Refused("""
            [PyModule] public sealed partial class Demo;
            [PyClass]
            public sealed partial class Point
            {
                public Point() { }
                public Point(double x) => X = x;
                public double X { get; }
            }
            """, 6, "PYX0106", Duplicate("Point.Point()", "Point.Point(double)", "__init__"));
    }

    [Fact]
    public void PYX0106_property_and_method()
    {
        Refused("""
            [PyModule] public sealed partial class Demo;
            [PyClass]
            public sealed partial class Point
            {
                public double X { get; }
                [PyName("x")]
                public double Get() => X;
            }
            """, 7, "PYX0106", Duplicate("Point.X", "Point.Get()", "x"));
    }

    [Theory]
    [InlineData("[PyName(\"add-up\")] public static long Add(long a) => a;", "add-up")]
    [InlineData("[PyName(\"1st\")] public static long Add(long a) => a;", "1st")]
    [InlineData("[PyName(\"\")] public static long Add(long a) => a;", "")]
    [InlineData("[PyName(\"lambda\")] public static long Add(long a) => a;", "lambda")]
    [InlineData("public static long Add([PyName(\"a b\")] long a) => a;", "a b")]
    [InlineData("[PyName(\"MAX.SIZE\")] public const long MaxSize = 1;", "MAX.SIZE")]
    public void PYX0107_no_identifier(string member, string name)
    {
        RefusedInModule(member, "PYX0107", $"'{name}' is not a Python identifier: letters, digits and _, not starting with a digit, and not a keyword");
    }

    [Theory]
    [InlineData("public static long Add(long width, long Width) => width;", "width", "width")]
    [InlineData("public static long Add(long firstOne, [PyName(\"first_one\")] long b) => b;", "first_one", "firstOne")]
    [InlineData("public static long Add(long lambda, long lambda_) => lambda_;", "lambda_", "lambda")]
    [InlineData("public static long Add(long width, params long[] Width) => width;", "width", "width")]
    [InlineData("public static long Add([PyName(\"kwargs\")] PyObject all, [PyKwargs] PyDict kwargs) => 1;", "kwargs", "all")]
    public void PYX0108_two_parameters(string member, string name, string first)
    {
        RefusedInModule(member, "PYX0108", $"Demo.Add has a second parameter '{name}' in Python: '{first}' is the first. Rename one, or give it another Python name with [PyName(\"…\")].");
    }

    [Theory]
    [InlineData("public void Join(Point self) { }", "Join", "self")]
    [InlineData("public Point(double self) { }", "Point", "self")]
    [InlineData("public static long Count(long cls) => cls;", "Count", "cls")]
    [InlineData("public void Join([PyName(\"self\")] Point other) { }", "Join", "self")]
    public void PYX0108_what_Python_passes_itself(string member, string method, string name)
    {
        string what = name == "self" ? "the instance" : "the class";
        Refused($"[PyModule] public sealed partial class Demo;\n[PyClass]\npublic sealed partial class Point\n{{\n    {member}\n}}", 5, "PYX0108",
            $"Point.{method} has a second parameter '{name}' in Python: {what} is the first. Rename one, or give it another Python name with [PyName(\"…\")].");
    }

    [Theory]
    [InlineData("long Sum([PyArgs] Stack<long> values)", "values", "is *args, which a PyTuple, an array, a list, a set or a span takes, and 'System.Collections.Generic.Stack<long>' is none of them")]
    [InlineData("long Sum([PyArgs] long value)", "value", "is *args, which a PyTuple, an array, a list, a set or a span takes, and 'long' is none of them")]
    [InlineData("long Sum([PyArgs] long[,] value)", "value", "is *args, which a PyTuple, an array, a list, a set or a span takes, and 'long[*,*]' is none of them")]
    [InlineData("long Sum([PyArgs] PyList value)", "value", "is *args, which a PyTuple, an array, a list, a set or a span takes, and 'PyExt.PyList' is none of them")]
    [InlineData("long Sum([PyKwargs] long[] values)", "values", "is **kwargs, which a PyDict, a Dictionary<string, T> or an IReadOnlyDictionary<string, T> takes, and 'long[]' is none of them")]
    [InlineData("long Sum([PyKwargs] Dictionary<long, long> values)", "values",
        "is **kwargs, which a PyDict, a Dictionary<string, T> or an IReadOnlyDictionary<string, T> takes, and 'System.Collections.Generic.Dictionary<long, long>' is none of them")]
    [InlineData("long Sum([PyArgs] long[] a, params long[] b)", "b", "is a second *args: 'a' is the first, and Python has one")]
    [InlineData("long Sum([PyKwargs] PyDict a, [PyKwargs] PyDict b)", "b", "is a second **kwargs: 'a' is the first, and Python has one")]
    [InlineData("long Sum([PyArgs, PyKwargs] PyDict a)", "a", "is both *args and **kwargs. Make them two parameters")]
    [InlineData("long Sum([PyKeywordOnly] params long[] a)", "a", "is *args, so [PyKeywordOnly] says nothing about it. Move the attribute to the first parameter that is to be keyword-only")]
    [InlineData("long Sum([PyKwargs, PyPositionalOnly] PyDict a)", "a", "is **kwargs, so [PyPositionalOnly] says nothing about it. Move the attribute to the last parameter that is to be positional-only")]
    [InlineData("long Sum([PyKeywordOnly] Py py, long a)", "py", "is filled in by the generated code and no argument, so [PyKeywordOnly] says nothing about it. Remove the attribute")]
    [InlineData("long Sum([PyArgs] Demo demo, long a)", "demo", "is filled in by the generated code and no argument, so [PyArgs] says nothing about it. Remove the attribute")]
    [InlineData("long Sum([PyKeywordOnly, PyPositionalOnly] long a)", "a",
        "is keyword-only, and positional-only by the [PyPositionalOnly] on it. In Python those are different parameters, the positional-only ones first")]
    [InlineData("long Sum([PyKeywordOnly] long a, [PyPositionalOnly] Py py)", "py", "is filled in by the generated code and no argument, so [PyPositionalOnly] says nothing about it. Remove the attribute", "a")]
    [InlineData("long Sum([PyArgs] PyTuple rest, [PyPositionalOnly] long a)", "a",
        "is keyword-only, and positional-only by the [PyPositionalOnly] on it. In Python those are different parameters, the positional-only ones first")]
    public void PYX0109_parameter_that_Python_does_not_have(string signature, string name, string problem, string? also = null)
    {
        Reported[] expected = [.. new[] { also }.OfType<string>().Select(parameter => Wrong(parameter, "is keyword-only, and positional-only by the [PyPositionalOnly] behind it. "
            + "In Python those are different parameters, the positional-only ones first")), Wrong(name, problem)];
        Assert.Equal(expected, Analysis.Generate(InModule($"public static {signature} => 1;")));

        static Reported Wrong(string name, string problem) => new("PYX0109", 4, DiagnosticSeverity.Error, $"Parameter '{name}' of Demo.Sum {problem}");
    }

    [Fact]
    public void PYX0109_operand()
    {
        Refused("[PyModule] public sealed partial class Demo;\n[PyClass] public sealed partial class Point\n{\n    public static Point operator +(Point a, [PyPositionalOnly] Point b) => a;\n}", 4, "PYX0109",
            "Parameter 'b' of Point.op_Addition is an operand, which Python passes itself, so [PyPositionalOnly] says nothing about it. Remove the attribute");
    }

    [Theory]
    [InlineData("public static long Words([PyUtf8] byte[] text) => 1;", "'text' is 'byte[]'")]
    [InlineData("public static long Words([PyUtf8] string text) => 1;", "'text' is 'string'")]
    [InlineData("public static long Words([PyUtf8] Span<byte> text) => 1;", "'text' is 'System.Span<byte>'")]
    [InlineData("public static long Words([PyUtf8, PyArgs] PyTuple texts) => 1;", "'texts' is 'PyExt.PyTuple'")]
    [InlineData("public static long Words([PyUtf8] params string[] texts) => 1;", "'texts' is 'string'")]
    [InlineData("[return: PyUtf8] public static byte[] Name() => [];", "'Name' (what it returns) is 'byte[]'")]
    public void PYX0110_not_text_in_UTF_8(string member, string what)
    {
        Refused(InModule(member), 4, "PYX0110", $"[PyUtf8] makes a ReadOnlySpan<byte> a str, and {what}. Make it a ReadOnlySpan<byte>, or remove the attribute: a string is a str without it.");
    }

    [Theory]
    [InlineData("public static long Words([PyUtf8] ReadOnlySpan<byte> text, [PyUtf8] ReadOnlySpan<byte> separator = default) => 1;")]
    [InlineData("[return: PyUtf8] public static ReadOnlySpan<byte> Name() => \"name\"u8;")]
    public void PYX0110_nothing_to_refuse(string member) => Nothing_to_refuse(member);

    [Theory]
    [InlineData("public static long Sum(long first, params long[] first_) => 1;")]
    [InlineData("public static long Sum([PyArgs] PyTuple args, [PyKwargs] PyDict kwargs) => args.Count + kwargs.Count;")]
    [InlineData("public static long Sum([PyKeywordOnly] long a, [PyKeywordOnly] long b) => a + b;")]
    [InlineData("public static long Sum([PyPositionalOnly] long a, [PyPositionalOnly] long b) => a + b;")]
    [InlineData("public static long Sum(Py py, [PyPositionalOnly] long a, [PyKeywordOnly] long b, [PyKwargs] PyDict kwargs, [PyArgs] params long?[]? args) => a + b;")]
    [InlineData("public static long Sum([PyArgs] PyTuple args = default, [PyKwargs] Dictionary<string, string?>? kwargs = null) => 1;")]
    [InlineData("public static long Sum(params byte[][] args) => 1;")]
    [InlineData("public static long Sum(params IEnumerable<Dictionary<string, List<double>>> args) => 1;")]
    [InlineData("public static PyObject Sum(Py py, params ReadOnlySpan<string?> args) => py.None;")]
    [InlineData("public static long Sum(params PyHandle[] args) => 1;")]
    [InlineData("public static long Sum(params (long, string)[] @class) => 1;")]
    [InlineData("[PyIgnore] public static long Sum([PyArgs] Stack<long> values) => 1;")]
    [InlineData("public static long Sum(params HashSet<long> room_a) => 1; public static long Variable(long variable, params long[] bound) => 1;")]
    public void PYX0109_nothing_to_refuse(string member) => Nothing_to_refuse(member);

    [Theory]
    [InlineData("[PyIgnore] public static void Send(Thread thread) { }")]
    [InlineData("internal static void Send(Thread thread) { }")]
    [InlineData("[PyIgnore] public static T Echo<T>(T value) => value;")]
    [InlineData("[PyIgnore] public long Total => 1;")]
    [InlineData("public static long Add(long a) => a; [PyName(\"add_two\")] public static long Add(long a, long b) => a + b;")]
    [InlineData("public static long Add(long a) => a; [PyIgnore] public static long Add(long a, long b) => a + b;")]
    [InlineData("public static long @class(long @int, long lambda) => @int + lambda;")]
    [InlineData("public static void Send([PyName(\"größe\")] long size) { }")]
    [InlineData("public long Send(long self, long cls) => self + cls;")]
    [InlineData("public static long Add(Py py, long Py) => Py;")]
    [InlineData("public static long Add(long width, [PyName(\"other\")] long Width) => width;")]
    public void Nothing_to_refuse(string member)
    {
        string source = InModule(member);

        Assert.Empty(Analysis.Generate(source));
        Analysis.Run(Source.Compilation(source), null, out Compilation generated);
        Assert.Empty(Source.Problems(generated.GetDiagnostics(TestContext.Current.CancellationToken)));
    }

    private static string Member(string name, string problem) => $"'{name}' cannot be exported to Python: {problem}. Mark it [PyIgnore] to keep it in C# only.";

    private static string Duplicate(string first, string second, string name) =>
        $"'{first}' and '{second}' are both '{name}' in Python. Python has no overloads: rename one with [PyName(\"…\")] or hide it with [PyIgnore].";

    private static string InModule(string member) => $"[PyModule]\npublic sealed partial class Demo\n{{\n    {member}\n}}";

    private static void RefusedInModule(string member, string id, string message) => Refused(InModule(member), 4, id, message);

    private static void Refused(string source, int line, string id, string message)
    {
        Assert.Equal([new Reported(id, line, DiagnosticSeverity.Error, message)], Analysis.Generate(source));
        // One error, not a heap: what the generator makes nevertheless compiles, and so does the source.
        Analysis.Run(Source.Compilation(source), null, out Compilation generated);
        Assert.DoesNotContain(generated.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
