using Microsoft.CodeAnalysis;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>The C# types that can be <c>*args</c> and <c>**kwargs</c>.</summary>
internal static class VariableTypes
{
    /// <summary>The item type of a type that can be <c>*args</c>, and how it is made; null for other types.</summary>
    public static (ITypeSymbol Item, VariableShape Shape)? OfItems(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            return (array.ElementType, VariableShape.Array);
        if (type is not INamedTypeSymbol { TypeArguments: [var item] } named)
            return null;
        return FullName(named) switch
        {
            "System.ReadOnlySpan" or "System.Span" => (item, VariableShape.Span),
            "System.Collections.Generic.IEnumerable" or "System.Collections.Generic.IReadOnlyCollection" or "System.Collections.Generic.IReadOnlyList" => (item, VariableShape.Array),
            "System.Collections.Generic.List" or "System.Collections.Generic.IList" or "System.Collections.Generic.ICollection" or "System.Collections.Generic.HashSet" => (item, VariableShape.Collection),
            _ => null,
        };
    }

    /// <summary>The value type of a type that can be <c>**kwargs</c>; null for other types.</summary>
    public static ITypeSymbol? OfValues(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_String }, var value] } named
        && FullName(named) is "System.Collections.Generic.Dictionary" or "System.Collections.Generic.IDictionary" or "System.Collections.Generic.IReadOnlyDictionary"
            ? value
            : null;

    private static string FullName(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() + "." + type.Name;
}
