using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// Wakes the coroutines that wait in one event loop. What finishes on threads of .NET is put into a queue, and the first one there sends for the loop: however many finish meanwhile, one thread
/// attaches, once, to call <c>loop.call_soon_threadsafe</c>.
/// </summary>
/// <remarks>
/// It does so as a work item of its own: a task may be finished by code that holds a lock, and who holds a lock must not wait for a GIL. Fields that are references to Python objects are touched by
/// attached threads only, and without a GIL under the gate.
/// </remarks>
internal sealed unsafe class LoopWaker : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Coroutine> _finished = new();
    private readonly HashSet<Coroutine> _waiting = [];
    private readonly ModuleState _state;
    private nint _callback;
    private nint _loop;
    private int _gate;
    private int _isScheduled;

    internal LoopWaker(Py py, ModuleState state)
    {
        _state = state;
        // self of the callback: a capsule of our own, so that the callback finds the waker by its argument.
        PyObject self = py.Own(CPython.PyCapsule_New((void*)GCHandle.ToIntPtr(GCHandle.Alloc(this)), CapsuleName, &FreeHandle));
        _callback = CPython.PyCFunction_NewEx(WakeDefinition, self.Pointer, 0);
        if (_callback == 0)
            py.ThrowRaised();
    }

    /// <summary>Notes a coroutine that waits in the loop, unless others wait in another one. An idle waker serves any loop, and keeps the last one until then.</summary>
    internal bool TryWait(nint loop, Coroutine waiting)
    {
        nint idle = 0;
        SpinGate.Enter(ref _gate);
        bool isMine = _callback != 0 && (_loop == loop || _waiting.Count == 0);
        if (isMine)
        {
            if (_loop != loop)
            {
                idle = _loop;
                _loop = CPython.NewReference(loop);
            }
            _waiting.Add(waiting);
        }
        SpinGate.Exit(ref _gate);
        CPython.ReleaseAny(idle);
        return isMine;
    }

    /// <summary>The coroutine waits no longer.</summary>
    internal void Release(Coroutine waiting)
    {
        SpinGate.Enter(ref _gate);
        _waiting.Remove(waiting);
        SpinGate.Exit(ref _gate);
    }

    /// <summary>From any thread, attached or not: what the coroutine waits for has finished.</summary>
    internal void Enqueue(Coroutine finished)
    {
        _finished.Enqueue(finished);
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            // False: the interpreter ends, and with it everything that waits.
            _state.Interpreter.TryAttach(this, static (py, waker) => waker.CallSoon(py));
        }
        catch (Exception)
        {
            // No memory for a thread state. An exception here would end the process.
        }
    }

    /// <summary>For <c>m_traverse</c>. A loop in which somebody waits is kept, like what waits, by the thread that will wake it.</summary>
    internal void Traverse(ref PyVisitor visitor)
    {
        visitor.Visit(_callback);
        if (_waiting.Count == 0)
            visitor.Visit(_loop);
    }

    /// <summary>Gives up everything, and who still waits does so for ever.</summary>
    internal void Close()
    {
        SpinGate.Enter(ref _gate);
        nint loop = _loop, callback = _callback;
        _loop = _callback = 0;
        Coroutine[] waiting = [.. _waiting];
        SpinGate.Exit(ref _gate);
        foreach (Coroutine coroutine in waiting)
            coroutine.Abandon();
        CPython.ReleaseAny(loop);
        CPython.ReleaseAny(callback);
    }

    private void CallSoon(Py py)
    {
        SpinGate.Enter(ref _gate);
        nint loop = _loop == 0 ? 0 : CPython.NewReference(_loop);
        nint callback = _callback == 0 ? 0 : CPython.NewReference(_callback);
        SpinGate.Exit(ref _gate);
        try
        {
            if (loop != 0 && callback != 0)
                py.Own(loop).Invoke("call_soon_threadsafe", py.Own(callback));
        }
        catch (PyException)
        {
            DropAll(); // the loop is closed
        }
    }

    // What waits in a loop that has been closed waits for nothing; it is given up, as what waits there in Python is when the loop goes.
    private void DropAll()
    {
        Volatile.Write(ref _isScheduled, 0);
        Thread.MemoryBarrier();
        while (_finished.TryDequeue(out Coroutine? finished))
            finished.Abandon();
    }

    // In the loop.
    private void Wake()
    {
        Volatile.Write(ref _isScheduled, 0);
        Thread.MemoryBarrier();
        while (_finished.TryDequeue(out Coroutine? finished))
        {
            PyReferences room;
            var frame = new PyFrame(_state, &room);
            try
            {
                finished.Wake(new Py(ref frame));
            }
            catch (Exception exception)
            {
                ExceptionTranslator.WriteUnraisable(exception);
            }
            finally
            {
                frame.Release();
            }
        }
    }

    private static byte* CapsuleName => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("PyExt.LoopWaker"u8));

    // CPython keeps the pointer.
    [ProcessShared("A constant C table: made by the class constructor, never written again, and it holds a name and the address of code.")]
    private static readonly PyMethodDefLayout* WakeDefinition = NativeTables.Methods(
        new PyMethod("_pyext_wake"u8, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint>)&WakeEntry, PyMethod.NoArguments, default));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint WakeEntry(nint self, nint arguments)
    {
        return WakeBody(self);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint WakeBody(nint self)
    {
        try
        {
            Unsafe.As<LoopWaker>(GCHandle.FromIntPtr((nint)CPython.PyCapsule_GetPointer(self, CapsuleName)).Target!).Wake();
            return CPythonProcess.None;
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeHandle(nint capsule)
    {
        FreeHandleBody(capsule);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FreeHandleBody(nint capsule)
    {
        try
        {
            GCHandle.FromIntPtr((nint)CPython.PyCapsule_GetPointer(capsule, CapsuleName)).Free();
        }
        catch (Exception)
        {
            // Nobody to tell: a destructor has no error value.
        }
    }
}
