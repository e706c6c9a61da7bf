using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PyExt.Generators.Tests.Support;

/// <summary>One diagnostic as a user reads it.</summary>
internal sealed record Reported(string Id, int Line, DiagnosticSeverity Severity, string Message)
{
    public static Reported From(Diagnostic diagnostic) =>
        new(diagnostic.Id, Source.Line(diagnostic), diagnostic.Severity, diagnostic.GetMessage(CultureInfo.InvariantCulture));
}

/// <summary>Runs an analyzer, or the generator, over source that compiles but for what they say.</summary>
internal static class Analysis
{
    public static async Task<Reported[]> Analyze<TAnalyzer>(string source, Options options)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        [.. (await Diagnostics<TAnalyzer>(source, options)).Select(Reported.From)];

    /// <summary>The diagnostics themselves, by line.</summary>
    public static async Task<Diagnostic[]> Diagnostics<TAnalyzer>(string source, Options options)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        CSharpCompilation compilation = Source.Compilation(source);
        Assert.Empty(compilation.GetDiagnostics(cancellation).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(
            [new TAnalyzer()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([], options), OnAnalyzerException, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        return [.. (await analysis.GetAnalyzerDiagnosticsAsync(cancellation)).OrderBy(Source.Line)];
    }

    /// <summary>What the generator says, by line.</summary>
    public static Reported[] Generate(string source, Options? options = null) =>
        [.. Run(Source.Compilation(source), options).GetRunResult().Diagnostics.OrderBy(Source.Line).Select(Reported.From)];

    /// <summary>Runs the generator; <paramref name="generated"/> has what it made.</summary>
    public static GeneratorDriver Run(Compilation compilation, Options? options, out Compilation generated) =>
        Driver(options).RunGeneratorsAndUpdateCompilation(compilation, out generated, out _, TestContext.Current.CancellationToken);

    public static GeneratorDriver Run(Compilation compilation, Options? options) => Run(compilation, options, out _);

    public static GeneratorDriver Driver(Options? options) => CSharpGeneratorDriver.Create(
        [new PyExtGenerator().AsSourceGenerator()],
        additionalTexts: ImmutableArray<AdditionalText>.Empty,
        parseOptions: Source.ParseOptions,
        optionsProvider: options ?? Options.Project(),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static void OnAnalyzerException(Exception exception, DiagnosticAnalyzer analyzer, Diagnostic diagnostic) =>
        Assert.Fail(diagnostic.GetMessage(CultureInfo.InvariantCulture) + "\n" + exception);
}
