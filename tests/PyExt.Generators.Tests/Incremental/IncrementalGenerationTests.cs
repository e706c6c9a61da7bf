using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PyExt.Generators.Tests.Generation;
using PyExt.Generators.Tests.Support;
using StepNames = PyExt.Generators.PyExtGenerator.StepNames;

namespace PyExt.Generators.Tests.Incremental;

/// <summary>An IDE runs the generator after every key: an edit that changes no exported signature must generate nothing anew.</summary>
public sealed class IncrementalGenerationTests
{
    private const string Other = "internal static class Other { internal static long One() => 1; }";

    [Theory]
    [InlineData("checked(firstNumber + second)", "firstNumber + second")] // moves what comes after it
    [InlineData("_count = reset ? 0 : count + 1;", "_count = reset ? 0 : count + 1;\n        // longer\n        _count++;")]
    [InlineData("private long _count;", "private long _count, _other;")]
    [InlineData("namespace Geometry;", "// A comment.\nnamespace Geometry;")]
    public void An_edit_that_changes_no_signature(string before, string after)
    {
        GeneratorRunResult result = Edit(Sample.Module.Replace(before, after, StringComparison.Ordinal), Other);

        AssertUnchanged(result);
    }

    [Fact]
    public void An_edit_in_another_file()
    {
        AssertUnchanged(Edit(Sample.Module, Other.Replace("=> 1", "=> 2", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_new_conversion_in_another_file()
    {
        GeneratorRunResult result = Edit(Sample.Module, "internal static class Other { internal static PyObject One(Py py) => py.From(1UL); }");

        Assert.Equal([IncrementalStepRunReason.New], Reasons(result, StepNames.Conversions).Except([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged]));
        Assert.DoesNotContain(Reasons(result, StepNames.Modules).Concat(Reasons(result, StepNames.Classes)), IsChanged);
        Assert.Contains(OutputReasons(result), IsChanged);
    }

    [Fact]
    public void A_new_method_of_the_module()
    {
        GeneratorRunResult result = Edit(Sample.Module.Replace("private long _count;", "private long _count;\n    public static long One() => 1;", StringComparison.Ordinal), Other);

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.Modules));
        Assert.DoesNotContain(Reasons(result, StepNames.Classes), IsChanged);
        Assert.Equal([IncrementalStepRunReason.Modified], OutputReasons(result).Where(IsChanged).Distinct());
    }

    [Fact]
    public void A_new_method_of_a_class()
    {
        GeneratorRunResult result = Edit(Sample.Module.Replace("public double Y { get; } = y;", "public double Y { get; } = y;\n    public long One() => 1;", StringComparison.Ordinal), Other);

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.Classes).Where(IsChanged));
        Assert.DoesNotContain(Reasons(result, StepNames.Modules), IsChanged);
        // The file of the class and the stub.
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.ClassSources).Where(IsChanged));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.ClassStubs).Where(IsChanged));
        Assert.DoesNotContain(Reasons(result, StepNames.ModuleSource), IsChanged);
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified], OutputReasons(result).Where(IsChanged));
    }

    [Fact]
    public void A_change_in_one_of_many_classes()
    {
        const string module = "[PyModule] public sealed partial class Many;";
        string classes = string.Concat(Enumerable.Range(0, 20).Select(i => $"[PyClass] public sealed partial class C{i:00} {{ public long One() => 1; }}\n"));

        GeneratorRunResult result = Edit(module + classes.Replace("C07 {", "C07 { public long Two() => 2;", StringComparison.Ordinal), Other, module + classes);

        Assert.Equal(20, Reasons(result, StepNames.ClassSources).Length);
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.ClassSources).Where(IsChanged));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.ClassStubs).Where(IsChanged));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified], OutputReasons(result).Where(IsChanged));
    }

    [Fact]
    public void A_new_constant_of_the_module()
    {
        GeneratorRunResult result = Edit(Sample.Module.Replace("private long _count;", "private long _count;\n    public const long One = 1;", StringComparison.Ordinal), Other);

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.ModuleSource));
        Assert.DoesNotContain(Reasons(result, StepNames.ClassSources).Concat(Reasons(result, StepNames.ClassStubs)), IsChanged);
    }

    [Fact]
    public void A_new_summary()
    {
        GeneratorRunResult result = Edit(Sample.Module.Replace("Plane geometry.", "Geometry of the plane.", StringComparison.Ordinal), Other);

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.Modules));
    }

    [Fact]
    public void An_error_follows_its_line()
    {
        const string twice = "[PyModule]\npublic sealed partial class First;\n[PyModule]\npublic sealed partial class Second;";

        GeneratorRunResult result = Edit(twice.Replace("[PyModule]", "\n[PyModule]", StringComparison.Ordinal), Other, twice);

        Assert.Equal(6, Source.Line(Assert.Single(result.Diagnostics)));
    }

    [Fact]
    public void The_old_compilation_is_not_kept_alive()
    {
        (GeneratorDriver driver, WeakReference first) = RunTwice();

        for (int i = 0; i < 10 && first.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(first.IsAlive);
        GC.KeepAlive(driver);
    }

    // Of its own, so that no local of the test holds the first compilation.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference First) RunTwice()
    {
        CSharpCompilation first = Compile(Sample.Module, Other);
        GeneratorDriver driver = Analysis.Driver(null).RunGenerators(first);
        CSharpCompilation second = Compile(Sample.Module.Replace("private long _count;", "private long _count; public static long One() => 1;", StringComparison.Ordinal), Other);
        return (driver.RunGenerators(second), new WeakReference(first));
    }

    private static CSharpCompilation Compile(string module, string other) => Source.Compilation([Source.Parse(module, "Module.cs"), Source.Parse(other, "Other.cs")]);

    private static GeneratorRunResult Edit(string module, string other, string before = Sample.Module)
    {
        CSharpCompilation compilation = Compile(before, Other);
        GeneratorDriver driver = Analysis.Driver(null).RunGenerators(compilation, TestContext.Current.CancellationToken);
        SyntaxTree[] trees = [.. compilation.SyntaxTrees];
        compilation = Replace(Replace(compilation, trees[1], module), trees[2], other);
        return Assert.Single(driver.RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results);
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, SyntaxTree tree, string text) =>
        tree.ToString() == text ? compilation : compilation.ReplaceSyntaxTree(tree, Source.Parse(text, tree.FilePath));

    private static void AssertUnchanged(GeneratorRunResult result)
    {
        foreach (string step in (string[])[StepNames.Modules, StepNames.Classes, StepNames.Conversions, StepNames.Project, StepNames.Diagnostics])
            Assert.All(Reasons(result, step), reason => Assert.False(IsChanged(reason), $"{step}: {reason}"));
        Assert.All(OutputReasons(result), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static bool IsChanged(IncrementalStepRunReason reason) => reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult result, string step)
    {
        IncrementalStepRunReason[] reasons = [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];
        Assert.NotEmpty(reasons);
        return reasons;
    }

    private static IncrementalStepRunReason[] OutputReasons(GeneratorRunResult result) =>
        [.. result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason)];
}
