using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PyExt.Generators.Analyzers;

/// <summary>Parameters of a primary constructor that members use: fields in all but name, and never readonly.</summary>
internal static class CapturedParameters
{
    /// <summary>Whether the reference makes the parameter a field of the class.</summary>
    public static bool IsCaptured(IParameterReferenceOperation reference, ISymbol containing) =>
        reference.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && containing is IMethodSymbol { MethodKind: not MethodKind.Constructor }
        && SymbolEqualityComparer.Default.Equals(constructor.ContainingType, containing.ContainingType);

    /// <summary>Whether the reference assigns it.</summary>
    public static bool IsChanged(IParameterReferenceOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } or IAddressOfOperation => true,
        _ => false,
    };
}
