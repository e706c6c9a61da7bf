using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>Reads what a method returns where that is not a value: something that goes on after the call.</summary>
internal static class ResultReader
{
    /// <summary>What the type is to Python, and the type of the values that it gives; a value itself for every other type.</summary>
    public static (ResultKind Kind, ITypeSymbol? Item) Read(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 or 1, ContainingNamespace: { } space } task && space.ToDisplayString() == "System.Threading.Tasks"
            && task.TypeArguments.All(argument => !argument.IsRefLikeType))
            return (ResultKind.Coroutine, task.TypeArguments.FirstOrDefault());
        if (Item(type) is { IsRefLikeType: false } item)
            return (type.NullableAnnotation == NullableAnnotation.Annotated ? ResultKind.OptionalIterator : ResultKind.Iterator, item);
        return (ResultKind.Value, type);
    }

    /// <summary>The type of the items where the type is an enumerator, or implements one; null for others.</summary>
    public static ITypeSymbol? Item(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { IsRefLikeType: false } named || Known.Has(type, Known.PyClass))
            return null;
        if (IsEnumerator(named))
            return named.TypeArguments[0];
        INamedTypeSymbol[] enumerators = named.AllInterfaces.Where(IsEnumerator).ToArray();
        return enumerators.Length == 1 ? enumerators[0].TypeArguments[0] : null;
    }

    private static bool IsEnumerator(INamedTypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerator_T;
}
