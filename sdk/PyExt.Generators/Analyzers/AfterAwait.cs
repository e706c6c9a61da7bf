using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0010 for async functions: what follows an <c>await</c> runs on a thread of .NET's pool, so what it does to the fields of <c>[PyModule]</c> and <c>[PyClass]</c> objects races with Python's
/// threads. Changes are errors; uses of something that can change are warnings, since nobody else may change it.
/// </summary>
internal static class AfterAwait
{
    private const string Changed = "changed after an 'await', on a thread that is attached to no interpreter";
    private const string Used = "used after an 'await', on a thread that is attached to no interpreter, and can be changed by others";

    // With those in Changes, what the mutable collections of .NET call their changes.
    private static readonly ImmutableArray<string> ChangingPrefixes = ["Add", "TryAdd", "Append", "Insert", "Remove", "Replace", "Set"];

    /// <summary>Looks at every async function.</summary>
    public static void Register(CompilationStartAnalysisContext start, Promise promise)
    {
        start.RegisterOperationAction(
            operation =>
            {
                if (operation.ContainingSymbol is IMethodSymbol { IsAsync: true })
                    Analyze(operation, operation.Operation, promise);
            },
            OperationKind.MethodBody);
        start.RegisterOperationAction(
            operation =>
            {
                var lambda = (IAnonymousFunctionOperation)operation.Operation;
                if (lambda.Symbol.IsAsync && !UnprotectedThreadAnalyzer.RunsElsewhere(lambda))
                    Analyze(operation, lambda.Body, promise);
            },
            OperationKind.AnonymousFunction);
        start.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation is ILocalFunctionOperation { Symbol.IsAsync: true, Body: { } body })
                    Analyze(operation, body, promise);
            },
            OperationKind.LocalFunction);
    }

    private static void Analyze(OperationAnalysisContext context, IOperation body, Promise promise)
    {
        var order = new AwaitOrder(body);
        foreach (IOperation operation in PythonApi.Body(body))
        {
            if (Find(operation, context.ContainingSymbol) is not ({ } state, { } effect, var isChanged) || !order.IsAfterAwait(effect) || UnprotectedThreadAnalyzer.IsLocked(operation, body) || order.IsUnderSemaphore(operation))
                continue;
            context.ReportDiagnostic(promise.Diagnostic(
                SoundnessDescriptors.UnprotectedThread, isChanged ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, operation.Syntax.GetLocation(), state, isChanged ? Changed : Used));
        }
    }

    // The name of the state that an operation refers to, what happens to it, and whether that changes it.
    private static (string? State, IOperation? Effect, bool IsChanged) Find(IOperation operation, ISymbol containing)
    {
        switch (operation)
        {
            case IMemberReferenceOperation { Instance: { } instance, Member: var member } reference when IsState(member) && !LockedCode.IsOfNobodyElse(instance):
                ITypeSymbol type = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
                (IOperation? effect, bool isChanged) = Effect(reference, type);
                return (member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), effect, isChanged);
            case IParameterReferenceOperation parameter when PythonApi.BelongsToPython(containing.ContainingType) && CapturedParameters.IsCaptured(parameter, containing):
                (effect, isChanged) = Effect(parameter, parameter.Parameter.Type);
                return (containing.ContainingType.Name + "." + parameter.Parameter.Name, effect, isChanged);
            default:
                return default;
        }
    }

    private static bool IsState(ISymbol member) => !member.IsStatic && PythonApi.BelongsToPython(member.ContainingType) && member switch
    {
        IFieldSymbol { IsConst: false, IsVolatile: false } => true,
        IPropertySymbol property => property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)),
        _ => false,
    };

    private static (IOperation? Effect, bool IsChanged) Effect(IOperation reference, ITypeSymbol type)
    {
        IOperation target = reference;
        // _items[i] = x, and _items[i].Part = x where the items are structs.
        while (target.Parent is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } or IFieldReferenceOperation { Field.ContainingType.IsValueType: true }
            && target.Parent.ChildOperations.First() == target)
            target = target.Parent;
        switch (target.Parent)
        {
            case IAssignmentOperation assignment when assignment.Target == target:
                return (assignment, true);
            case IIncrementOrDecrementOperation increment:
                return (increment, true);
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Parent: { } call }:
                return IsAtomic(call) ? default : (call, true);
            case ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple when deconstruction.Target == tuple:
                return (deconstruction, true);
        }
        if (Mutability.BelongsToInterpreter(type) || !Mutability.IsMutable(type) || ProcessSharedProof.IsSynchronized(type))
            return default;
        return target.Parent is IInvocationOperation { TargetMethod: var method } invocation && invocation.Instance == target ? (invocation, Changes(method)) : (target, false);
    }

    private static bool IsAtomic(IOperation call) => call is IInvocationOperation { TargetMethod.ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" } };

    private static bool Changes(IMethodSymbol method) =>
        method.Name is "Clear" or "Push" or "Pop" or "TryPop" or "Enqueue" or "Dequeue" or "TryDequeue" or "Sort" or "Reverse" or "UnionWith" or "ExceptWith" or "IntersectWith" or "SymmetricExceptWith"
        || ChangingPrefixes.Any(prefix => method.Name.StartsWith(prefix, System.StringComparison.Ordinal));
}
