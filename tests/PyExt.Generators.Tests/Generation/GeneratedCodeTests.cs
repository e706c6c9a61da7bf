using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Generation;

/// <summary>What the generator makes of a module that uses everything it knows.</summary>
public sealed class GeneratedCodeTests
{
    [Fact]
    public void Compiles_without_a_warning()
    {
        Generated generated = Generated.From(Sample.Module);

        Assert.Empty(Source.Problems(generated.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)));
        Assert.Equal(
            ["ModuleMetadata.g.cs", "PyClass.Geometry.Point.g.cs", "PyClass.Geometry.Point3.g.cs", "PyClass.Geometry.Shelf.g.cs", "PyModule.g.cs"],
            generated.Files.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Compiles_for_a_static_module()
    {
        CompilesAlone("[PyModule] public static partial class Demo { public static long Add(long a, long b = 2) => a + b; public const string Version = \"1\"; }");
    }

    [Fact]
    public void Compiles_without_a_namespace_and_nested()
    {
        CompilesAlone("""
            [PyModule] public sealed partial class Demo(Py py) { private readonly PyHandle _json = py.Import("json").ToHandle(); public PyObject Json(Py py) => _json.Get(py); }
            internal partial struct Outer { internal partial record Middle { [PyClass] internal sealed partial record Inner(long Value); } }
            """);
    }

    [Theory]
    [InlineData("Definition")]
    [InlineData("Constructor")]
    [InlineData("Construct")]
    [InlineData("Initialize")]
    [InlineData("Compare")]
    [InlineData("Hash")]
    [InlineData("Repr")]
    [InlineData("GetX")]
    [InlineData("AddSignature")]
    [InlineData("Call_add")]
    [InlineData("GlobalPointBinding")]
    [InlineData("PyModuleBinding")]
    [InlineData("Define")]
    [InlineData("PyInit")]
    [InlineData("state")]
    [InlineData("target")]
    [InlineData("frame")]
    [InlineData("@class")]
    public void A_member_may_have_a_name_that_generated_code_uses(string name)
    {
        CompilesAlone($$"""
            [PyModule]
            public sealed partial class Demo
            {
                public long Add(long a) => a;
                public long {{name}}(long args, long count, Point state, long frame, long py, long self, long bound) => args + count + frame + py + self + bound;
            }

            [PyClass]
            public sealed partial class Point : IEquatable<Point>
            {
                public const long Size = 1;
                public Point() { }
                public double X { get; set; }
                public long Add(long a) => a;
                public long {{name}}(long args, long count, Point state, long frame, long py, [PyName("self_")] long self, long bound) => args + count + frame + py + self + bound;
                public bool Equals(Point? other) => other is not null && X == other.X;
                public override bool Equals(object? obj) => Equals(obj as Point);
                public override int GetHashCode() => 1;
                public override string ToString() => "";
            }
            """);
    }

    [Fact]
    public void Reads_as_the_snapshot()
    {
        Snapshot.Matches("PyClass.Point.verified.txt", Generated.From(Sample.Module).Files["PyClass.Geometry.Point.g.cs"]);
    }

    [Fact]
    public void Is_the_same_for_any_order_of_files()
    {
        SyntaxTree[] trees = [Source.Parse(Sample.Module, "Module.cs"), Source.Parse("namespace Geometry; [PyClass] public sealed partial class Area;", "Area.cs")];

        ImmutableSortedDictionary<string, string> forwards = Generated.From(Source.Compilation(trees)).Files;
        ImmutableSortedDictionary<string, string> backwards = Generated.From(Source.Compilation(trees.Reverse())).Files;

        Assert.Equal(forwards.AsEnumerable(), backwards.AsEnumerable());
    }

    [Theory]
    [InlineData("PerInterpreterGil", "PerInterpreterGil")]
    [InlineData("SharedGil", "SharedGil")]
    [InlineData("NotSupported", "NotSupported")]
    [InlineData("Yes", "NotSupported")]
    public void Declares_the_promise(string property, string expected)
    {
        string module = Generated.From(Source.Compilation(Sample.Module), Options.Project(property)).Files["PyModule.g.cs"];

        Assert.Contains($"MultipleInterpreters = global::PyExt.Interop.PyMultipleInterpreters.{expected},", module, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fastmd", "PyInit_fastmd")]
    [InlineData("fastmd._native", "PyInit__native")]
    [InlineData("", "PyInit_fast_md")]
    public void Exports_the_last_part_of_the_name(string moduleName, string entryPoint)
    {
        string module = Generated.From(Source.Compilation(Sample.Module, "FastMd"), Options.Project(moduleName: moduleName)).Files["PyModule.g.cs"];

        Assert.Contains($"EntryPoint = \"{entryPoint}\"", module, StringComparison.Ordinal);
    }

    private static void CompilesAlone(string source)
    {
        Generated generated = Generated.From(source);

        Assert.Empty(generated.Diagnostics);
        Assert.Empty(Source.Problems(generated.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)));
    }
}
