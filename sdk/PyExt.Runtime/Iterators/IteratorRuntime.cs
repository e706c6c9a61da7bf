using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>Python iterators over C# enumerators: what a method that returns <c>IEnumerator&lt;T&gt;</c> gives to Python.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class IteratorRuntime
{
    /// <summary>Makes the iterator.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <typeparam name="TConverter">Its converter.</typeparam>
    /// <param name="py">The token of the call.</param>
    /// <param name="enumerator">The enumerator, which the iterator disposes of; or null for <c>None</c>.</param>
    /// <param name="first">An object that the iterator keeps, and whose critical section its steps run in: a borrowed reference, or 0.</param>
    /// <param name="second">Another one, or 0.</param>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    public static nint New<T, TConverter>(Py py, IEnumerator<T>? enumerator, nint first = 0, nint second = 0)
        where TConverter : IPyConverter<T>
        => enumerator is null ? CPythonProcess.None : New(py, new NativeIterator<T, TConverter>(py.State, enumerator, first, second));

    /// <summary>The <c>tp_iter</c> of a class that is its own iterator.</summary>
    /// <param name="self">The instance.</param>
    /// <returns>A new reference to it.</returns>
    public static nint Self(nint self) => CPython.NewReference(self);

    private static nint New(Py py, NativeIterator target)
    {
        nint self = RuntimeTypes.NewInstance(py.State, RuntimeTypes.Iterator, &BuildSpec, target);
        if (self == 0)
            target.Release();
        return self;
    }

    private static PyTypeSpec* BuildSpec()
    {
        PyTypeSpec* spec = RuntimeTypes.NewSpec("iterator", 6);
        SlotLayout* slots = spec->Slots;
        slots[0] = new SlotLayout(TypeSlot.Iter, (void*)CPythonProcess.Require("PyObject_SelfIter"));
        slots[1] = new SlotLayout(TypeSlot.IterNext, (delegate* unmanaged[Cdecl]<nint, nint>)&NextEntry);
        slots[2] = new SlotLayout(TypeSlot.Dealloc, (delegate* unmanaged[Cdecl]<nint, void>)&DeallocEntry);
        slots[3] = new SlotLayout(TypeSlot.Traverse, (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<nint, nint, int>, nint, int>)&TraverseEntry);
        slots[4] = new SlotLayout(TypeSlot.Clear, (delegate* unmanaged[Cdecl]<nint, int>)&ClearEntry);
        slots[5] = new SlotLayout(TypeSlot.Methods, NativeTables.Methods(
            new PyMethod("close"u8, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint>)&CloseEntry, PyMethod.NoArguments, "close($self)\n--\n\nEnds the iteration and releases what it holds."u8)));
        return spec;
    }

    private static NativeIterator Target(nint self) => Unsafe.As<NativeIterator>(GCHandle.FromIntPtr(*InstanceRuntime.Data(self)).Target)!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint NextEntry(nint self)
    {
        return NextBody(self);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint NextBody(nint self)
    {
        return Target(self).Next(self); // never throws
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
            return Target(self).Close(self) ? CPythonProcess.None : 0;
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }

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
            NativeIterator target = Target(self);
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
