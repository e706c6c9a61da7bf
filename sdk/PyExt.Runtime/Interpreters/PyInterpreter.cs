using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using PyExt.CApi;

namespace PyExt;

/// <summary>
/// A storable name for one Python interpreter. Two instances are the same object exactly when they name the same interpreter of the same
/// <c>Py_Initialize</c>: the address of a <c>PyInterpreterState</c> is reused at once after its end, this is not.
/// </summary>
public sealed unsafe partial class PyInterpreter
{
    private ConcurrentQueue<nint>? _drops; // made by the first drop: a queue has room for 32 from the start, and most interpreters need none
    private int _pendingDrops;
    private long _leakedDrops;
    private volatile bool _isAlive = true;

    [ProcessShared("The names of the interpreters that exist, read and written under its lock only.")]
    private static readonly List<WeakReference<PyInterpreter>> Named = [];

    private PyInterpreter(nint address)
    {
        _address = address;
        Id = CPython.PyInterpreterState_GetID(address);
        lock (Named)
        {
            Named.RemoveAll(static entry => !entry.TryGetTarget(out PyInterpreter? other) || !other._isAlive);
            Named.Add(new WeakReference<PyInterpreter>(this));
        }
    }

    /// <summary>The interpreter's id (<c>PyInterpreterState_GetID</c>): unique until Python is finalised and initialised again. The main interpreter has 0.</summary>
    public long Id { get; }

    /// <summary>Whether the interpreter still exists. A <c>true</c> may be outdated by the time it is read.</summary>
    public bool IsAlive => _isAlive;

    /// <summary>References dropped after the interpreter had ended: they are leaked, since nobody may touch the objects any more.</summary>
    public long LeakedReferences => Interlocked.Read(ref _leakedDrops);

    /// <summary>Whether this attached thread is in this interpreter. Never fails, as the look into a dictionary does where the stack is used up.</summary>
    internal bool IsCurrent => _isAlive && CPython.PyInterpreterState_GetID(CPython.PyInterpreterState_Get()) == Id;

    /// <summary>Whether references dropped on other threads wait for the owner.</summary>
    internal bool HasPendingDrops
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _pendingDrops != 0;
    }

    /// <summary>The interpreter that this thread is attached to.</summary>
    /// <remarks>
    /// The name lives in a capsule in the interpreter's own dictionary (<c>PyInterpreterState_GetDict</c>), so a new interpreter always gets a new one,
    /// and the capsule's destructor tells when the interpreter ends.
    /// </remarks>
    internal static PyInterpreter? Current()
    {
        nint state = CPython.PyInterpreterState_Get();
        nint dict = CPython.PyInterpreterState_GetDict(state);
        if (dict == 0)
            return null;
        nint key = PyLongOfKey();
        if (key == 0)
            return null;
        try
        {
            // Borrowed, but nobody takes it out of the dictionary before the interpreter ends.
            nint capsule = CPython.PyDict_GetItemWithError(dict, key);
            if (capsule != 0)
                return FromCapsule(capsule);
            return CPython.PyErr_Occurred() != 0 ? null : Register(state, dict, key);
        }
        finally
        {
            CPython.Py_DecRef(key);
        }
    }

    /// <summary>The interpreters of this process that exist and have imported the module.</summary>
    private static PyInterpreter[] Living()
    {
        var living = new List<PyInterpreter>();
        lock (Named)
        {
            foreach (WeakReference<PyInterpreter> entry in Named)
            {
                if (entry.TryGetTarget(out PyInterpreter? interpreter) && interpreter._isAlive)
                    living.Add(interpreter);
            }
        }
        return [.. living];
    }

    /// <summary>Gives up a reference from any thread: the owner decrements it at its next call into the module.</summary>
    internal void Drop(nint value)
    {
        if (!_isAlive)
        {
            Interlocked.Increment(ref _leakedDrops);
            return;
        }
        ConcurrentQueue<nint> drops = Volatile.Read(ref _drops) ?? NewDrops();
        drops.Enqueue(value);
        Volatile.Write(ref _pendingDrops, 1);
        Thread.MemoryBarrier();
        if (!_isAlive)
            LeakDrops(); // it has ended meanwhile
    }

    /// <summary>Decrements what other threads dropped. The caller is attached to this interpreter.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void DrainDrops()
    {
        Volatile.Write(ref _pendingDrops, 0);
        if (Volatile.Read(ref _drops) is not { } drops)
            return;
        while (drops.TryDequeue(out nint value))
            CPython.Py_DecRef(value);
    }

    private ConcurrentQueue<nint> NewDrops()
    {
        var drops = new ConcurrentQueue<nint>();
        return Interlocked.CompareExchange(ref _drops, drops, null) ?? drops;
    }

    private void LeakDrops()
    {
        while (Volatile.Read(ref _drops) is { } drops && drops.TryDequeue(out _))
            Interlocked.Increment(ref _leakedDrops);
    }

    // The key is an address in this library: two modules made with PyExt are two .NET runtimes and must not share a name.
    private static nint PyLongOfKey() => CPython.PyLong_FromLongLong((long)(nint)CapsuleName);

    private static byte* CapsuleName => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("PyExt.PyInterpreter"u8));

    private static PyInterpreter? Register(nint state, nint dict, nint key)
    {
        var interpreter = new PyInterpreter(state);
        var handle = GCHandle.Alloc(interpreter);
        nint capsule = CPython.PyCapsule_New((void*)GCHandle.ToIntPtr(handle), CapsuleName, &OnInterpreterEnd);
        if (capsule == 0)
        {
            handle.Free();
            return null;
        }
        PyInterpreter? registered = CPythonProcess.IsFreeThreaded ? SetDefault(dict, key, capsule) : CPython.PyDict_SetItem(dict, key, capsule) == 0 ? interpreter : null;
        CPython.Py_DecRef(capsule);
        return registered;
    }

    // Without a GIL two threads may import at the same time; the first one's name is the interpreter's.
    private static PyInterpreter? SetDefault(nint dict, nint key, nint capsule)
    {
        nint winner;
        if (FreeThreading.DictSetDefaultRef == null)
            return CPython.PyDict_SetItem(dict, key, capsule) == 0 ? FromCapsule(capsule) : null;
        if (FreeThreading.DictSetDefaultRef(dict, key, capsule, &winner) < 0)
            return null;
        PyInterpreter? interpreter = FromCapsule(winner);
        CPython.Py_DecRef(winner);
        return interpreter;
    }

    private static PyInterpreter? FromCapsule(nint capsule) =>
        (PyInterpreter?)GCHandle.FromIntPtr((nint)CPython.PyCapsule_GetPointer(capsule, CapsuleName)).Target;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnInterpreterEnd(nint capsule)
    {
        try
        {
            End(capsule);
        }
        catch (Exception)
        {
            // The interpreter is going away: there is nobody left to tell.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void End(nint capsule)
    {
        var handle = GCHandle.FromIntPtr((nint)CPython.PyCapsule_GetPointer(capsule, CapsuleName));
        if (handle.Target is PyInterpreter interpreter)
        {
            interpreter._isAlive = false;
            lock (interpreter._gate)
            {
                interpreter._isClosing = true;
                InterpreterGuards.CloseView(interpreter._view);
                interpreter._view = 0;
            }
            Thread.MemoryBarrier();
            interpreter.LeakDrops();
        }
        handle.Free();
    }
}
