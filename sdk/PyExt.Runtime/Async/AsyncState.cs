using System.Collections.Generic;
using System.Threading;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>What coroutines of one module object share: the functions of <c>asyncio</c> that they need, and the wakers of its event loops.</summary>
internal sealed class AsyncState : ModulePart
{
    private readonly ModuleState _state;
    private readonly List<LoopWaker> _wakers = [];
    private int _gate;
    private nint _getRunningLoop, _cancelledError;

    private AsyncState(ModuleState state) => _state = state;

    /// <summary>That of a module.</summary>
    internal static AsyncState Of(ModuleState state)
    {
        if (Volatile.Read(ref state.Async) is null)
            Interlocked.CompareExchange(ref state.Async, new AsyncState(state), null);
        return (AsyncState)state.Async!;
    }

    /// <summary>The loop that runs on this thread.</summary>
    /// <exception cref="PyException">There is none.</exception>
    internal PyObject RunningLoop(Py py) => Get(py, ref _getRunningLoop, "get_running_loop").Call();

    /// <summary><c>asyncio.CancelledError</c>.</summary>
    internal PyObject CancelledError(Py py) => Get(py, ref _cancelledError, "CancelledError");

    /// <summary>The waker of a loop, which from now on keeps the coroutine until it is released.</summary>
    internal LoopWaker Wait(Py py, nint loop, Coroutine waiting)
    {
        SpinGate.Enter(ref _gate);
        LoopWaker? found = _wakers.Find(waker => waker.TryWait(loop, waiting));
        SpinGate.Exit(ref _gate);
        if (found is not null)
            return found;
        _ = py.Interpreter; // from now on other threads attach
        var created = new LoopWaker(py, _state);
        created.TryWait(loop, waiting);
        SpinGate.Enter(ref _gate);
        _wakers.Add(created);
        SpinGate.Exit(ref _gate);
        return created;
    }

    /// <inheritdoc/>
    internal override void Traverse(ref PyVisitor visitor)
    {
        visitor.Visit(_getRunningLoop);
        visitor.Visit(_cancelledError);
        foreach (LoopWaker waker in _wakers)
            waker.Traverse(ref visitor);
    }

    /// <inheritdoc/>
    internal override void Clear()
    {
        CPython.Clear(ref _getRunningLoop);
        CPython.Clear(ref _cancelledError);
        Close();
    }

    /// <inheritdoc/>
    internal override void Close()
    {
        SpinGate.Enter(ref _gate);
        LoopWaker[] wakers = [.. _wakers];
        _wakers.Clear();
        SpinGate.Exit(ref _gate);
        foreach (LoopWaker waker in wakers)
            waker.Close();
    }

    private static PyObject Get(Py py, ref nint kept, string name)
    {
        if (Volatile.Read(ref kept) == 0)
        {
            nint found = CPython.NewReference(py.Import("asyncio").Attr(name).Pointer);
            if (Interlocked.CompareExchange(ref kept, found, 0) != 0)
                CPython.Py_DecRef(found);
        }
        return py.Own(CPython.NewReference(kept));
    }
}
