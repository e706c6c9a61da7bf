using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt;

// A thread that Python has not made attaches by the interpreter's name; there is no parameterless way, which would land in the main interpreter (PyGILState_Ensure).
public sealed unsafe partial class PyInterpreter
{
    private Lock _gate = new();
    private readonly nint _address;
    private ModuleState? _module;
    private PyHandle? _weakModule;
    private nint _view, _guard;
    private bool _isHooked;
    private bool _isClosing;
    private int _attached, _forks;

    /// <summary>
    /// Attaches this thread to the interpreter, runs <paramref name="work"/>, and detaches. Does nothing when the interpreter has ended or is ending.
    /// </summary>
    /// <param name="work">The work. Exceptions go through to the caller.</param>
    /// <returns>Whether the work has run.</returns>
    /// <remarks>
    /// The thread may be attached to another interpreter, or to this one: it is detached meanwhile and attached again afterwards. An interpreter that ends waits for the work of
    /// threads that are attached to it. Attaching costs a few microseconds; do not hold a lock meanwhile that a Python thread may want.
    /// </remarks>
    public bool TryAttach(Action<Py> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return TryAttach(work, static (py, action) => action(py));
    }

    /// <inheritdoc cref="TryAttach(Action{Py})"/>
    /// <typeparam name="TState">The type of what the work gets.</typeparam>
    /// <param name="state">What the work gets, so that it can be a static lambda.</param>
    /// <param name="work">The work. Exceptions go through to the caller.</param>
    public bool TryAttach<TState>(TState state, Action<Py, TState> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ModuleState module;
        PyHandle? weakModule;
        int forks;
        lock (_gate)
        {
            if (_isClosing || _module is null || !TryGuard())
                return false;
            module = _module;
            weakModule = _weakModule;
            forks = _forks;
            _attached++;
        }
        try
        {
            RunAttached(module, weakModule, state, work);
            return true;
        }
        finally
        {
            lock (_gate)
            {
                // In the child of a fork that the work did, the attached threads were forgotten, this one with them.
                if (forks == _forks && --_attached == 0)
                    CloseGuard();
            }
        }
    }

    /// <summary>Makes the interpreter wait for attached threads before it ends. The caller is attached to it.</summary>
    /// <param name="py">The token of a call into the module that attached threads shall see.</param>
    internal void AllowAttach(Py py)
    {
        PyHandle? weakModule = null;
        if (CPythonProcess.IsFreeThreaded)
        {
            lock (_gate)
            {
                if (ReferenceEquals(_module, py.State))
                    return;
            }
            weakModule = new PyHandle(py.Own(CPython.PyWeakref_NewRef(py.State.Module, 0)));
        }
        HookExit(py);
        lock (_gate)
        {
            _module = py.State;
            _weakModule = weakModule;
            if (_view == 0 && !_isClosing)
                _view = InterpreterGuards.NewView();
        }
    }

    /// <summary>Registers <see cref="Close"/> with <c>atexit</c>, once.</summary>
    internal void HookExit(Py py)
    {
        lock (_gate)
        {
            if (_isHooked)
                return;
            _isHooked = true;
        }
        // self of the hook: a capsule of our own, so that the hook finds the interpreter by its argument.
        PyObject self = py.Own(CPython.PyCapsule_New((void*)GCHandle.ToIntPtr(GCHandle.Alloc(this)), CapsuleName, &FreeHandle));
        PyObject hook = py.Own(CPython.PyCFunction_NewEx(CloseDefinition, self.Pointer, 0));
        py.Import("atexit").Invoke("register", hook);
    }

    // Under the gate. The guard, where CPython has them, says no also when our hook was taken out of atexit. One is kept for all threads, so that a child of fork can close it for those it lost;
    // asking each time lets nobody in while the interpreter waits for the last to leave.
    private bool TryGuard()
    {
        if (_view == 0)
            return true;
        nint guard = InterpreterGuards.TryGuard(_view);
        if (guard == 0)
            return false;
        if (_guard == 0)
            _guard = guard;
        else
            InterpreterGuards.CloseGuard(guard);
        return true;
    }

    private void CloseGuard()
    {
        InterpreterGuards.CloseGuard(_guard);
        _guard = 0;
    }

    private void RunAttached<TState>(ModuleState module, PyHandle? weakModule, TState state, Action<Py, TState> work)
    {
        nint previous = CPython.PyThreadState_Swap(0);
        // A thread that Python knows keeps its state: threading.local and current_thread() stay what they are.
        nint own = previous != 0 ? previous : DetachedThread.State;
        bool isOwn = own != 0 && CPython.PyThreadState_GetInterpreter(own) == _address;
        nint threadState = isOwn ? own : CPython.PyThreadState_New(_address);
        if (threadState == 0)
        {
            if (previous != 0)
                CPython.PyEval_RestoreThread(previous);
            throw new InsufficientMemoryException("Python has no memory for another thread state");
        }
        nint detached = DetachedThread.Enter(0);
        CPython.PyEval_RestoreThread(threadState);
        PyReferences room;
        var frame = default(PyFrame);
        try
        {
            nint held = 0;
            if (CPythonProcess.IsFreeThreaded && (held = Hold(weakModule)) == 0)
                module = new ModuleState(this, module.Types.Length, 0); // as one that has been cleared
            frame = new PyFrame(module, &room);
            if (held != 0)
                frame.Own(held);
            work(new Py(ref frame), state);
        }
        finally
        {
            frame.Release();
            DetachedThread.Enter(detached);
            if (isOwn)
                CPython.PyEval_SaveThread();
            else
                Delete(threadState);
            if (previous != 0)
                CPython.PyEval_RestoreThread(previous);
        }
    }

    private static void Delete(nint threadState)
    {
        CPython.PyThreadState_Clear(threadState);
        // Both at once where possible: a fork of another thread in between would find a state that has been cleared already.
        if (CPythonProcess.ThreadStateDeleteCurrent != null)
        {
            CPythonProcess.ThreadStateDeleteCurrent();
            return;
        }
        CPython.PyEval_SaveThread();
        CPython.PyThreadState_Delete(threadState);
    }

    // Without a GIL the module could be cleared while the work uses it. The reference is weak, because Python's garbage collector clears those before it lets anybody go on.
    private static nint Hold(PyHandle? weakModule)
    {
        nint weak = weakModule?.TryNewReference() ?? 0;
        if (weak == 0)
            return 0;
        nint strong = 0;
        if (FreeThreading.WeakrefGetRef(weak, &strong) < 0)
            CPython.PyErr_Clear();
        CPython.Py_DecRef(weak);
        return strong;
    }

    // Py_EndInterpreter and Py_FinalizeEx call this through atexit, before anything is taken down. Threads that are attached finish; no other one gets in.
    private void Close()
    {
        // Once the main interpreter goes on, Python lets no other thread into any interpreter of the process: one that tries ends, or waits for ever.
        PyInterpreter[] closing = Id == 0 ? Living() : [this];
        foreach (PyInterpreter interpreter in closing)
        {
            lock (interpreter._gate)
                interpreter._isClosing = true;
        }
        nint threadState = CPython.PyEval_SaveThread();
        foreach (PyInterpreter interpreter in closing)
            interpreter.WaitForAttached();
        CPython.PyEval_RestoreThread(threadState);
        lock (_gate)
        {
            _module = null;
            _weakModule?.Dispose();
            _weakModule = null;
        }
        foreach (ModuleState module in Modules())
            module.Async?.Close();
        DrainDrops();
    }

    /// <summary>Whether it ends, or has ended: no thread gets in any more.</summary>
    internal bool IsClosing
    {
        get
        {
            lock (_gate)
                return _isClosing;
        }
    }

    private void WaitForAttached()
    {
        var spin = default(SpinWait);
        while (IsAttached)
            spin.SpinOnce(sleep1Threshold: 20);
    }

    private bool IsAttached
    {
        get
        {
            lock (_gate)
                return _attached != 0;
        }
    }

    // CPython keeps the pointer.
    [ProcessShared("A constant C table: made by the class constructor, never written again, and it holds a name and the address of code.")]
    private static readonly PyMethodDefLayout* CloseDefinition = NewCloseDefinition();

    private static PyMethodDefLayout* NewCloseDefinition() =>
        NativeTables.Methods(new PyMethod("_pyext_close"u8, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint>)&CloseEntry, PyMethod.NoArguments, default));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CloseEntry(nint self, nint arguments)
    {
        try
        {
            return CloseBody(self);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint CloseBody(nint self)
    {
        ((PyInterpreter)GCHandle.FromIntPtr((nint)CPython.PyCapsule_GetPointer(self, CapsuleName)).Target!).Close();
        return PyCall.None();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeHandle(nint capsule)
    {
        try
        {
            FreeHandleBody(capsule);
        }
        catch (Exception)
        {
            // Nobody to tell: a destructor has no error value.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FreeHandleBody(nint capsule) => GCHandle.FromIntPtr((nint)CPython.PyCapsule_GetPointer(capsule, CapsuleName)).Free();
}
