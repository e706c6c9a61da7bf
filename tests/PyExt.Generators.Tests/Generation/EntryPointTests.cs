using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Generation;

/// <summary>The rules of docs/internals/entry-points.md, in every function that the generator writes.</summary>
public sealed class EntryPointTests
{
    private const string Values = """

        namespace Geometry
        {
            [PyClass]
            public partial record struct Vector(double X, double Y)
            {
                public void Stretch(double factor) { X *= factor; Y *= factor; }
                public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);
                public static Vector operator -(Vector a) => new(-a.X, -a.Y);
                public static bool operator <(Vector a, Vector b) => a.X < b.X;
                public static bool operator >(Vector a, Vector b) => a.X > b.X;
            }
        }
        """;

    [Fact]
    public void An_entry_point_only_calls_methods_that_are_not_inlined_and_catch_everything()
    {
        ILookup<string, MethodDeclarationSyntax> methods = Methods();
        MethodDeclarationSyntax[] entries = [.. methods.SelectMany(group => group).Where(IsEntryPoint)];

        Assert.True(entries.Length > 40, $"{entries.Length} entry points");
        foreach (MethodDeclarationSyntax entry in entries)
        {
            string[] called = [.. entry.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => call.Expression.ToString()).Where(name => !IsArithmetic(name))];
            Assert.NotEmpty(called);
            Assert.All(called.Where(name => !IsOfTheRuntime(name)), name => Assert.Contains(methods[Key(entry, name)], Catches));
        }
    }

    [Fact]
    public void No_array_is_on_the_stack()
    {
        Assert.DoesNotContain(Methods().SelectMany(group => group), method => method.ToString().Contains("stackalloc", StringComparison.Ordinal));
    }

    private static ILookup<string, MethodDeclarationSyntax> Methods() => Generated.From(Sample.Module + Values + VariableParametersTests.Classes).Files.Values
        .SelectMany(file => CSharpSyntaxTree.ParseText(file).GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>())
        .ToLookup(method => Key(method, method.Identifier.ValueText));

    private static string Key(MethodDeclarationSyntax method, string name) => ((TypeDeclarationSyntax)method.Parent!).Identifier.ValueText + "." + name;

    private static bool IsEntryPoint(MethodDeclarationSyntax method) =>
        method.AttributeLists.ToString().Contains("UnmanagedCallersOnly", StringComparison.Ordinal) && !method.AttributeLists.ToString().Contains("PyInit_", StringComparison.Ordinal);

    // Made in the same way.
    private static bool IsOfTheRuntime(string name) =>
        name is "global::PyExt.Interop.PySignature.CallBound" or "global::PyExt.Interop.PySignature.CallVariable" or "global::PyExt.Interop.PySignature.CallTuple";

    // Inlined, and no call of anything.
    private static bool IsArithmetic(string name) => name is "global::PyExt.Interop.PySignature.IsDirect" or "global::PyExt.Interop.PySignature.CountOf";

    private static bool Catches(MethodDeclarationSyntax method) =>
        method.AttributeLists.ToString().Contains("NoInlining", StringComparison.Ordinal)
        && method.Body!.Statements is [TryStatementSyntax { Catches: [{ Declaration.Type: { } caught }] }]
        && caught.ToString() == "global::System.Exception";
}
