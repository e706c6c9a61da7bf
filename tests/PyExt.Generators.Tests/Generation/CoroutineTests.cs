using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Generation;

/// <summary>Methods that return tasks.</summary>
public sealed class CoroutineTests
{
    private const string Module = """
        [PyModule]
        public sealed partial class Demo
        {
            public static async Task<long> Add(long a, long b = 2) { await Task.Yield(); return a + b; }
            public static Task Nothing() => Task.CompletedTask;
            public static ValueTask<string?> Text(Py py, PyObject value) => new((string?)null);
            public static ValueTask Done() => default;
            public static async Task<List<Point>> Points(long cancellation, CancellationToken token, long more = 1) { await Task.Delay((int)(cancellation + more), token); return []; }
            public static Task<PyResult<long>>? Parse(string text) => null;
        }

        [PyClass]
        public sealed partial class Point
        {
            internal Point() { }
            public async Task<Point> Wait(CancellationToken cancellation = default) { await Task.Delay(1, cancellation); return this; }
            [PyName("module")] public static Task<bool> Later(Demo demo) => Task.FromResult(demo is not null);
        }
        """;

    [Theory]
    [InlineData("Used")]
    [InlineData("NotUsed")]
    public void Compiles(string gil)
    {
        Generated generated = Generated.From(Source.Compilation(Module), Options.Project().WithGil(gil));

        Assert.Empty(generated.Diagnostics);
        Assert.Empty(Source.Problems(generated.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void The_stub_says_async()
    {
        string stub = Generated.From(Module).Stub;

        Python.Parses(stub);
        Assert.Contains("async def add(a: int, b: int = 2) -> int: ...", stub, StringComparison.Ordinal);
        Assert.Contains("async def nothing() -> None: ...", stub, StringComparison.Ordinal);
        Assert.Contains("async def text(value: object) -> str | None: ...", stub, StringComparison.Ordinal);
        Assert.Contains("async def done() -> None: ...", stub, StringComparison.Ordinal);
        Assert.Contains("async def points(cancellation: int, more: int = 1) -> list[Point]: ...", stub, StringComparison.Ordinal);
        Assert.Contains("async def parse(text: str) -> int: ...", stub, StringComparison.Ordinal);
        Assert.Contains("    async def wait(self) -> Point: ...", stub, StringComparison.Ordinal);
        Assert.Contains("    @classmethod\n    async def module(cls) -> bool: ...", stub, StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_is_made_for_each_call()
    {
        Generated generated = Generated.From(Module);

        Assert.Contains("Demo.Points(arg_cancellation, cancellation.Token, arg_more), \"points\", cancellation);", generated.Files["PyModule.g.cs"], StringComparison.Ordinal);
        Assert.Contains("target.Wait(cancellation.Token), \"Point.wait\", cancellation);", generated.Files["PyClass.Point.g.cs"], StringComparison.Ordinal);
        Assert.Contains("Demo.Nothing(), \"nothing\");", generated.Files["PyModule.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public static async void Fire() { await Task.Yield(); }", "PYX0105")]
    [InlineData("public static long Add(CancellationToken cancellation) => 0;", "PYX0104")]
    [InlineData("public static Task<Uri> Address() => null!;", "PYX0104")]
    [InlineData("public static List<Task<long>> All() => [];", "PYX0104")]
    [InlineData("public static long Take(Task<long> task) => 0;", "PYX0104")]
    [InlineData("public static Task<IEnumerator<long>> Numbers() => null!;", "PYX0104")]
    public void Refused(string member, string code)
    {
        Assert.Equal(code, Assert.Single(Generated.From("[PyModule] public sealed partial class Demo { " + member + " }").Diagnostics).Id);
    }
}
