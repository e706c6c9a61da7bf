using System;
using System.Threading;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt;

/// <summary>
/// Owns one reference to a Python object beyond a call: for fields of the <c>[PyModule]</c> class and of <c>[PyClass]</c> classes. It records its interpreter and opens only with a
/// <see cref="Py"/> of that interpreter.
/// </summary>
/// <remarks>
/// Dropping it is safe from any thread: the reference goes to the owner's queue and is given up at the owner's next call into the module. Fields of this type are visited by the
/// generated <c>tp_traverse</c> and <c>m_traverse</c>, so reference cycles through them are collected.
/// </remarks>
public sealed class PyHandle : IDisposable
{
    // The lowest bit of the address of an object is 0.
    private const nint Taken = 1;

    private nint _object;

    internal PyHandle(PyObject value)
    {
        Py py = value.Token;
        Owner = py.State.Interpreter;
        _object = CPython.NewReference(value.Pointer);
    }

    /// <summary>Takes over a strong reference.</summary>
    internal PyHandle(nint strong, PyInterpreter owner)
    {
        Owner = owner;
        _object = strong;
    }

    /// <summary>Drops the reference: see <see cref="Dispose"/>.</summary>
    ~PyHandle() => DropFromAnyThread();

    /// <summary>The interpreter that the object belongs to.</summary>
    public PyInterpreter Owner { get; }

    /// <summary>Whether the reference has been given up.</summary>
    public bool IsDisposed => Volatile.Read(ref _object) == 0;

    /// <summary>Opens the handle.</summary>
    /// <param name="py">The token of the owner.</param>
    /// <returns>A temporary of the frame of <paramref name="py"/>.</returns>
    /// <exception cref="PyInterpreterMismatchException"><paramref name="py"/> belongs to another interpreter.</exception>
    /// <exception cref="ObjectDisposedException">The reference has been given up.</exception>
    public PyObject Get(Py py)
    {
        if (!ReferenceEquals(py.State.Interpreter, Owner))
            throw new PyInterpreterMismatchException(Owner, py.State.Interpreter);
        nint value = TryNewReference();
        ObjectDisposedException.ThrowIf(value == 0, this);
        return py.Own(value);
    }

    /// <summary>Gives up the reference. Safe from any thread, and more than once.</summary>
    public void Dispose()
    {
        DropFromAnyThread();
        GC.SuppressFinalize(this);
    }

    /// <summary>The borrowed pointer for <c>tp_traverse</c>, or 0.</summary>
    internal nint PointerForTraverse => Volatile.Read(ref _object) & ~Taken;

    /// <summary>A new reference, or 0 when it has been given up. The caller is attached to the owner.</summary>
    internal nint TryNewReference()
    {
        // With a GIL nobody drops the reference between the look and the increment: drops are applied by attached threads.
        nint value = CPythonProcess.IsFreeThreaded ? Enter() : Volatile.Read(ref _object);
        if (value == 0)
            return 0;
        CPython.Py_IncRef(value);
        if (CPythonProcess.IsFreeThreaded)
            Volatile.Write(ref _object, value);
        return value;
    }

    /// <summary>For <c>tp_clear</c>: gives up the reference at once, since the caller is attached to the owner.</summary>
    internal void ClearAttached()
    {
        CPython.ReleaseAny(Take());
    }

    private void DropFromAnyThread()
    {
        nint value = Take();
        if (value != 0)
            Owner.Drop(value);
    }

    private nint Take()
    {
        if (!CPythonProcess.IsFreeThreaded)
            return Interlocked.Exchange(ref _object, 0);
        nint value = Enter();
        if (value != 0)
            Volatile.Write(ref _object, 0);
        return value;
    }

    // A lock in the lowest bit, for as long as one increment takes: the reference must not be dropped between the look at it and that. Returns the object, or 0 without the lock.
    private nint Enter()
    {
        var spin = default(SpinWait);
        while (true)
        {
            nint value = Volatile.Read(ref _object);
            if (value == 0 || ((value & Taken) == 0 && Interlocked.CompareExchange(ref _object, value | Taken, value) == value))
                return value;
            spin.SpinOnce();
        }
    }
}

/// <summary>A <see cref="PyHandle"/> to an instance of a <c>[PyClass]</c> class, which opens as that class.</summary>
/// <typeparam name="T">The class.</typeparam>
public sealed class PyHandle<T> : IDisposable
    where T : class, IPyClass<T>
{
    private readonly T _value;

    /// <summary>Keeps the Python object of an instance.</summary>
    /// <param name="py">The token of the interpreter that owns the instance.</param>
    /// <param name="value">The instance.</param>
    public PyHandle(Py py, T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
        Handle = new PyHandle(py.From(value));
    }

    /// <summary>The untyped handle.</summary>
    public PyHandle Handle { get; }

    /// <summary>Opens the handle as the Python object.</summary>
    /// <param name="py">The token of the owner.</param>
    /// <returns>A temporary of the frame of <paramref name="py"/>.</returns>
    /// <exception cref="PyInterpreterMismatchException"><paramref name="py"/> belongs to another interpreter.</exception>
    public PyObject Get(Py py) => Handle.Get(py);

    /// <summary>Opens the handle as the C# object.</summary>
    /// <param name="py">The token of the owner.</param>
    /// <returns>The instance.</returns>
    /// <exception cref="PyInterpreterMismatchException"><paramref name="py"/> belongs to another interpreter.</exception>
    public T Value(Py py)
    {
        Handle.Get(py);
        return _value;
    }

    /// <summary>Gives up the reference. Safe from any thread, and more than once.</summary>
    public void Dispose() => Handle.Dispose();
}
