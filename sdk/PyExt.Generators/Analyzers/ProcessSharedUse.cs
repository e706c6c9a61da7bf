using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PyExt.Generators.Analyzers;

/// <summary>One use of a <c>[ProcessShared]</c> member: what it does, and under which lock.</summary>
internal sealed record ProcessSharedUse(SharedAccess Access, ISymbol? Gate, bool IsLockedByThis, bool Escapes, int Line, int Position)
{
    /// <summary>Reads one use; null when it happens before anybody else can see the member.</summary>
    public static ProcessSharedUse? From(IMemberReferenceOperation operation, ISymbol containing)
    {
        if (operation.Parent is INameOfOperation || IsGate(operation) || IsInitialization(operation, containing))
            return null;
        IOperation? gate = GateOf(operation);
        return new ProcessSharedUse(AccessOf(operation), gate is null ? null : Symbol(gate), gate is IInstanceReferenceOperation, IsValueTaken(operation), operation.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1, operation.Syntax.SpanStart);
    }

    // lock (s_list): the object as such, not what is in it.
    private static bool IsGate(IOperation operation) =>
        operation.Parent is ILockOperation || operation.Parent is IConversionOperation { Parent: ILockOperation };

    private static SharedAccess AccessOf(IMemberReferenceOperation operation) => operation.Parent switch
    {
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Parent: IInvocationOperation { TargetMethod.ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" } } } => SharedAccess.Atomic,
        IArgumentOperation { Parameter.RefKind: RefKind.RefReadOnlyParameter, Parent: IInvocationOperation { TargetMethod.ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" } } } => SharedAccess.Atomic,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } or IAddressOfOperation => SharedAccess.Change,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } } => SharedAccess.Change,
        ISimpleAssignmentOperation { IsRef: true } => SharedAccess.Change,
        ISimpleAssignmentOperation assignment when assignment.Target == operation => Mentions(assignment.Value, operation.Member) ? SharedAccess.Change : SharedAccess.Store,
        ICoalesceAssignmentOperation assignment when assignment.Target == operation => SharedAccess.Store,
        ICompoundAssignmentOperation assignment when assignment.Target == operation => SharedAccess.Change,
        IIncrementOrDecrementOperation => SharedAccess.Change,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation assignment } tuple when assignment.Target == tuple => SharedAccess.Store,
        _ => SharedAccess.Read,
    };

    private static bool Mentions(IOperation value, ISymbol member) =>
        value.DescendantsAndSelf().Any(inner => inner is IMemberReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Member, member));

    // The field's own initializer and the constructor: .NET lets nobody else in before they end.
    private static bool IsInitialization(IMemberReferenceOperation operation, ISymbol containing)
    {
        bool isInitializer = containing is IFieldSymbol or IPropertySymbol
            || containing is IMethodSymbol { MethodKind: MethodKind.StaticConstructor } && operation.Member.IsStatic
            || containing is IMethodSymbol { MethodKind: MethodKind.Constructor } && !operation.Member.IsStatic;
        return isInitializer
            && SymbolEqualityComparer.Default.Equals(containing.ContainingType, operation.Member.ContainingType)
            && (containing is not IMethodSymbol || SymbolEqualityComparer.Default.Equals(PythonApi.EnclosingFunction(operation, containing), containing))
            && !IsInLambda(operation);
    }

    private static bool IsInLambda(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return true;
        }
        return false;
    }

    // return s_list; var list = s_list; other = s_list: from then on it is used without the lock.
    private static bool IsValueTaken(IOperation operation)
    {
        IOperation child = operation, parent = operation.Parent!;
        while (parent is IConversionOperation)
            (child, parent) = (parent, parent.Parent!);
        return parent is IReturnOperation or IVariableInitializerOperation
            || parent is ISimpleAssignmentOperation assignment && assignment.Value == child;
    }

    private static IOperation? GateOf(IOperation operation)
    {
        IOperation inner = operation;
        for (IOperation? outer = operation.Parent; outer is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; inner = outer, outer = outer.Parent)
        {
            if (LockedRegions.Gate(outer) is { } gate && gate != inner)
                return gate;
            if (outer is IBlockOperation block && LockedRegions.Declarations(block, inner).Select(LockedRegions.Gate).FirstOrDefault(found => found is not null) is { } declared)
                return declared;
        }
        return null;
    }

    private static ISymbol? Symbol(IOperation gate) => gate switch
    {
        IMemberReferenceOperation reference => reference.Member,
        IConversionOperation conversion => Symbol(conversion.Operand),
        ITypeOfOperation type => type.TypeOperand,
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}

/// <summary>What a use does to the member.</summary>
internal enum SharedAccess
{
    /// <summary>Reads it.</summary>
    Read,

    /// <summary>Assigns a value that does not depend on the old one.</summary>
    Store,

    /// <summary>Reads and writes: <c>++</c>, <c>+=</c>, or by a reference.</summary>
    Change,

    /// <summary>By <c>Interlocked</c> or <c>Volatile</c>.</summary>
    Atomic,
}
