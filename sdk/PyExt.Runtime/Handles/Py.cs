using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt;

/// <summary>
/// Proof that this thread is attached to one interpreter, and the only way to reach Python. A parameter of this type is injected; it is not an argument of the Python function.
/// </summary>
/// <remarks>
/// It is a <c>ref struct</c> that holds a <c>ref</c> to the frame of the call: the compiler does not let it be stored, captured, boxed, kept across <c>await</c> or <c>yield</c>, or
/// handed to another thread.
/// </remarks>
public readonly unsafe ref struct Py
{
    internal readonly ref PyFrame Frame;

    /// <summary>For generated code: the token of a frame.</summary>
    /// <param name="frame">The frame that owns the temporaries.</param>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public Py(ref PyFrame frame) => Frame = ref frame;

    /// <summary>A storable name for the interpreter that this thread is attached to, by which other threads can attach to it.</summary>
    /// <exception cref="PyException">The interpreter is shutting down.</exception>
    public PyInterpreter Interpreter
    {
        get
        {
            State.Interpreter.AllowAttach(this);
            return State.Interpreter;
        }
    }

    /// <summary>Python's <c>None</c>.</summary>
    public PyObject None
    {
        get
        {
            ThrowIfDefault();
            return new PyObject(ref Frame, CPythonProcess.None);
        }
    }

    internal ModuleState State
    {
        get
        {
            ThrowIfDefault();
            return Frame.State;
        }
    }

    /// <summary>Converts a value to a Python object.</summary>
    /// <typeparam name="T">A type that has a converter: the ones of the guide, or one of your own.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>A temporary of this frame.</returns>
    /// <exception cref="PyException">Python raised during the conversion.</exception>
    public PyObject From<T>(T value)
    {
        ThrowIfDefault();
        return Own(PyConverters<T>.ToPython(this, value));
    }

    /// <summary>Imports a module (<c>import name</c>) and returns it.</summary>
    /// <param name="name">The absolute, dotted name.</param>
    /// <returns>The module, from <c>sys.modules</c> where it is there already.</returns>
    /// <exception cref="PyException">The import failed.</exception>
    public PyObject Import(string name)
    {
        ThrowIfDefault();
        ArgumentNullException.ThrowIfNull(name);
        fixed (byte* utf8 = Utf8.NullTerminated(name))
            return Own(CPython.PyImport_ImportModule(utf8));
    }

    /// <summary>A new empty list.</summary>
    /// <returns>A temporary of this frame.</returns>
    public PyList NewList()
    {
        ThrowIfDefault();
        return new PyList(Own(CPython.PyList_New(0)));
    }

    /// <summary>A new empty dictionary.</summary>
    /// <returns>A temporary of this frame.</returns>
    public PyDict NewDict()
    {
        ThrowIfDefault();
        return new PyDict(Own(CPython.PyDict_New()));
    }

    /// <summary>
    /// Opens a nested frame: <c>using PyScope scope = py.Scope();</c>. What is made through <see cref="PyScope.Py"/> is released at the end of the block, which keeps a long loop from
    /// piling up temporaries.
    /// </summary>
    /// <returns>The scope, to be disposed.</returns>
    public PyScope Scope() => new(ref Frame, State);

    /// <summary>Runs signal handlers (Ctrl-C). Call it now and then in a long computation.</summary>
    /// <exception cref="PyException">A handler raised, for instance <c>KeyboardInterrupt</c>.</exception>
    public void CheckSignals()
    {
        ThrowIfDefault();
        if (CPython.PyErr_CheckSignals() != 0)
            throw PyException.Fetch(this);
    }

    /// <summary>
    /// Detaches from the interpreter, so that other Python threads run, calls <paramref name="work"/>, and attaches again. The work cannot touch Python: it has no <see cref="Py"/>, and the
    /// compiler does not let it capture one.
    /// </summary>
    /// <typeparam name="TResult">What the work returns.</typeparam>
    /// <param name="work">The work.</param>
    /// <returns>The result of the work.</returns>
    public TResult AllowThreads<TResult>(Func<TResult> work)
    {
        ThrowIfDefault();
        ArgumentNullException.ThrowIfNull(work);
        nint outer = DetachedThread.Enter(CPython.PyEval_SaveThread());
        try
        {
            return work();
        }
        finally
        {
            CPython.PyEval_RestoreThread(DetachedThread.Leave(outer));
        }
    }

    /// <inheritdoc cref="AllowThreads{TResult}(Func{TResult})"/>
    public void AllowThreads(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        AllowThreads<object?>(() =>
        {
            work();
            return null;
        });
    }

    /// <summary>Takes over a new reference, or throws the Python exception that came instead of it.</summary>
    internal PyObject Own(nint strong)
    {
        if (strong == 0)
            ThrowRaised();
        return new PyObject(ref Frame, Frame.Own(strong));
    }

    /// <summary><see cref="Own"/> for an object with which no other dies.</summary>
    internal PyObject OwnLeaf(nint strong)
    {
        if (strong == 0)
            ThrowRaised();
        Frame.Own(strong | PyFrame.Leaf);
        return new PyObject(ref Frame, strong);
    }

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal void ThrowRaised() => throw PyException.Fetch(this);

    // Anybody can write default(Py), on any thread, so it must not get as far as the C API. A check of our own: the null reference of its frame would be a SIGSEGV first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfDefault()
    {
        if (Unsafe.IsNullRef(in Frame))
            ThrowDefault();
    }

    [DoesNotReturn]
    private static void ThrowDefault() => throw new InvalidOperationException("this Py is default(Py), which is attached to no interpreter; take a parameter of type Py instead");
}
