using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>Looks for a proof that a <c>[ProcessShared]</c> member may be used by several interpreters at the same time.</summary>
internal static class ProcessSharedProof
{
    /// <summary>What contradicts the claim, as the predicate of a sentence about the member; null when it holds.</summary>
    public static string? Failure(ISymbol member, IReadOnlyList<ProcessSharedUse> uses)
    {
        (ITypeSymbol type, bool isReadOnly) = member switch
        {
            IFieldSymbol field => (field.Type, field.IsReadOnly || field.IsConst),
            IPropertySymbol property => (property.Type, property.SetMethod is null),
            _ => throw new ArgumentException(member.Kind.ToString(), nameof(member)),
        };
        if (Mutability.BelongsToInterpreter(type))
            return "holds Python objects, and those belong to one interpreter";
        if (Known.Has(member, "System.ThreadStaticAttribute") || type.Name is "ThreadLocal" or "AsyncLocal")
            return null;
        bool isMutable = Mutability.IsMutable(type);
        if (isReadOnly && (!isMutable || IsSynchronized(type)))
            return null;
        return !isReadOnly && !isMutable && IsAtomic(type)
            ? Unlocked(member, [.. uses.Where(use => use.Access == SharedAccess.Change)], "is changed without a lock or Interlocked in line ", takesValue: false)
            : Unlocked(member, [.. uses.Where(use => use.Access != SharedAccess.Atomic)], "is used without a lock in line ", takesValue: isMutable);
    }

    private static string? Unlocked(ISymbol member, IReadOnlyList<ProcessSharedUse> uses, string text, bool takesValue)
    {
        ISymbol? first = null;
        foreach (ProcessSharedUse use in uses)
        {
            if (use.IsLockedByThis && !member.IsStatic)
                continue;
            if (use.IsLockedByThis)
                return "is locked by 'this', which is not static: each interpreter has its own";
            if (use.Gate is not { } gate)
                return text + use.Line;
            if (GateFailure(member, gate) is { } reason)
                return reason;
            if (takesValue && use.Escapes)
                return "leaves its lock in line " + use.Line;
            if (first is not null && !SymbolEqualityComparer.Default.Equals(first, gate))
                return $"is locked by two objects, '{first.Name}' and '{gate.Name}'";
            first = gate;
        }
        return null;
    }

    private static string? GateFailure(ISymbol member, ISymbol gate) => gate switch
    {
        // typeof(T) is one object in the process.
        ITypeSymbol => null,
        IFieldSymbol or IPropertySymbol when member.IsStatic && !gate.IsStatic => $"is locked by '{gate.Name}', which is not static: each interpreter has its own",
        IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod: not null } => $"is locked by '{gate.Name}', which is not readonly",
        IFieldSymbol or IPropertySymbol => null,
        _ => $"is locked by '{gate.Name}', which is not a field",
    };

    // Its own operations are atomic, and what it holds is immutable.
    internal static bool IsSynchronized(ITypeSymbol type) => type is INamedTypeSymbol named && (named.ContainingNamespace?.ToDisplayString(), named.Name) switch
    {
        ("System.Collections.Concurrent", _) => !named.TypeArguments.Any(Mutability.IsMutable),
        ("System", "Lazy") => !named.TypeArguments.Any(Mutability.IsMutable),
        ("System.Threading", "Lock" or "SemaphoreSlim" or "Mutex" or "ReaderWriterLockSlim" or "ManualResetEvent" or "AutoResetEvent" or "ManualResetEventSlim") => true,
        _ => false,
    };

    // No read sees half of a write. Modules are 64-bit only.
    internal static bool IsAtomic(ITypeSymbol type) =>
        type.IsReferenceType
        || type.TypeKind is TypeKind.Enum or TypeKind.Pointer or TypeKind.FunctionPointer
        || type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_UInt64 or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}
