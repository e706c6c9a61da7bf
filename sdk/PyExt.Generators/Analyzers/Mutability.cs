using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// Whether what a readonly field refers to can change. A type of the project is judged by its fields; one of a library by what is known of it. Types that nothing is known of pass: they
/// are for the scan of the finished binary.
/// </summary>
internal static class Mutability
{
    private static readonly HashSet<string> MutableTypes = new(StringComparer.Ordinal)
    {
        "AsyncLocal", "ThreadLocal", "StringBuilder", "Random", "Lazy", "WeakReference", "StrongBox", "Memory", "PriorityQueue",
    };

    /// <summary>Whether a readonly field of the type holds state that can change.</summary>
    public static bool IsMutable(ITypeSymbol type) => IsMutable(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    /// <summary>An exported object remembers its Python object, and a handle is one.</summary>
    public static bool BelongsToInterpreter(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => BelongsToInterpreter(array.ElementType),
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named => Known.IsHandle(named) || PythonApi.BelongsToPython(named) || named.TypeArguments.Any(BelongsToInterpreter),
        _ => false,
    };

    /// <summary>The instance fields, auto-properties and events of a type of the project, and of its bases, that make it mutable.</summary>
    public static IEnumerable<ISymbol> MutableMembers(INamedTypeSymbol type) => MutableMembers(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default) { type });

    /// <summary>Whether the member, or the property behind which it stands, says that it may be shared.</summary>
    public static bool IsProcessShared(ISymbol member) => Known.Has(member, Known.ProcessShared);

    private static bool IsMutable(ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        switch (type)
        {
            case IArrayTypeSymbol:
                return true;
            case INamedTypeSymbol { TypeKind: TypeKind.Delegate or TypeKind.Enum or TypeKind.Error }:
                return false;
            case INamedTypeSymbol named:
                if (MutableTypes.Contains(named.Name) || BelongsToInterpreter(named) || IsCollection(named))
                    return true;
                if (named.Locations.Any(location => location.IsInSource))
                    return seen.Add(named) && MutableMembers(named, seen).Any();
                return IsContainer(named) && named.TypeArguments.Any(argument => IsMutable(argument, seen));
            default:
                return false;
        }
    }

    private static IEnumerable<ISymbol> MutableMembers(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        for (INamedTypeSymbol? current = type; current is not null && current.Locations.Any(location => location.IsInSource); current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                if (member.IsStatic)
                    continue;
                // A field that is [ProcessShared] is proven by itself (PYX0004). What a readonly struct variable holds cannot be assigned.
                if (member is IFieldSymbol field && !IsProcessShared(field.AssociatedSymbol ?? field) && ((!field.IsReadOnly && !type.IsValueType) || IsMutable(field.Type, seen)))
                    yield return field.AssociatedSymbol ?? field;
                else if (member is IEventSymbol { AddMethod.IsImplicitlyDeclared: true } && !IsProcessShared(member))
                    yield return member;
            }
        }
    }

    // The mutable collections implement ICollection<T>; immutable, frozen and read-only ones do so as well, by name.
    private static bool IsCollection(INamedTypeSymbol type) =>
        type.AllInterfaces.Concat([type]).Any(i => i is { Name: "ICollection" or "IProducerConsumerCollection", ContainingNamespace.Name: "Generic" or "Concurrent" or "Collections" })
        && !IsReadOnly(type);

    private static bool IsReadOnly(INamedTypeSymbol type) =>
        type.Name.StartsWith("Immutable", StringComparison.Ordinal)
        || type.Name.StartsWith("IImmutable", StringComparison.Ordinal)
        || type.Name.StartsWith("Frozen", StringComparison.Ordinal)
        || type.Name.StartsWith("ReadOnly", StringComparison.Ordinal);

    // Immutable itself, but it hands out its elements.
    private static bool IsContainer(INamedTypeSymbol type) =>
        IsReadOnly(type) || type.IsTupleType || type.Name is "IReadOnlyList" or "IReadOnlyCollection" or "IReadOnlyDictionary" or "IReadOnlySet" or "IEnumerable" or "KeyValuePair" or "Tuple" or "Nullable";
}
