using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>What of the runtime touches Python, and where code is attached to an interpreter.</summary>
internal static class PythonApi
{
    // These run no Python code and wait for nothing: a look at a field, a reference taken, a reference left to the owner's queue.
    private static readonly ImmutableHashSet<string> Harmless = ImmutableHashSet.Create(
        "Py.Interpreter", "Py.None",
        "PyObject.IsNone", "PyObject.IsNull", "PyObject.Is", "PyObject.Token", "PyObject.ToHandle", "PyObject.IsCallable",
        "PyList.Object", "PyDict.Object", "PyTuple.Object", "PyScope.Py",
        "PyHandle.Dispose", "PyHandle.IsDisposed", "PyHandle.Owner", "PyHandle.Handle", "PyHandle.Get", "PyHandle.Value",
        "PyInterpreter.Id", "PyInterpreter.IsAlive", "PyInterpreter.LeakedReferences");

    /// <summary>Whether the type is one of the user surface's handles: <c>Py</c>, <c>PyObject</c>, <c>PyHandle</c>, <c>PyInterpreter</c> and their kin.</summary>
    public static bool IsPython(ITypeSymbol? type) =>
        type is INamedTypeSymbol { ContainingAssembly.Name: "PyExt.Runtime", ContainingNamespace: { Name: "PyExt", ContainingNamespace.IsGlobalNamespace: true } } named
        && named.BaseType?.Name is not "Attribute" && !IsException(named);

    /// <summary>Whether who calls the function must be attached: it takes a <c>Py</c>, or an object that carries one.</summary>
    public static bool IsAttached(IMethodSymbol function) => function.Parameters.Any(parameter => parameter.Type.IsRefLikeType && IsPython(parameter.Type));

    /// <summary>Whether Python calls the member, through the generated code.</summary>
    public static bool IsExported(ISymbol member)
    {
        ISymbol declared = member is IMethodSymbol { AssociatedSymbol: { } property } ? property : member;
        return IsExportedType(declared.ContainingType) && MemberReader.IsExported(declared);
    }

    /// <summary>Whether the class is a <c>[PyModule]</c> or a <c>[PyClass]</c>.</summary>
    public static bool BelongsToPython(INamedTypeSymbol? type) => type is { IsValueType: false } && (Known.Has(type, Known.PyClass) || Known.Has(type, Known.PyModule));

    /// <summary>The same, and a <c>[PyClass]</c> struct, whose values belong to nobody.</summary>
    public static bool IsExportedType(INamedTypeSymbol? type) => BelongsToPython(type) || (type is { IsValueType: true } && Known.Has(type, Known.PyClass));

    /// <summary>The member of the Python surface, or the method that takes a part of it, which the operation uses; null for anything else.</summary>
    public static ISymbol? Used(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: var method } => IsPython(method.ContainingType) || IsPython(method.ReturnType) || method.Parameters.Any(parameter => IsPython(parameter.Type)) ? method : null,
        IPropertyReferenceOperation { Property: var property } => IsPython(property.ContainingType) || IsPython(property.Type) ? property : null,
        IObjectCreationOperation { Constructor: { } constructor } => IsPython(constructor.ContainingType) ? constructor : null,
        IDefaultValueOperation { Type: { IsRefLikeType: true } type } => IsPython(type) ? type : null,
        _ => null,
    };

    /// <summary>The name of what the operation calls if that can run Python code or wait for the GIL; null for anything else.</summary>
    public static string? Waiting(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: var method }:
                return IsPython(method.ContainingType) ? Unless(Harmless, method) : IsAttached(method) ? Name(method) : null;
            case IPropertyReferenceOperation { Property: var property }:
                return IsPython(property.ContainingType) ? Unless(Harmless, property) : null;
            case IForEachLoopOperation { Collection: var collection }:
                ITypeSymbol? type = (collection is IConversionOperation conversion ? conversion.Operand : collection).Type;
                return IsPython(type) ? "foreach over " + type!.Name : null;
            default:
                return null;
        }
    }

    /// <summary>How a diagnostic names a member: <c>Py.Import</c>.</summary>
    public static string Name(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } local => local.Name,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType.Name,
        IPropertySymbol { IsIndexer: true } indexer => indexer.ContainingType.Name + "[…]",
        INamedTypeSymbol type => type.Name,
        { ContainingType: { } type } => type.Name + "." + member.Name,
        _ => member.Name,
    };

    /// <summary>The operation and everything in it, in the order of the source, but for the bodies of lambdas and local functions: those run at another time.</summary>
    public static IEnumerable<IOperation> Body(IOperation operation)
    {
        yield return operation;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation)
                continue;
            foreach (IOperation inner in Body(child))
                yield return inner;
        }
    }

    /// <summary>The lambda, local function or method in which the operation stands.</summary>
    public static IMethodSymbol? EnclosingFunction(IOperation operation, ISymbol containing)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda)
                return lambda.Symbol;
            if (parent is ILocalFunctionOperation local)
                return local.Symbol;
        }
        return containing as IMethodSymbol;
    }

    private static string? Unless(ImmutableHashSet<string> harmless, ISymbol member) => harmless.Contains(member.ContainingType.Name + "." + member.Name) ? null : Name(member);

    private static bool IsException(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Exception", ContainingNamespace.Name: "System" })
                return true;
        }
        return false;
    }
}
