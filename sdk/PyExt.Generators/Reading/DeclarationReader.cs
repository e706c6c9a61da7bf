using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>Reads what a partial declaration has to repeat, and whether there can be one.</summary>
internal static class DeclarationReader
{
    /// <summary>The declaration, or null with a diagnostic.</summary>
    public static DeclarationModel? Read(INamedTypeSymbol type, MemberReader reader)
    {
        if (type.Arity != 0)
            return Fail(reader, type, "it is generic");
        if (type.IsAbstract && !type.IsStatic)
            return Fail(reader, type, "it is abstract");
        if (type.IsFileLocal)
            return Fail(reader, type, "it is local to its file");
        var containing = ImmutableArray.CreateBuilder<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (outer.IsGenericType)
                return Fail(reader, type, "it is nested in a generic type");
            if (!IsPartial(outer))
            {
                reader.Report(Descriptors.NotPartial, outer, outer.Name);
                return null;
            }
            containing.Insert(0, "partial " + Keyword(outer) + " " + outer.Name);
        }
        if (type.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            return Fail(reader, type, "it is private; make it internal or public");
        if (!IsPartial(type))
        {
            reader.Report(Descriptors.NotPartial, type, type.Name);
            return null;
        }
        string? @namespace = type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString();
        return new DeclarationModel(@namespace, containing.ToImmutable(), Keyword(type), type.Name, type.IsSealed, type.IsStatic);
    }

    private static DeclarationModel? Fail(MemberReader reader, INamedTypeSymbol type, string problem)
    {
        reader.Report(Descriptors.UnsupportedShape, type, type.Name, problem);
        return null;
    }

    private static string Keyword(INamedTypeSymbol type) =>
        (type.IsRecord ? "record " : "") + (type.TypeKind == TypeKind.Struct ? "struct" : type.TypeKind == TypeKind.Interface ? "interface" : "class");

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .Any(declaration => declaration.Modifiers.Any(modifier => modifier.ValueText == "partial"));
}
