using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Generation;

/// <summary>What the generator makes of <c>*args</c>, <c>**kwargs</c>, positional-only and keyword-only parameters.</summary>
public sealed class VariableParametersTests
{
    /// <summary>Classes that have them.</summary>
    public const string Classes = """"

        namespace Variable
        {
            /// <summary>Keeps words.</summary>
            /// <param name="separator">Between them.</param>
            /// <param name="words">The words.</param>
            [PyClass]
            public sealed partial class Phrase([PyKeywordOnly] string separator = " ", params string[] words)
            {
                public string Text => string.Join(separator, words);

                public PyObject Apply(PyObject function, [PyArgs] PyTuple args, [PyKwargs] PyDict kwargs) => function.CallUnpacked(args, kwargs);

                public static Phrase Of(params HashSet<string> words) => new(" ", [.. words]);

                public long Replace(string old, [PyPositionalOnly] string @new, long count = -1) => count;
            }

            [PyClass]
            public readonly partial record struct Money(long Cents)
            {
                public Money Plus([PyKwargs] IReadOnlyDictionary<string, double> rates, params ReadOnlySpan<Money> others) => this;
            }

            [PyClass]
            public readonly partial struct Total
            {
                public Total(params ReadOnlySpan<long> values) => Value = values.Length;
                public long Value { get; }
            }
        }
        """";

    private const string Module = """
        [PyModule]
        public sealed partial class Demo
        {
            /// <summary>Adds numbers.</summary>
            /// <param name="first">The first.</param>
            /// <param name="moreNumbers">The others.</param>
            public static double Sum(double first, params ReadOnlySpan<double> moreNumbers) => first;
            public static PyObject Args([PyArgs] PyTuple args) => args;
            public static PyObject Kwargs([PyKwargs] PyDict kwargs) => kwargs;
            public static long Options(long a, [PyPositionalOnly] long b, [PyKeywordOnly] long c, [PyKwargs] Dictionary<string, List<string>> options, long d = 4, params IList<long?> rest) => a;
            public static long KeywordOnly(long a, [PyKeywordOnly] long b) => b;
        }
        """;

    [Fact]
    public void Reads_as_the_snapshot()
    {
        Generated generated = Generated.From(Module + Classes);

        Assert.Empty(generated.Diagnostics);
        Assert.Empty(Source.Problems(generated.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)));
        Snapshot.Matches("PyModule.Variable.verified.txt", generated.Files["PyModule.g.cs"]);
        Snapshot.Matches("PyClass.Phrase.verified.txt", generated.Files["PyClass.Variable.Phrase.g.cs"]);
        Snapshot.Matches("PyClass.Total.verified.txt", generated.Files["PyClass.Variable.Total.g.cs"]);
        Snapshot.Matches("Stub.Variable.verified.txt", generated.Stub);
        Python.Parses(generated.Stub);
    }

    [Theory]
    [InlineData("long a, long b", "a: int, b: int")]
    [InlineData("params string[] words", "*words: str")]
    [InlineData("[PyName(\"all\")] params List<double?> words", "*all: float | None")]
    [InlineData("[PyArgs] PyTuple args, [PyKwargs] PyDict kwargs", "*args: object, **kwargs: object")]
    [InlineData("[PyKwargs] Dictionary<string, string> kwargs, params long[] args", "*args: int, **kwargs: str")]
    [InlineData("[PyPositionalOnly] long a", "a: int, /")]
    [InlineData("long a, [PyPositionalOnly] long b = 2, long c = 3", "a: int, b: int = 2, /, c: int = 3")]
    [InlineData("long a, [PyKeywordOnly] long b, long c = 3", "a: int, *, b: int, c: int = 3")]
    [InlineData("[PyKeywordOnly] long a = 1, [PyKwargs] Dictionary<string, long>? kwargs = null", "*, a: int = 1, **kwargs: int")]
    [InlineData("[PyArgs] List<long> args, long a, long b = 2", "*args: int, a: int, b: int = 2")]
    [InlineData("Py py, [PyPositionalOnly] long a, [PyKwargs] PyDict d, [PyKeywordOnly] long b, params byte[][] args", "a: int, /, *args: collections.abc.Buffer, b: int, **d: object")]
    public void The_stub_has_them_as_Python_has(string parameters, string expected)
    {
        string stub = Generated.From($"[PyModule] public sealed partial class Demo {{ public static long F({parameters}) => 1; }}").Stub;

        Assert.Contains($"def f({expected}) -> int: ...", stub, StringComparison.Ordinal);
        Python.Parses(stub);
    }

    [Fact]
    public void A_function_without_them_is_what_it_was()
    {
        string module = Generated.From("[PyModule] public sealed partial class Demo { public static long Add(long a, long b = 2) => a + b; }").Files["PyModule.g.cs"];

        Assert.Contains("if (global::PyExt.Interop.PySignature.IsDirect(count, keywords, 2))", module, StringComparison.Ordinal);
        Assert.DoesNotContain("CallVariable", module, StringComparison.Ordinal);
        Assert.DoesNotContain("PyVariableArguments", module, StringComparison.Ordinal);
    }
}
