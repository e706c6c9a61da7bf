using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>Python coroutines over tasks: what a method that returns <c>Task</c>, <c>ValueTask</c>, <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c> gives to Python.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class CoroutineRuntime
{
    /// <summary>Makes the coroutine of a method without a result.</summary>
    /// <param name="py">The token of the call.</param>
    /// <param name="task">The task.</param>
    /// <param name="qualifiedName">The Python name of the method, with that of its class.</param>
    /// <param name="cancellation">What cancels the task, or null.</param>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="task"/> is null.</exception>
    public static nint New(Py py, Task? task, string qualifiedName, CancellationTokenSource? cancellation = null) =>
        New(py, new VoidCoroutine(py.State, task ?? throw IsNull(qualifiedName), cancellation, qualifiedName));

    /// <inheritdoc cref="New(Py, Task?, string, CancellationTokenSource?)"/>
    [SuppressMessage("Usage", "CA2012", Justification = "It is used once, here.")]
    public static nint New(Py py, ValueTask task, string qualifiedName, CancellationTokenSource? cancellation = null) =>
        New(py, task.AsTask(), qualifiedName, cancellation);

    /// <summary>Makes the coroutine of a method with a result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <typeparam name="TConverter">Its converter.</typeparam>
    /// <param name="py">The token of the call.</param>
    /// <param name="task">The task.</param>
    /// <param name="qualifiedName">The Python name of the method, with that of its class.</param>
    /// <param name="cancellation">What cancels the task, or null.</param>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="task"/> is null.</exception>
    public static nint New<T, TConverter>(Py py, Task<T>? task, string qualifiedName, CancellationTokenSource? cancellation = null)
        where TConverter : IPyConverter<T>
        => New(py, new ValueCoroutine<T, TConverter>(py.State, task ?? throw IsNull(qualifiedName), cancellation, qualifiedName));

    /// <inheritdoc cref="New{T, TConverter}(Py, Task{T}?, string, CancellationTokenSource?)"/>
    [SuppressMessage("Usage", "CA2012", Justification = "It is used once, here.")]
    public static nint New<T, TConverter>(Py py, ValueTask<T> task, string qualifiedName, CancellationTokenSource? cancellation = null)
        where TConverter : IPyConverter<T>
        => New<T, TConverter>(py, task.AsTask(), qualifiedName, cancellation);

    private static nint New(Py py, Coroutine target) => RuntimeTypes.NewInstance(py.State, RuntimeTypes.Coroutine, &BuildSpec, target);

    private static InvalidOperationException IsNull(string qualifiedName) => new(qualifiedName + "() has returned null instead of a task");

    private static PyTypeSpec* BuildSpec()
    {
        PyTypeSpec* spec = RuntimeTypes.NewSpec("coroutine", 8);
        SlotLayout* slots = spec->Slots;
        slots[0] = new SlotLayout(TypeSlot.Await, (void*)CPythonProcess.Require("PyObject_SelfIter"));
        slots[1] = new SlotLayout(TypeSlot.Send, (delegate* unmanaged[Cdecl]<nint, nint, nint*, int>)&SendEntry);
        slots[2] = new SlotLayout(TypeSlot.IterNext, (delegate* unmanaged[Cdecl]<nint, nint>)&NextEntry);
        slots[3] = new SlotLayout(TypeSlot.Dealloc, (delegate* unmanaged[Cdecl]<nint, void>)&DeallocEntry);
        slots[4] = new SlotLayout(TypeSlot.Traverse, (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<nint, nint, int>, nint, int>)&TraverseEntry);
        slots[5] = new SlotLayout(TypeSlot.Clear, (delegate* unmanaged[Cdecl]<nint, int>)&ClearEntry);
        slots[6] = new SlotLayout(TypeSlot.Methods, NativeTables.Methods(
            new PyMethod("send"u8, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint>)&SendMethodEntry, PyMethod.OneArgument, "send($self, value, /)\n--\n\nTakes one step: raises StopIteration with the result, or returns the future it waits for."u8),
            new PyMethod("throw"u8, (nint)(delegate* unmanaged[Cdecl]<nint, nint*, nint, nint>)&ThrowEntry, PyMethod.FastCallPositional, "throw($self, type, value=None, traceback=None, /)\n--\n\nRaises an exception where it waits. CancelledError asks the method to end, if it takes a CancellationToken."u8),
            new PyMethod("close"u8, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint>)&CloseEntry, PyMethod.NoArguments, "close($self)\n--\n\nStops waiting, and asks the method to end, if it takes a CancellationToken."u8)));
        slots[7] = new SlotLayout(TypeSlot.GetSet, NativeTables.Properties(
        [
            new PyProperty("__name__"u8, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint>)&NameEntry, 0, default),
            new PyProperty("__qualname__"u8, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint>)&QualifiedNameEntry, 0, default),
        ]));
        return spec;
    }

    private static Coroutine Target(nint self) => Unsafe.As<Coroutine>(GCHandle.FromIntPtr(*InstanceRuntime.Data(self)).Target)!;

    // What a function returns that is not a slot for coroutines: the end is a StopIteration.
    private static nint ToStopIteration(SendResult status, nint result, bool isIterNext)
    {
        if (status != SendResult.Return)
            return result;
        // tp_iternext may do without the exception. A tuple would be taken for its arguments, so the exception is made here.
        if (isIterNext && result == CPythonProcess.None)
            return 0;
        nint exception = CPython.PyObject_Vectorcall(ExceptionTypes.Find("StopIteration"), &result, result == CPythonProcess.None ? 0u : 1u, 0);
        CPython.Py_DecRef(result);
        if (exception != 0)
            CPython.PyErr_SetRaisedException(exception);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SendEntry(nint self, nint value, nint* result)
    {
        return SendBody(self, value, result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SendBody(nint self, nint value, nint* result) => (int)Target(self).Send(value, out *result); // never throws

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint NextEntry(nint self)
    {
        return NextBody(self);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint NextBody(nint self) => ToStopIteration(Target(self).Send(CPythonProcess.None, out nint result), result, isIterNext: true);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint SendMethodEntry(nint self, nint value)
    {
        return SendMethodBody(self, value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint SendMethodBody(nint self, nint value) => ToStopIteration(Target(self).Send(value, out nint result), result, isIterNext: false);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ThrowEntry(nint self, nint* arguments, nint count)
    {
        return ThrowBody(self, arguments, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint ThrowBody(nint self, nint* arguments, nint count)
    {
        nint exception = count is >= 1 and <= 3 ? NewException(arguments, count) : WrongCount(count);
        return exception == 0 ? 0 : ToStopIteration(Target(self).Throw(exception, out nint result), result, isIterNext: false);
    }

    // throw(exception), or as before 3.12 throw(type[, value[, traceback]]).
    private static nint NewException(nint* arguments, nint count)
    {
        nint type = ExceptionTypes.Find("BaseException");
        if (CPython.PyObject_IsInstance(arguments[0], type) == 1)
            return CPython.NewReference(arguments[0]);
        bool hasValue = count >= 2 && arguments[1] != CPythonProcess.None;
        if (hasValue && CPython.PyObject_IsInstance(arguments[1], type) == 1)
            return CPython.NewReference(arguments[1]);
        nint made = CPython.PyObject_Vectorcall(arguments[0], arguments + 1, (nuint)(hasValue ? 1 : 0), 0);
        if (made == 0 || CPython.PyObject_IsInstance(made, type) == 1)
            return made;
        CPython.Py_DecRef(made);
        PyErrors.Set(CPythonProcess.TypeError, "exceptions must be classes or instances deriving from BaseException, not " + PyErrors.TypeName(arguments[0]));
        return 0;
    }

    private static nint WrongCount(nint count)
    {
        PyErrors.Set(CPythonProcess.TypeError, "throw expected " + (count == 0 ? "at least 1 argument, got 0" : "at most 3 arguments, got " + count));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CloseEntry(nint self, nint arguments)
    {
        return CloseBody(self);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint CloseBody(nint self)
    {
        try
        {
            return Target(self).Close() ? CPythonProcess.None : 0;
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint NameEntry(nint self, nint closure)
    {
        return NameBody(self, isQualified: false);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint QualifiedNameEntry(nint self, nint closure)
    {
        return NameBody(self, isQualified: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint NameBody(nint self, bool isQualified) => Utf8.FromUtf16(Target(self).Name(isQualified));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void DeallocEntry(nint self)
    {
        DeallocBody(self);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DeallocBody(nint self)
    {
        try
        {
            CPython.PyObject_GC_UnTrack(self);
            Coroutine target = Target(self);
            target.Release();
            RuntimeTypes.Free(target.State, self);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int TraverseEntry(nint self, delegate* unmanaged[Cdecl]<nint, nint, int> visit, nint argument)
    {
        return TraverseBody(self, visit, argument);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TraverseBody(nint self, delegate* unmanaged[Cdecl]<nint, nint, int> visit, nint argument)
    {
        try
        {
            var visitor = new PyVisitor(visit, argument);
            visitor.Visit(CPythonProcess.TypeOf(self));
            Target(self).Traverse(ref visitor);
            return visitor.Result;
        }
        catch (Exception)
        {
            // Not visiting is safe: what is not visited counts as reachable.
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ClearEntry(nint self)
    {
        ClearBody(self);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ClearBody(nint self)
    {
        try
        {
            Target(self).Release();
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception);
        }
    }
}
