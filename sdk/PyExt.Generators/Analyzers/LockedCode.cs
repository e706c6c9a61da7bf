using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>Whether the critical section of an object is held where code uses the object.</summary>
internal static class LockedCode
{
    private const string Elsewhere = "this code runs detached, on another thread or later";

    /// <summary>Why it is not; null when it is.</summary>
    /// <param name="use">The use.</param>
    /// <param name="instance">The object that is used.</param>
    /// <param name="containing">The member around it.</param>
    public static string? Problem(IOperation use, IOperation instance, ISymbol containing)
    {
        IOperation target = Unpattern(Unwrap(instance));
        if (IsOfNobodyElse(target))
            return null;
        bool isProtected = target is IInstanceReferenceOperation || target is IParameterReferenceOperation { Parameter: var parameter } && IsLockedByCaller(parameter, containing);
        if (!isProtected)
            return "its object is neither 'this' nor an argument of a member that Python calls";
        // Before the constructor ends nobody else has the object.
        if (target is IInstanceReferenceOperation && containing is IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol or IPropertySymbol && !RunsElsewhere(use))
            return null;
        return ProblemOfThis(use, containing);
    }

    /// <summary>Whether the object is one that nobody else knows yet.</summary>
    public static bool IsOfNobodyElse(IOperation instance)
    {
        IOperation target = Unwrap(instance);
        return target is IObjectCreationOperation or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } || IsNew(target);
    }

    /// <summary>Why the section of the object itself is not held; null when it is.</summary>
    public static string? ProblemOfThis(IOperation use, ISymbol containing)
    {
        if (containing is IMethodSymbol { IsAsync: true })
            return "an async method goes on without the lock after its first 'await'";
        return RunsElsewhere(use) || (use is IMethodReferenceOperation && IsKept(use)) ? Elsewhere : null;
    }

    private static bool IsLockedByCaller(IParameterSymbol parameter, ISymbol containing) =>
        (ThreadingModes.IsLocked(parameter.Type) || containing is IMethodSymbol { Name: "Equals", IsOverride: true })
        && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, containing)
        && containing is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.UserDefinedOperator or MethodKind.Constructor } && PythonApi.IsExported(containing);

    // obj is Point other
    private static IOperation Unpattern(IOperation target)
    {
        if (target is not ILocalReferenceOperation { Local: var local } || Root(target) is not { } body)
            return target;
        IOperation? value = body.Descendants().OfType<IIsPatternOperation>()
            .FirstOrDefault(test => test.Pattern is IDeclarationPatternOperation { DeclaredSymbol: { } declared } && SymbolEqualityComparer.Default.Equals(declared, local))?.Value;
        return value is null ? target : Unwrap(value);
    }

    // var point = new Point(…); point.X = 1; as long as it has only been the object of member accesses.
    private static bool IsNew(IOperation target)
    {
        if (target is not ILocalReferenceOperation { Local: var local } || Root(target) is not { } body)
            return false;
        bool isCreated = body.Descendants().OfType<IVariableDeclaratorOperation>()
            .Any(variable => SymbolEqualityComparer.Default.Equals(variable.Symbol, local) && variable.Initializer is { Value: var value } && Unwrap(value) is IObjectCreationOperation);
        return isCreated && body.Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local) && reference.Syntax.SpanStart < target.Syntax.SpanStart)
            .All(reference => reference.Parent is IMemberReferenceOperation or IInvocationOperation);
    }

    private static IOperation? Root(IOperation operation)
    {
        IOperation current = operation;
        while (current.Parent is { } parent and not IAnonymousFunctionOperation)
            current = parent;
        return current;
    }

    /// <summary>The object itself, without conversions, parentheses and <c>?.</c>.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    continue;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    continue;
                case IConditionalAccessInstanceOperation inner when Access(inner) is { } access:
                    operation = access.Operation;
                    continue;
                default:
                    return operation;
            }
        }
    }

    private static IConditionalAccessOperation? Access(IOperation operation)
    {
        IOperation child = operation;
        for (IOperation? parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
                return access;
        }
        return null;
    }

    private static bool RunsElsewhere(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation && IsKept(parent))
                return true;
        }
        return false;
    }

    // Anything but an argument of a call that uses it at once, such as List.ForEach or Enumerable.Sum.
    private static bool IsKept(IOperation function)
    {
        IOperation? parent = function.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
            parent = parent.Parent;
        return parent is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } }
            || PythonApi.IsPython(method.ContainingType)
            || method.ContainingNamespace?.ToDisplayString() is "System.Threading" or "System.Threading.Tasks" or "System.Timers";
    }
}
