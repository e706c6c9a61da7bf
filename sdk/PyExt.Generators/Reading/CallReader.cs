using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>Reads the types that calls of <c>obj.As&lt;T&gt;()</c> and <c>py.From(value)</c> convert, so that their converters get registered.</summary>
internal static class CallReader
{
    public static bool IsCandidate(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "As" or "From" } };

    public static Read<ConversionModel>? Read(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        if (context.SemanticModel.GetSymbolInfo(context.Node, cancellation).Symbol is not IMethodSymbol { Arity: 1 } method
            || !(Known.Is(method.ContainingType, Known.Object) || Known.Is(method.ContainingType, Known.Token)))
            return null;
        ITypeSymbol type = method.TypeArguments[0];
        // The caller of a generic helper names the type.
        if (type.TypeKind is TypeKind.TypeParameter or TypeKind.Error)
            return null;
        ConversionModel? conversion = ConverterCatalog.For(context.SemanticModel.Compilation).Resolve(type.WithNullableAnnotation(NullableAnnotation.None));
        ImmutableArray<DiagnosticInfo> diagnostics = conversion is not null
            ? []
            : [DiagnosticInfo.Create(Descriptors.UnsupportedType, LocationInfo.From(context.Node.GetLocation()), "'" + method.Name + "'", type.ToDisplayString())];
        return new Read<ConversionModel>(conversion, null, diagnostics);
    }
}
