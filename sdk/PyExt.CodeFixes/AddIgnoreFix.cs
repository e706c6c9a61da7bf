using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PyExt.CodeFixes;

/// <summary>PYX0104, PYX0105, PYX0109: keeps the member in C# with <c>[PyIgnore]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddIgnoreFix : SyntaxCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("PYX0104", "PYX0105", "PYX0109");

    /// <inheritdoc/>
    protected override string Title => "Hide the member from Python with [PyIgnore]";

    /// <inheritdoc/>
    protected override (SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        // A call of As<T>() inside a body has no member to hide.
        if (node.AncestorsAndSelf().Any(ancestor => ancestor is BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax))
            return null;
        MemberDeclarationSyntax? member = node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault();
        return member is null or BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax ? null : (member, WithIgnore(member, NameOfType(member, model, "PyIgnoreAttribute")));
    }

    private static MemberDeclarationSyntax WithIgnore(MemberDeclarationSyntax member, string name)
    {
        SyntaxTriviaList leading = member.GetLeadingTrivia();
        SyntaxTriviaList indentation = [.. leading.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))];
        string newLine = member.SyntaxTree.GetText().Lines is { Count: > 1 } lines && lines[0].EndIncludingLineBreak - lines[0].End == 2 ? "\r\n" : "\n";
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.ParseName(name.Substring(0, name.Length - "Attribute".Length)))))
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
        MemberDeclarationSyntax bare = member.WithLeadingTrivia(indentation);
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }
}
