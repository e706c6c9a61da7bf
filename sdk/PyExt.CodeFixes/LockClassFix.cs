using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PyExt.CodeFixes;

/// <summary>PYX0013: adds <c>Threading = PyThreading.Locked</c> to the attribute of the class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LockClassFix : SyntaxCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("PYX0013");

    /// <inheritdoc/>
    protected override string Title => "Let one call at a time into each object (PyThreading.Locked)";

    /// <inheritdoc/>
    protected override (SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        // The attribute may stand at another part of a partial class.
        AttributeSyntax? attribute = node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.AttributeLists
            .SelectMany(list => list.Attributes)
            .FirstOrDefault(candidate => model.GetTypeInfo(candidate, cancellation).Type is { Name: "PyClassAttribute" or "PyModuleAttribute", ContainingNamespace.Name: "PyExt" });
        if (attribute is null)
            return null;
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals("Threading").WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space)),
            nameColon: null,
            SyntaxFactory.ParseExpression(NameOfType(attribute, model, "PyThreading") + ".Locked"));
        return (attribute, attribute.AddArgumentListArguments(argument));
    }
}
