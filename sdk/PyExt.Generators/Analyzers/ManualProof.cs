using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Analyzers;

/// <summary>Looks for a proof that an instance member of a <c>PyThreading.Manual</c> class may be used by several threads at the same time.</summary>
internal static class ManualProof
{
    /// <summary>What contradicts it, as the predicate of a sentence about the member; null when it holds.</summary>
    public static string? Failure(ISymbol member, IReadOnlyList<(ProcessSharedUse Use, bool IsOfThis)> uses)
    {
        if (member is not (IFieldSymbol or IPropertySymbol))
            return "is an event, which subscribers change without a lock";
        (ITypeSymbol type, bool isReadOnly, bool isVolatile) = member switch
        {
            IFieldSymbol field => (field.Type, field.IsReadOnly, field.IsVolatile),
            IPropertySymbol property => (property.Type, property.SetMethod is null or { IsInitOnly: true }, false),
            _ => throw new System.ArgumentException(member.Kind.ToString(), nameof(member)),
        };
        // A handle, or an object with a mode of its own, is safe to use; the reference to it is what changes.
        bool isMutable = !Mutability.BelongsToInterpreter(type) && Mutability.IsMutable(type);
        if (isReadOnly && (!isMutable || ProcessSharedProof.IsSynchronized(type)))
            return null;
        bool isAtomic = !isReadOnly && !isMutable && ProcessSharedProof.IsAtomic(type);
        // The generated code reads and writes what is exported, and takes no lock of the class's.
        if (PythonApi.IsExported(member) && !(isAtomic && isVolatile))
            return "is exported, and Python uses it without a lock: make it private and give it members that lock";
        return isAtomic && isVolatile
            ? Unlocked([.. uses.Where(use => use.Use.Access == SharedAccess.Change)], "is changed without a lock or Interlocked in line ", takesValue: false)
            : Unlocked([.. uses.Where(use => use.Use.Access != SharedAccess.Atomic)], isAtomic ? "is neither volatile nor used under a lock or by Interlocked in line " : "is used without a lock in line ", isMutable);
    }

    private static string? Unlocked(IReadOnlyList<(ProcessSharedUse Use, bool IsOfThis)> uses, string text, bool takesValue)
    {
        string? first = null;
        foreach ((ProcessSharedUse use, bool isOfThis) in uses)
        {
            if (use.Gate is null && !use.IsLockedByThis)
                return text + use.Line;
            string gate = use.IsLockedByThis ? "this" : use.Gate!.Name;
            if (use.Gate is not null && GateFailure(use.Gate) is { } reason)
                return reason;
            if (!isOfThis && use.Gate is not { IsStatic: true })
                return "is used through another object in line " + use.Line + ", under a lock of this one";
            if (takesValue && use.Escapes)
                return "leaves its lock in line " + use.Line;
            if (first is not null && first != gate)
                return "is locked by two objects, '" + first + "' and '" + gate + "'";
            first = gate;
        }
        return null;
    }

    private static string? GateFailure(ISymbol gate) => gate switch
    {
        ITypeSymbol or IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null } => null,
        IFieldSymbol or IPropertySymbol => "is locked by '" + gate.Name + "', which is not readonly",
        _ => "is locked by '" + gate.Name + "', which is not a field",
    };
}
