using System;
using System.Threading;
using System.Threading.Tasks;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>What a step of a coroutine came to: <c>PySendResult</c>.</summary>
internal enum SendResult
{
    /// <summary>A Python exception is set.</summary>
    Error = -1,

    /// <summary>It has finished, with a value.</summary>
    Return = 0,

    /// <summary>It waits for a future.</summary>
    Next = 1,
}

/// <summary>
/// The C# half of a coroutine: a task that runs by itself. A step looks whether it has finished; if not, the coroutine waits for an <c>asyncio.Future</c> of the running loop that the
/// <see cref="LoopWaker"/> completes, and its next step, in the loop's thread again, converts the result.
/// </summary>
/// <remarks>
/// The task keeps this object, and while it runs this object keeps the future: what waits for it is not garbage, though Python's collector sees no reference to it. So both may go at any time,
/// and each is taken out of its field by who gives it up.
/// </remarks>
internal abstract unsafe class Coroutine
{
    private readonly Task _task;
    private readonly CancellationTokenSource? _cancellation;
    private readonly string _qualifiedName;
    private LoopWaker? _waker;
    private nint _future;
    private nint _cancelled;
    private int _isExecuting;
    private bool _isHooked, _hasEnded;

    /// <param name="state">The module.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellation">What cancels it, or null.</param>
    /// <param name="qualifiedName">The Python name of the method, with that of its class.</param>
    protected Coroutine(ModuleState state, Task task, CancellationTokenSource? cancellation, string qualifiedName)
    {
        State = state;
        _task = task;
        _cancellation = cancellation;
        _qualifiedName = qualifiedName;
    }

    internal ModuleState State { get; }

    /// <summary><c>__name__</c> and <c>__qualname__</c>.</summary>
    internal string Name(bool isQualified) => isQualified ? _qualifiedName : _qualifiedName[(_qualifiedName.LastIndexOf('.') + 1)..];

    /// <summary>One step: <c>am_send</c>. Never throws.</summary>
    /// <param name="value">What is sent.</param>
    /// <param name="result">A new reference: the value it has finished with, or the future it waits for.</param>
    internal SendResult Send(nint value, out nint result)
    {
        result = 0;
        if (!TryEnter())
            return SendResult.Error;
        PyReferences room;
        var frame = new PyFrame(State, &room);
        try
        {
            if (!_isHooked && value != CPythonProcess.None)
                return Fail(CPythonProcess.TypeError, "can't send non-None value to a just-started coroutine");
            return Step(new Py(ref frame), out result);
        }
        catch (Exception exception)
        {
            // While the frame still holds what the exception refers to.
            ExceptionTranslator.Raise(exception);
            return SendResult.Error;
        }
        finally
        {
            frame.Release();
            Volatile.Write(ref _isExecuting, 0);
        }
    }

    /// <summary>Raises an exception where the coroutine waits. Never throws.</summary>
    /// <param name="exception">The exception: taken over.</param>
    /// <param name="result">A new reference to the future it waits for, where the task is asked to end and goes on until it has.</param>
    internal SendResult Throw(nint exception, out nint result)
    {
        result = 0;
        if (!TryEnter())
        {
            CPython.Py_DecRef(exception);
            return SendResult.Error;
        }
        PyReferences room;
        var frame = new PyFrame(State, &room);
        try
        {
            var py = new Py(ref frame);
            if (TryCancel(py, exception))
                return Step(py, out result);
            End();
            CPython.PyErr_SetRaisedException(CPython.NewReference(exception));
            return SendResult.Error;
        }
        catch (Exception failure)
        {
            ExceptionTranslator.Raise(failure);
            return SendResult.Error;
        }
        finally
        {
            CPython.Py_DecRef(exception);
            frame.Release();
            Volatile.Write(ref _isExecuting, 0);
        }
    }

    /// <summary><c>close()</c>: nobody waits for the task any more.</summary>
    /// <returns>False with a Python exception set.</returns>
    internal bool Close()
    {
        if (_hasEnded)
            return true;
        if (!TryEnter())
            return false;
        End();
        Volatile.Write(ref _isExecuting, 0);
        return true;
    }

    /// <summary>In the loop: completes the future, which makes the loop take the next step.</summary>
    internal void Wake(Py py)
    {
        nint taken = TakeFuture();
        if (taken == 0)
            return;
        PyObject future = py.Own(taken);
        if (!future.Invoke("done").As<bool>())
            future.Invoke("set_result", py.None);
    }

    /// <summary>Gives up the future, without completing it.</summary>
    internal void Abandon() => CPython.ReleaseAny(TakeFuture());

    /// <summary>For <c>tp_traverse</c>. The future is not visited: see the remarks.</summary>
    internal void Traverse(ref PyVisitor visitor) => visitor.Visit(_cancelled);

    /// <summary>For <c>tp_clear</c> and <c>tp_dealloc</c>: nobody else has the coroutine any more.</summary>
    internal void Release()
    {
        if (!_hasEnded)
        {
            // As Python reports the exception of a task that nobody has asked for.
            if (_task.Exception is { } lost)
                ExceptionTranslator.WriteUnraisable(lost.InnerException ?? lost);
            End();
        }
        CPython.Clear(ref _cancelled);
    }

    /// <summary>Converts the result of the finished task.</summary>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    protected abstract nint Convert(Py py, Task task);

    private bool TryEnter()
    {
        if (_hasEnded)
        {
            Fail(CPythonProcess.RuntimeError, "cannot reuse already awaited coroutine");
            return false;
        }
        if (Interlocked.Exchange(ref _isExecuting, 1) == 0)
            return true;
        Fail(CPythonProcess.ValueError, "coroutine already executing");
        return false;
    }

    private SendResult Step(Py py, out nint result)
    {
        if (!_task.IsCompleted)
        {
            result = Wait(py);
            return SendResult.Next;
        }
        result = _task.IsCompletedSuccessfully ? Convert(py, _task) : 0;
        if (result == 0 && !_task.IsCompletedSuccessfully)
            RaiseFailure(py);
        if (result == 0)
            ExceptionTranslator.ReplaceStopIteration("coroutine raised StopIteration");
        End();
        return result == 0 ? SendResult.Error : SendResult.Return;
    }

    private nint Wait(Py py)
    {
        if (State.Interpreter.IsClosing)
            throw new InvalidOperationException("the interpreter is shutting down: nothing can be awaited any more");
        AsyncState async = AsyncState.Of(State);
        PyObject loop = async.RunningLoop(py);
        PyObject future = loop.Invoke("create_future");
        future.SetAttr("_asyncio_future_blocking", true); // what Future.__await__ says when it yields itself
        Abandon(); // a future that was waited for before has been cancelled
        _waker = async.Wait(py, loop.Pointer, this);
        Volatile.Write(ref _future, CPython.NewReference(future.Pointer));
        if (!_isHooked)
        {
            _isHooked = true;
            _task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(OnCompleted);
        }
        // Finished before there was this future.
        Thread.MemoryBarrier();
        if (_task.IsCompleted)
            Wake(py);
        return CPython.NewReference(future.Pointer);
    }

    // On the thread that finishes the task, whichever that is.
    private void OnCompleted()
    {
        if (Volatile.Read(ref _future) != 0)
            _waker!.Enqueue(this);
    }

    // Cancelled from Python: the method is asked to end, once, and decides how. One that cannot be asked, or is asked again, is left alone.
    private bool TryCancel(Py py, nint exception)
    {
        if (_cancellation is null || _cancellation.IsCancellationRequested || _task.IsCompleted)
            return false;
        if (CPython.PyObject_IsInstance(exception, AsyncState.Of(State).CancelledError(py).Pointer) != 1)
        {
            CPython.PyErr_Clear();
            return false;
        }
        _cancelled = CPython.NewReference(exception);
        _ = _cancellation.CancelAsync(); // Cancel would run the method on, here and attached
        return true;
    }

    private void RaiseFailure(Py py)
    {
        Exception? failure = _task.Exception?.InnerException;
        if (failure is not (null or OperationCanceledException))
        {
            ExceptionTranslator.Raise(failure);
            return;
        }
        nint cancelled = Interlocked.Exchange(ref _cancelled, 0);
        if (cancelled == 0)
            cancelled = CPython.NewReference(AsyncState.Of(State).CancelledError(py).Call().Pointer);
        CPython.PyErr_SetRaisedException(cancelled);
    }

    private void End()
    {
        _hasEnded = true;
        _ = _task.Exception; // seen
        if (!_task.IsCompleted)
            _ = _cancellation?.CancelAsync();
        Abandon();
    }

    private nint TakeFuture()
    {
        nint future = Interlocked.Exchange(ref _future, 0);
        if (future != 0)
            _waker!.Release(this);
        return future;
    }

    private static SendResult Fail(nint type, string message)
    {
        PyErrors.Set(type, message);
        return SendResult.Error;
    }
}

/// <summary>The coroutine of a method without a result.</summary>
internal sealed class VoidCoroutine(ModuleState state, Task task, CancellationTokenSource? cancellation, string qualifiedName) : Coroutine(state, task, cancellation, qualifiedName)
{
    /// <inheritdoc/>
    protected override nint Convert(Py py, Task task) => CPythonProcess.None;
}

/// <summary>The coroutine of a method with a result.</summary>
internal sealed class ValueCoroutine<T, TConverter>(ModuleState state, Task<T> task, CancellationTokenSource? cancellation, string qualifiedName) : Coroutine(state, task, cancellation, qualifiedName)
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    protected override nint Convert(Py py, Task task) => TConverter.ToPython(py, ((Task<T>)task).Result);
}
