using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// Whether an object can never change: what <c>PyThreading.Frozen</c> promises. Stricter than <see cref="Mutability"/>: what nothing is known of does not pass, since two threads use it at the same
/// time on the word of this alone.
/// </summary>
internal static class Immutability
{
    private static readonly HashSet<string> Values = new(StringComparer.Ordinal)
    {
        "System.DateOnly", "System.DateTime", "System.DateTimeOffset", "System.Decimal", "System.Guid", "System.Half", "System.Index", "System.Int128", "System.Range", "System.TimeOnly", "System.TimeSpan",
        "System.Type", "System.UInt128", "System.Uri", "System.Version", "System.Numerics.BigInteger", "System.Numerics.Complex", "System.Text.Rune", "System.Text.RegularExpressions.Regex",
        // Locks are state that is meant to be shared.
        "System.Threading.Lock",
        // Handles take and give up references under a lock of their own; what they refer to is Python's to protect.
        "PyExt.PyHandle", "PyExt.PyInterpreter",
    };

    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal) { "System.Nullable", "System.Tuple", "System.ValueTuple", "System.Collections.Generic.KeyValuePair" };

    /// <summary>The instance members of a class, and of its bases that are not exported themselves, that can change, each with the predicate of a sentence about it.</summary>
    public static IEnumerable<(ISymbol Member, string Reason)> ChangingMembers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            if (!SymbolEqualityComparer.Default.Equals(current, type) && PythonApi.BelongsToPython(current))
                yield break;
            foreach (ISymbol member in current.GetMembers().Where(member => !member.IsStatic))
            {
                // The fields of captured parameters are judged by how those are used.
                if (!(member is IFieldSymbol { IsImplicitlyDeclared: true, AssociatedSymbol: null } && SymbolEqualityComparer.Default.Equals(current, type)) && Reason(member) is { } reason)
                    yield return ((member as IFieldSymbol)?.AssociatedSymbol ?? member, reason);
            }
        }
    }

    /// <summary>What is wrong with a member; null when it cannot change.</summary>
    public static string? Reason(ISymbol member) => member switch
    {
        IFieldSymbol field when IsGenerated(field) => null,
        IFieldSymbol { IsReadOnly: false, IsConst: false, AssociatedSymbol: IPropertySymbol } => "has a setter",
        IFieldSymbol { IsReadOnly: false, IsConst: false, AssociatedSymbol: null } => "is not readonly",
        IFieldSymbol field => TypeReason(field.Type),
        IEventSymbol { AddMethod.IsImplicitlyDeclared: true } => "is an event",
        _ => null,
    };

    /// <summary>Why objects of the type can change; null when they cannot.</summary>
    public static string? TypeReason(ITypeSymbol type) =>
        IsImmutable(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default)) ? null : "has the type '" + type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + "', which is not known to be immutable";

    private static bool IsImmutable(ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type.SpecialType is SpecialType.System_String or (>= SpecialType.System_Boolean and <= SpecialType.System_Double) or SpecialType.System_Decimal or SpecialType.System_DateTime)
            return true;
        if (type is not INamedTypeSymbol named)
            return false;
        if (named.IsUnmanagedType)
            return true; // a readonly field of such a type holds what was assigned to it
        if (named.TypeKind == TypeKind.Enum || PythonApi.BelongsToPython(named))
            return true; // an exported class has a mode of its own
        string name = named.ContainingNamespace?.ToDisplayString() + "." + named.Name;
        if (Values.Contains(name))
            return true;
        if (Containers.Contains(name) || IsImmutableCollection(named))
            return named.TypeArguments.All(argument => IsImmutable(argument, seen));
        return named.Locations.Any(location => location.IsInSource) && (named.IsValueType || named.IsSealed) && IsImmutableSource(named, seen);
    }

    // A readonly field of a struct type holds what was assigned to it, whatever the struct's own fields allow.
    private static bool IsImmutableSource(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return false;
        if (!seen.Add(type))
            return true;
        for (INamedTypeSymbol? current = type; current is not null && current.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); current = current.BaseType)
        {
            if (!current.Locations.Any(location => location.IsInSource))
                return false;
            foreach (IFieldSymbol field in current.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic))
            {
                if ((!field.IsReadOnly && !type.IsValueType) || !IsImmutable(field.Type, seen))
                    return false;
            }
        }
        return true;
    }

    private static bool IsImmutableCollection(INamedTypeSymbol type) => type.ContainingNamespace?.ToDisplayString() switch
    {
        "System.Collections.Immutable" => type.Name.StartsWith("Immutable", StringComparison.Ordinal),
        "System.Collections.Frozen" => type.Name.StartsWith("Frozen", StringComparison.Ordinal),
        _ => false,
    };

    // What links an exported object to its Python object: the runtime guards it.
    private static bool IsGenerated(IFieldSymbol field) => field.Type is { Name: "PyInstanceHeader", ContainingNamespace: { Name: "Interop", ContainingNamespace.Name: "PyExt" } };
}
