using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PyExt.CodeFixes;

/// <summary>A fix that replaces one node of the document by another.</summary>
public abstract class SyntaxCodeFix : CodeFixProvider
{
    /// <summary>What the editor's menu says.</summary>
    protected abstract string Title { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
            return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (Fix(node, model, context.CancellationToken) is not { } fix)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(fix.Old, fix.New))), equivalenceKey: Title),
                diagnostic);
        }
    }

    /// <summary>The node to replace and its replacement; null where there is no fix.</summary>
    /// <param name="node">The node of the diagnostic.</param>
    /// <param name="model">What the nodes mean.</param>
    /// <param name="cancellation">Stops the search.</param>
    protected abstract (SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SemanticModel model, CancellationToken cancellation);

    /// <summary>A type of PyExt as it is written at a place: alone where the name means it, with its namespace elsewhere.</summary>
    /// <param name="node">The place.</param>
    /// <param name="model">What names mean there.</param>
    /// <param name="type">The type's name.</param>
    protected static string NameOfType(SyntaxNode node, SemanticModel model, string type) =>
        model.LookupNamespacesAndTypes(node.SpanStart, name: type).Length != 0 ? type : "PyExt." + type;

    /// <summary>The ids as the base class wants them.</summary>
    protected static ImmutableArray<string> Ids(params string[] ids) => ImmutableArray.Create(ids);
}
