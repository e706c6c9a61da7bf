using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Generation;

/// <summary>Methods that return enumerators, and classes that foreach takes.</summary>
public sealed class IterationTests
{
    private const string Bag = """
        [PyModule(Threading = PyThreading.Locked)]
        public sealed partial class Demo
        {
            public static IEnumerator<long> Count(long end) { for (long i = 0; i < end; i++) yield return i; }
            public static IEnumerator<Bag>? Bags(Py py, bool any) => null;
            public static List<string>.Enumerator Lines() => new List<string>().GetEnumerator();
            public IEnumerator<long> Mine(Bag bag) { yield return 1; }
        }

        [PyClass(Threading = PyThreading.Locked)]
        public partial class Bag : IEnumerable<string>
        {
            public IEnumerator<string> GetEnumerator() { yield return ""; }
            public IEnumerator<string?> Backwards() { yield return null; }
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }

        [PyClass(Threading = PyThreading.Locked)]
        public sealed partial class Countdown : IEnumerator<long>
        {
            public long Current => 1;
            object System.Collections.IEnumerator.Current => 1;
            public bool MoveNext() => false;
            public void Reset() { }
            [PyIgnore] public void Dispose() { }
        }

        [PyClass(Threading = PyThreading.Locked)]
        public sealed partial class Holder
        {
            private PyHandle? _held = null;
            public Countdown GetEnumerator() => new();
            public IEnumerator<bool> Held() { yield return _held is null; }
            [PyName("named")] public IEnumerator<bool> Named() { yield return true; }
        }
        """;

    [Theory]
    [InlineData("Used")]
    [InlineData("NotUsed")]
    public void Compiles(string gil)
    {
        Generated generated = Generated.From(Source.Compilation(Bag), Options.Project().WithGil(gil));

        Assert.Empty(generated.Diagnostics);
        Assert.Empty(Source.Problems(generated.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void The_stub_says_iterator()
    {
        string stub = Generated.From(Bag).Stub;

        Python.Parses(stub);
        Assert.Contains("def count(end: int) -> collections.abc.Iterator[int]: ...", stub, StringComparison.Ordinal);
        Assert.Contains("def bags(any: bool) -> collections.abc.Iterator[Bag] | None: ...", stub, StringComparison.Ordinal);
        Assert.Contains("def lines() -> collections.abc.Iterator[str]: ...", stub, StringComparison.Ordinal);
        Assert.Contains("    def __iter__(self) -> collections.abc.Iterator[str]: ...", stub, StringComparison.Ordinal);
        Assert.Contains("    def backwards(self) -> collections.abc.Iterator[str | None]: ...", stub, StringComparison.Ordinal);
        Assert.Contains("    def __iter__(self) -> typing.Self: ...", stub, StringComparison.Ordinal);
        Assert.Contains("    def __next__(self) -> int: ...", stub, StringComparison.Ordinal);
        Assert.Contains("    def __iter__(self) -> Countdown: ...", stub, StringComparison.Ordinal);
        Assert.DoesNotContain("get_enumerator", stub, StringComparison.Ordinal);
        Assert.DoesNotContain("move_next", stub, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_run_under_the_lock_of_what_the_method_works_on()
    {
        Generated generated = Generated.From(Source.Compilation(Bag), Options.Project().WithGil("NotUsed"));

        Assert.Contains("Demo.Count(arg_end));", generated.Files["PyModule.g.cs"], StringComparison.Ordinal);
        Assert.Contains(".Mine(arg_bag), self, args[0]);", generated.Files["PyModule.g.cs"], StringComparison.Ordinal);
        Assert.Contains("target.GetEnumerator(), self);", generated.Files["PyClass.Bag.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_iterator_keeps_an_object_with_handles()
    {
        string holder = Generated.From(Bag).Files["PyClass.Holder.g.cs"];

        Assert.Contains("target.Held(), self);", holder, StringComparison.Ordinal);
        Assert.Contains("target.Backwards());", Generated.From(Bag).Files["PyClass.Bag.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public static long Take(IEnumerator<long> numbers) => 0;", "System.Collections.Generic.IEnumerator<long>")]
    [InlineData("public static List<IEnumerator<long>> Make() => [];", "System.Collections.Generic.List<System.Collections.Generic.IEnumerator<long>>")]
    [InlineData("public static IEnumerator<Uri> Make() => null!;", "System.Uri")]
    [InlineData("public static System.Collections.IEnumerator Make() => null!;", "System.Collections.IEnumerator")]
    public void Only_results_of_methods_are_iterators(string member, string type)
    {
        string message = Assert.Single(Generated.From("[PyModule] public sealed partial class Demo { " + member + " }").Diagnostics).GetMessage(null);

        Assert.Contains("'" + type + "'", message, StringComparison.Ordinal);
    }
}
