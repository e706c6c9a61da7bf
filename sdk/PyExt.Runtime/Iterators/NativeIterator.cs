using System;
using System.Collections.Generic;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>The C# half of an iterator: the enumerator, and the Python objects that it works on.</summary>
/// <remarks>
/// Its handle stays in the Python object until that dies, whatever happens to the enumerator: without a GIL another thread may be about to read it. One step runs at a time: without a GIL in the
/// critical section of the objects it works on, or of the iterator itself; whoever still gets in, because the step calls Python, or detaches, sees an iterator that is executing already, as with
/// Python's generators.
/// </remarks>
internal abstract class NativeIterator
{
    private nint _first, _second;

    /// <param name="state">The module.</param>
    /// <param name="first">An object that the iterator keeps, or 0.</param>
    /// <param name="second">Another one, or 0.</param>
    protected NativeIterator(ModuleState state, nint first, nint second)
    {
        State = state;
        _first = Keep(first);
        _second = Keep(second);
    }

    internal ModuleState State { get; }

    /// <summary>Whether a step is running.</summary>
    protected bool IsExecuting { get; set; }

    /// <summary>The next item: <c>tp_iternext</c>.</summary>
    /// <returns>A new reference; 0 at the end, or with a Python exception set.</returns>
    internal nint Next(nint self) => CPythonProcess.IsFreeThreaded ? NextLocked(self) : Step();

    private nint NextLocked(nint self)
    {
        PyCriticalSection section = default;
        Begin(ref section, self);
        try
        {
            return Step();
        }
        finally
        {
            section.End();
        }
    }

    /// <summary>Ends the iteration.</summary>
    /// <returns>False with a Python exception set.</returns>
    internal bool Close(nint self)
    {
        PyCriticalSection section = default;
        Begin(ref section, self);
        try
        {
            if (IsExecuting)
            {
                RaiseExecuting();
                return false;
            }
            Execute();
            return true;
        }
        finally
        {
            section.End();
        }
    }

    internal void Traverse(ref PyVisitor visitor)
    {
        visitor.Visit(_first);
        visitor.Visit(_second);
    }

    /// <summary>For <c>tp_clear</c> and <c>tp_dealloc</c>: nobody else has the iterator any more.</summary>
    internal void Release()
    {
        // What the enumerator's finally blocks call must not see an exception that is on its way.
        nint pending = HasEnded ? 0 : CPython.PyErr_GetRaisedException();
        try
        {
            Execute();
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception);
        }
        if (pending != 0)
            CPython.PyErr_SetRaisedException(pending);
        CPython.Clear(ref _first);
        CPython.Clear(ref _second);
    }

    /// <summary>Whether the enumerator has been disposed of.</summary>
    protected abstract bool HasEnded { get; }

    /// <summary>The next item. Never throws.</summary>
    protected abstract nint Step();

    /// <summary>Disposes of the enumerator, once.</summary>
    protected abstract void DisposeEnumerator();

    private void Execute()
    {
        IsExecuting = true;
        try
        {
            DisposeEnumerator();
        }
        finally
        {
            IsExecuting = false;
        }
    }

    private void Begin(ref PyCriticalSection section, nint self)
    {
        if (_second != 0)
            section.Begin(_first, _second);
        else
            section.Begin(_first != 0 ? _first : self);
    }

    /// <summary>What Python's generators raise.</summary>
    protected static void RaiseExecuting() => PyErrors.Set(CPythonProcess.ValueError, "generator already executing");

    private static nint Keep(nint borrowed) => borrowed == 0 || borrowed == CPythonProcess.None ? 0 : CPython.NewReference(borrowed);
}

/// <summary>The C# half of an iterator over items of one type.</summary>
internal sealed unsafe class NativeIterator<T, TConverter>(ModuleState state, IEnumerator<T> enumerator, nint first, nint second) : NativeIterator(state, first, second)
    where TConverter : IPyConverter<T>
{
    private IEnumerator<T>? _enumerator = enumerator;

    /// <inheritdoc/>
    protected override bool HasEnded => _enumerator is null;

    /// <inheritdoc/>
    protected override nint Step()
    {
        IEnumerator<T>? enumerator = _enumerator;
        if (IsExecuting || enumerator is null)
        {
            if (IsExecuting)
                RaiseExecuting();
            return 0;
        }
        IsExecuting = true;
        nint item = Step(enumerator);
        IsExecuting = false;
        return item;
    }

    /// <inheritdoc/>
    protected override void DisposeEnumerator()
    {
        IEnumerator<T>? enumerator = _enumerator;
        _enumerator = null;
        enumerator?.Dispose();
    }

    private nint Step(IEnumerator<T> enumerator)
    {
        PyReferences room;
        var frame = new PyFrame(State, &room);
        try
        {
            if (enumerator.MoveNext())
                return TConverter.ToPython(new Py(ref frame), enumerator.Current);
            DisposeEnumerator();
        }
        catch (Exception exception)
        {
            // While the frame still holds what the exception refers to.
            Fail(exception);
        }
        finally
        {
            frame.Release();
        }
        return 0;
    }

    // As with a generator: an exception ends it, and StopIteration does not pass for the end (PEP 479).
    private void Fail(Exception exception)
    {
        ExceptionTranslator.Raise(exception);
        ExceptionTranslator.ReplaceStopIteration("generator raised StopIteration");
        nint raised = CPython.PyErr_GetRaisedException();
        try
        {
            DisposeEnumerator();
        }
        catch (Exception second)
        {
            ExceptionTranslator.WriteUnraisable(second);
        }
        CPython.PyErr_SetRaisedException(raised);
    }
}
