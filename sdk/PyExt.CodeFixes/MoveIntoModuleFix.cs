using System.Collections.Generic;
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
/// PYX0001 in the <c>[PyModule]</c> class itself: the static member becomes one of the instance, and so do the static methods of the class that use it. Offered only where that is all
/// there is to do: nothing outside of the declaration may use the member, and no initializer of another static.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MoveIntoModuleFix : SyntaxCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("PYX0001");

    /// <inheritdoc/>
    protected override string Title => "Make it an instance member of the [PyModule] class";

    /// <inheritdoc/>
    protected override (SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault() is not { } member
            || member is not (FieldDeclarationSyntax or PropertyDeclarationSyntax or EventFieldDeclarationSyntax)
            || member.Parent is not TypeDeclarationSyntax type
            || model.GetDeclaredSymbol(type, cancellation) is not { } declared
            || !declared.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "PyExt.PyModuleAttribute")
            || declared.DeclaringSyntaxReferences.Length != 1
            || IsThreadStatic(member))
            return null;

        // The member, the static methods that use it, the static methods that call those, and so on.
        HashSet<MemberDeclarationSyntax> moved = [member];
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (SyntaxNode name in type.SyntaxTree.GetRoot(cancellation).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name, cancellation).Symbol is not { } symbol || !moved.Any(declaration => Declares(declaration, symbol, cancellation)))
                    continue;
                MemberDeclarationSyntax? user = name.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault(ancestor => ancestor.Parent == type);
                // Counter.s_total: the name of the class stands in front.
                if (user is null || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name))
                    return null;
                if (moved.Contains(user) || !user.Modifiers.Any(SyntaxKind.StaticKeyword))
                    continue;
                if (user is not (MethodDeclarationSyntax or PropertyDeclarationSyntax { Initializer: null }))
                    return null;
                moved.Add(user);
                changed = true;
            }
        }
        return (type, type.ReplaceNodes(moved, static (_, declaration) => WithoutStatic(declaration)));
    }

    private static bool Declares(MemberDeclarationSyntax declaration, ISymbol symbol, CancellationToken cancellation) => symbol.DeclaringSyntaxReferences
        .Any(reference => reference.GetSyntax(cancellation).AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault() == declaration
            && symbol is IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary });

    // Per thread and per module is ThreadLocal<T>: another type, so another edit.
    private static bool IsThreadStatic(MemberDeclarationSyntax member) =>
        member.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString().Contains("ThreadStatic"));

    private static MemberDeclarationSyntax WithoutStatic(MemberDeclarationSyntax member)
    {
        SyntaxToken keyword = member.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.StaticKeyword));
        SyntaxTriviaList leading = member.GetLeadingTrivia();
        return member.WithModifiers(member.Modifiers.Remove(keyword)).WithLeadingTrivia(leading);
    }
}
