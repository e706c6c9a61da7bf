using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0002: what generated code calls is public because it must be, but code written by hand could forge a <c>Py</c> with it and defeat the rules that the compiler checks.
/// Converters of the project's own are the exception: they implement <c>IPyConverter&lt;T&gt;</c> and carry <c>[PyConverter]</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InteropUseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptors.InteropUse];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.IdentifierName, SyntaxKind.GenericName);
        context.RegisterSyntaxNodeAction(AnalyzeCreation, SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        ISymbol? symbol = context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        if (type is null || !IsInterop(type) || type.Name is "IPyConverter" or "PyConverterAttribute" or "PyMultipleInterpreters")
            return;
        Report(context, type.Name);
    }

    // The constructor of Py is public for generated code.
    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context)
    {
        if (context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol is IMethodSymbol { Parameters.Length: 1 } constructor
            && Known.Is(constructor.ContainingType, Known.Token))
            Report(context, "new Py(…)");
    }

    private static bool IsInterop(INamedTypeSymbol type) => type.ContainingNamespace?.ToDisplayString() == Known.InteropNamespace
        && type.ContainingAssembly?.Name == "PyExt.Runtime";

    private static void Report(SyntaxNodeAnalysisContext context, string name) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.InteropUse, context.Node.GetLocation(), name));
}
