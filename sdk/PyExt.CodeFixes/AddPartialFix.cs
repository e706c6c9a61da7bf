using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PyExt.CodeFixes;

/// <summary>PYX0102: adds <c>partial</c> to the class, and to those around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddPartialFix : SyntaxCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("PYX0102");

    /// <inheritdoc/>
    protected override string Title => "Make the class partial";

    /// <inheritdoc/>
    protected override (SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        TypeDeclarationSyntax? outermost = node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault();
        TypeDeclarationSyntax[] declarations = [.. node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Where(declaration => !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))];
        return outermost is null || declarations.Length == 0 ? null : (outermost, outermost.ReplaceNodes(declarations, static (_, declaration) => WithPartial(declaration)));
    }

    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax declaration)
    {
        // Without modifiers the comments and the indentation belong to the keyword.
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (declaration.Modifiers.Count != 0)
            return declaration.AddModifiers(partial);
        partial = partial.WithLeadingTrivia(declaration.Keyword.LeadingTrivia);
        return declaration.WithKeyword(declaration.Keyword.WithLeadingTrivia()).AddModifiers(partial);
    }
}
