using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PyExt.Generators.Analyzers;

/// <summary>What runs while a managed lock is held: the body of a <c>lock</c> or of a <c>using</c> over <c>EnterScope()</c>, and what stands between an <c>Enter</c> and its <c>Exit</c>.</summary>
internal static class LockedRegions
{
    /// <summary>The operations under a <c>lock</c> or <c>using</c>; none when it is a using of something else. An inner lock's are its own.</summary>
    public static IEnumerable<IOperation> Body(IOperation operation) => operation switch
    {
        ILockOperation @lock => Inside(@lock.Body),
        IUsingOperation @using when IsScope(@using.Resources) => Inside(@using.Body),
        IUsingDeclarationOperation declaration when IsScope(declaration.DeclarationGroup) => Following(declaration).SelectMany(Inside),
        _ => [],
    };

    /// <summary>The operations after a call such as <c>Monitor.Enter(x)</c>, up to the <c>Exit</c> of the same lock; none when it is another call.</summary>
    public static IEnumerable<IOperation> AfterEnter(IInvocationOperation enter)
    {
        (string? exit, bool isAlwaysLock) = Exit(enter.TargetMethod);
        if (exit is null || Block(enter) is not { } block)
            return [];
        string gate = Gate(enter);
        int start = enter.Syntax.Span.End;
        int? end = PythonApi.Body(block).OfType<IInvocationOperation>()
            .Where(call => call.Syntax.SpanStart > start && call.TargetMethod.Name == exit && Gate(call) == gate)
            .Select(call => (int?)call.Syntax.SpanStart).Min();
        // A semaphore that this member does not release is a signal, not a lock.
        if (end is null && !isAlwaysLock)
            return [];
        return PythonApi.Body(block).Where(operation => operation.Syntax.SpanStart >= start && operation.Syntax.Span.End <= (end ?? int.MaxValue));
    }

    /// <summary>The object that is locked by a <c>lock</c>, by <c>EnterScope()</c> in a using, or null.</summary>
    public static IOperation? Gate(IOperation operation) => operation switch
    {
        ILockOperation @lock => @lock.LockedValue,
        IUsingOperation @using => Scope(@using.Resources)?.Instance,
        IUsingDeclarationOperation declaration => Scope(declaration.DeclarationGroup)?.Instance,
        _ => null,
    };

    /// <summary>The using declarations among the statements in front of an operation: each covers what follows it in its block.</summary>
    public static IEnumerable<IOperation> Declarations(IBlockOperation block, IOperation statement) =>
        block.Operations.TakeWhile(earlier => earlier != statement).OfType<IUsingDeclarationOperation>();

    private static IEnumerable<IOperation> Inside(IOperation operation)
    {
        if (operation is ILockOperation)
            yield break;
        yield return operation;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation)
                continue;
            foreach (IOperation inner in Inside(child))
                yield return inner;
        }
    }

    private static IEnumerable<IOperation> Following(IOperation statement) =>
        statement.Parent is IBlockOperation block ? block.Operations.SkipWhile(earlier => earlier != statement).Skip(1) : [];

    private static bool IsScope(IOperation resources) => Scope(resources) is not null;

    private static IInvocationOperation? Scope(IOperation resources) => PythonApi.Body(resources).OfType<IInvocationOperation>()
        .FirstOrDefault(call => call.TargetMethod is { Name: "EnterScope", ContainingType: { Name: "Lock", ContainingNamespace.Name: "Threading" } });

    private static (string? Exit, bool IsAlwaysLock) Exit(IMethodSymbol method) => method.ContainingNamespace?.ToDisplayString() != "System.Threading"
        ? default
        : (method.ContainingType.Name, method.Name) switch
        {
            ("Monitor" or "Lock" or "SpinLock", "Enter" or "TryEnter") => ("Exit", true),
            ("ReaderWriterLockSlim", "EnterReadLock" or "TryEnterReadLock") => ("ExitReadLock", true),
            ("ReaderWriterLockSlim", "EnterWriteLock" or "TryEnterWriteLock") => ("ExitWriteLock", true),
            ("ReaderWriterLockSlim", "EnterUpgradeableReadLock" or "TryEnterUpgradeableReadLock") => ("ExitUpgradeableReadLock", true),
            ("SemaphoreSlim", "Wait") => ("Release", false),
            ("WaitHandle", "WaitOne") => ("ReleaseMutex", false),
            _ => default((string?, bool)),
        };

    // Monitor.Enter(x) locks its argument, x.Enter() its receiver; the text tells whether two calls mean the same.
    private static string Gate(IInvocationOperation call) =>
        (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Syntax.ToString() ?? "";

    private static IBlockOperation? Block(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IBlockOperation block)
                return block;
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return null;
        }
        return null;
    }
}
