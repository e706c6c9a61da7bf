using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PyExt.Generators.Analyzers;

/// <summary>Whether code of an async function can run after one of its awaits, which is where it goes on: on a thread of .NET's pool, attached to no interpreter.</summary>
internal sealed class AwaitOrder
{
    private readonly IOperation _body;
    private readonly IOperation[] _awaits;

    /// <param name="body">The body of the function.</param>
    public AwaitOrder(IOperation body)
    {
        _body = body;
        _awaits = PythonApi.Body(body).Where(IsAwait).ToArray();
    }

    /// <summary>Whether the operation can take effect after an await.</summary>
    public bool IsAfterAwait(IOperation operation) => _awaits.Any(await => Precedes(await, operation));

    /// <summary>Whether a semaphore that was entered with <c>await gate.WaitAsync()</c> is still held at the operation.</summary>
    public bool IsUnderSemaphore(IOperation operation)
    {
        foreach (IInvocationOperation enter in PythonApi.Body(_body).OfType<IInvocationOperation>().Where(call => IsOfSemaphore(call, "WaitAsync") && End(call) <= operation.Syntax.SpanStart))
        {
            string gate = enter.Instance?.Syntax.ToString() ?? "";
            bool isReleased = PythonApi.Body(_body).OfType<IInvocationOperation>()
                .Any(call => IsOfSemaphore(call, "Release") && call.Instance?.Syntax.ToString() == gate && call.Syntax.SpanStart > End(enter) && End(call) <= operation.Syntax.SpanStart);
            if (!isReleased)
                return true;
        }
        return false;
    }

    // await x; await foreach (…); await using (…), which waits at its end.
    private static bool IsAwait(IOperation operation) => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true };

    private static bool IsOfSemaphore(IInvocationOperation call, string name) =>
        call.TargetMethod is { ContainingType: { Name: "SemaphoreSlim", ContainingNamespace.Name: "Threading" } } method && method.Name == name;

    private bool Precedes(IOperation await, IOperation operation)
    {
        if (IsExclusive(await, operation))
            return false;
        return Position(await) <= End(operation) || ShareALoop(await, operation);
    }

    // The first position that runs after it.
    private static int Position(IOperation await) => await is IForEachLoopOperation loop ? End(loop.Collection) : End(await);

    private static int End(IOperation operation) => operation.Syntax.Span.End;

    private bool ShareALoop(IOperation await, IOperation operation)
    {
        for (IOperation? outer = operation.Parent; outer is not null && outer != _body; outer = outer.Parent)
        {
            if (outer is ILoopOperation && outer.Syntax.Span.Contains(await.Syntax.Span))
                return true;
        }
        return false;
    }

    // After the await the function ends, or the two stand in branches of which one run takes one.
    private bool IsExclusive(IOperation await, IOperation operation)
    {
        if (IsInFinally(await, operation))
            return false;
        for (IOperation inner = await, outer = await.Parent!; outer is not null && inner != _body; inner = outer, outer = outer.Parent!)
        {
            if (inner.Syntax.Span.Contains(operation.Syntax.Span) || operation.Syntax.Span.Contains(inner.Syntax.Span))
                return false;
            if (inner is IReturnOperation or IThrowOperation || (inner is IBlockOperation block && EndsTheFunction(block)))
                return true;
            bool isSibling = outer.Syntax.Span.Contains(operation.Syntax.Span);
            if (isSibling && outer is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation && IsBranch(outer, inner) && !ShareALoop(await, operation))
                return outer.ChildOperations.Any(child => child != inner && IsBranch(outer, child) && child.Syntax.Span.Contains(operation.Syntax.Span));
        }
        return false;
    }

    // Which runs whatever ends the function.
    private bool IsInFinally(IOperation await, IOperation operation)
    {
        for (IOperation? outer = await.Parent; outer is not null && outer != _body; outer = outer.Parent)
        {
            if (outer is ITryOperation { Finally: { } @finally } && @finally.Syntax.Span.Contains(operation.Syntax.Span))
                return true;
        }
        return false;
    }

    private static bool IsBranch(IOperation choice, IOperation child) => choice switch
    {
        IConditionalOperation conditional => child == conditional.WhenTrue || child == conditional.WhenFalse,
        ISwitchOperation => child is ISwitchCaseOperation,
        ISwitchExpressionOperation => child is ISwitchExpressionArmOperation,
        _ => false,
    };

    private static bool EndsTheFunction(IBlockOperation block) =>
        block.Operations.LastOrDefault() is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };
}
