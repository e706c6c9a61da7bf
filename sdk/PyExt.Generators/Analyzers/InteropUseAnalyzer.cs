using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        if (context.Node is IdentifierNameSyntax { IsVar: true })
            return;
        ISymbol? symbol = context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        if (type is null || !IsInterop(type) || type.Name is "IPyConverter" or "PyConverterAttribute" or "PyMultipleInterpreters")
            return;
        if (symbol is not INamedTypeSymbol && IsMemberOfNamedType(context))
            return;
        if (IsConverter(type) && IsInsideConverter(context))
            return;
        Report(context, type.Name);
    }

    // PyCall.None(): PyCall is reported already.
    private static bool IsMemberOfNamedType(SyntaxNodeAnalysisContext context) =>
        context.Node.Parent is MemberAccessExpressionSyntax access && access.Name == context.Node
        && context.SemanticModel.GetSymbolInfo(access.Expression, context.CancellationToken).Symbol is INamedTypeSymbol;

    // A converter is made of converters; anywhere else they turn numbers into objects.
    private static bool IsInsideConverter(SyntaxNodeAnalysisContext context)
    {
        for (INamedTypeSymbol? type = context.ContainingSymbol as INamedTypeSymbol ?? context.ContainingSymbol?.ContainingType; type is not null; type = type.ContainingType)
        {
            if (Known.Has(type, Known.PyConverter))
                return true;
        }
        return false;
    }

    // The constructor of Py is public for generated code.
    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context)
    {
        if (context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol is IMethodSymbol { Parameters.Length: 1 } constructor
            && Known.Is(constructor.ContainingType, Known.Token))
            Report(context, "new Py(…)");
    }

    private static bool IsInterop(INamedTypeSymbol type) => type.ContainingAssembly?.Name == "PyExt.Runtime"
        && (type.ContainingNamespace?.ToDisplayString() == Known.InteropNamespace || IsConverter(type));

    private static bool IsConverter(INamedTypeSymbol type) => type.ContainingNamespace?.ToDisplayString() == Known.ConvertersNamespace;

    private static void Report(SyntaxNodeAnalysisContext context, string name) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.InteropUse, context.Node.GetLocation(), name));
}
