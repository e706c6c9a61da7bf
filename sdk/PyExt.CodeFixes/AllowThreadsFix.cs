using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PyExt.CodeFixes;

/// <summary>
/// PYX0008: wraps the wait in <c>py.AllowThreads(() => …)</c>. Offered where the function has a <c>Py</c>, and where the expression uses nothing that a lambda cannot capture (the
/// compiler would reject it: objects of Python, spans, parameters by reference).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AllowThreadsFix : SyntaxCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("PYX0008");

    /// <inheritdoc/>
    protected override string Title => "Wrap in py.AllowThreads";

    /// <inheritdoc/>
    protected override (SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.AncestorsAndSelf().OfType<ExpressionSyntax>().FirstOrDefault() is not { } wait
            || Token(wait, model, cancellation) is not { } token
            || wait.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => CannotBeCaptured(model.GetSymbolInfo(name, cancellation).Symbol)))
            return null;
        // A lambda that captures nothing of this or the locals could be static; that is for the author's taste.
        ExpressionSyntax wrapped = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.IdentifierName(token), SyntaxFactory.IdentifierName("AllowThreads")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(
                SyntaxFactory.ParenthesizedLambdaExpression(wait.WithoutTrivia())
                    .WithArrowToken(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space))))));
        return (wait, wrapped.WithTriviaFrom(wait));
    }

    private static string? Token(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetEnclosingSymbol(node.SpanStart, cancellation) is not IMethodSymbol function)
            return null;
        return function.Parameters.FirstOrDefault(parameter => parameter.Type.ToDisplayString() == "PyExt.Py")?.Name;
    }

    private static bool CannotBeCaptured(ISymbol? symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType,
        ILocalSymbol local => local.RefKind != RefKind.None || local.Type.IsRefLikeType,
        _ => false,
    };
}
