using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>Instances of <c>[PyClass]</c> classes: the type data of the Python object holds one strong handle to the C# object.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class InstanceRuntime
{
    /// <summary>The C# object behind the <c>self</c> of a method, property or slot.</summary>
    /// <typeparam name="T">The class that the slot belongs to: CPython has checked that <paramref name="self"/> is an instance.</typeparam>
    /// <param name="self">The Python object.</param>
    /// <returns>The C# object.</returns>
    /// <exception cref="PyUninitializedException">A Python subclass has overridden <c>__init__</c> without calling the base's.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Self<T>(nint self)
        where T : class
    {
        nint handle = *Data(self);
        if (handle == 0)
            ThrowUninitialized(self);
        return Unsafe.As<T>(GCHandle.FromIntPtr(handle).Target)!;
    }

    /// <summary>The module that an object's Python object belongs to.</summary>
    /// <param name="instance">An object that came from <see cref="Self{T}"/>.</param>
    /// <returns>The state.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ModuleState State(IPyInstance instance) => instance.PyHeader.State!;

    /// <summary>The state of an instance of one of our own types, or null for anything else, Python subclasses among it.</summary>
    internal static ModuleState? StateOfInstance(nint value)
    {
        // Only our types have this tp_dealloc itself: one call instead of the five that the way by the type's module takes.
        if (CPython.PyType_GetSlot(CPythonProcess.TypeOf(value), TypeSlot.Dealloc) != (delegate* unmanaged[Cdecl]<nint, void>)&DeallocEntry)
            return null;
        nint handle = *Data(value);
        return handle == 0 ? null : Unsafe.As<IPyInstance>(GCHandle.FromIntPtr(handle).Target)!.PyHeader.State;
    }

    /// <summary>The Python object of a C# object: its own, or a new one. Called by the converter of its class.</summary>
    /// <param name="py">The token of the call.</param>
    /// <param name="instance">The object.</param>
    /// <param name="header">Its link: the caller knows the class, and saves a call through the interface.</param>
    /// <param name="classIndex">The index of the object's own class in the module's types.</param>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    /// <exception cref="InvalidOperationException">The object belongs to another module object, or to another interpreter (<see cref="PyInterpreterMismatchException"/>).</exception>
    public static nint Wrap(Py py, IPyInstance instance, ref PyInstanceHeader header, int classIndex)
    {
        ModuleState state = py.State;
        if (CPythonProcess.IsFreeThreaded)
            return InstanceLinks.Wrap(state, instance);
        if (header.Self != 0 && ReferenceEquals(header.Owner, instance))
            return ReferenceEquals(header.State, state) ? CPython.NewReference(header.Self) : throw ForeignObject(header.State!, state);
        nint self = CPython.NewInstance(state.Type(classIndex));
        if (self != 0)
            Link(self, state, instance, ref header);
        return self;
    }

    /// <summary>The C# object of a Python object. Called by the converter of a class.</summary>
    /// <param name="py">The token of the call.</param>
    /// <param name="value">The Python object: a borrowed reference.</param>
    /// <param name="classIndex">The index of the class in the module's types.</param>
    /// <returns>The object, or null with a <c>TypeError</c> set when it is not an instance of the class.</returns>
    /// <exception cref="PyUninitializedException">A Python subclass has overridden <c>__init__</c> without calling the base's.</exception>
    public static object? Unwrap(Py py, nint value, int classIndex)
    {
        nint expected = py.State.Type(classIndex);
        nint actual = CPythonProcess.TypeOf(value);
        if (actual == expected || CPython.PyType_IsSubtype(actual, expected) != 0)
            return Self<object>(value);
        PyErrors.WrongType("expected " + PyErrors.NameOfType(expected) + ", got '" + PyErrors.TypeName(value) + "'");
        return null;
    }

    /// <summary>The Python object of what a constructor has made. Called by the <c>tp_vectorcall</c> of its class.</summary>
    /// <param name="state">The module's state.</param>
    /// <param name="type">The type that was called: the class's own.</param>
    /// <param name="instance">The new object.</param>
    /// <param name="header">Its link.</param>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    public static nint New(ModuleState state, nint type, IPyInstance instance, ref PyInstanceHeader header)
    {
        // A constructor that has handed the object to Python has given it its Python object by now.
        if (header.Self != 0 && ReferenceEquals(header.State, state) && !CPythonProcess.IsFreeThreaded)
            return CPython.NewReference(header.Self);
        nint self = CPython.NewInstance(type);
        if (self == 0)
            return 0;
        if (CPythonProcess.IsFreeThreaded)
            InstanceLinks.Attach(self, state, instance);
        else
            Link(self, state, instance, ref header);
        return self;
    }

    /// <summary>What to say when an object is used with another module object than its own.</summary>
    internal static Exception ForeignObject(ModuleState owner, ModuleState user) => owner.Interpreter == user.Interpreter
        ? new InvalidOperationException("the object belongs to another module object of this interpreter")
        : new PyInterpreterMismatchException(owner.Interpreter, user.Interpreter);

    /// <summary>Where a Python object keeps the handle to its C# object.</summary>
    internal static nint* Data(nint self) => (nint*)(self + CPythonProcess.InstanceDataOffset);

    private static void Attach(nint self, ModuleState state, IPyInstance instance)
    {
        if (CPythonProcess.IsFreeThreaded)
            InstanceLinks.Attach(self, state, instance);
        else
            Link(self, state, instance, ref instance.PyHeader);
    }

    private static void Link(nint self, ModuleState state, IPyInstance instance, ref PyInstanceHeader header)
    {
        *Data(self) = state.Handles.Rent(instance);
        header.Self = self;
        header.State = state;
        header.Owner = instance;
    }

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowUninitialized(nint self) => throw new PyUninitializedException(PyErrors.TypeName(self));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static nint NewEntry(nint type, nint arguments, nint keywords)
    {
        try
        {
            return New(type, arguments, keywords);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint New(nint type, nint arguments, nint keywords)
    {
        ModuleState state = ModuleState.FromClass(type);
        nint self = CPython.NewInstance(type);
        // A Python subclass with an __init__ of its own calls super().__init__(…) with the arguments that are ours: construct there.
        if (self == 0 || CPython.PyType_GetSlot(type, TypeSlot.Init) != (delegate* unmanaged[Cdecl]<nint, nint, nint, int>)&InitEntry)
            return self;
        return ConstructOrRelease(state, type, self, arguments, keywords);
    }

    private static nint ConstructOrRelease(ModuleState state, nint type, nint self, nint arguments, nint keywords)
    {
        if (Construct(state, type, self, arguments, keywords))
            return self;
        CPython.Py_DecRef(self);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int InitEntry(nint self, nint arguments, nint keywords)
    {
        try
        {
            return Init(self, arguments, keywords);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return -1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Init(nint self, nint arguments, nint keywords)
    {
        // type.__call__ runs tp_init after tp_new has constructed: the object exists then, and never changes under somebody's feet.
        if (*Data(self) != 0)
            return 0;
        nint type = CPythonProcess.TypeOf(self);
        return Construct(ModuleState.FromClass(type), type, self, arguments, keywords) ? 0 : -1;
    }

    /// <summary>Never throws: false with a Python exception set.</summary>
    private static bool Construct(ModuleState state, nint type, nint self, nint arguments, nint keywords)
    {
        PyConstructor constructor = ConstructorOf(state, type);
        PyReferences room;
        var frame = new PyFrame(state, &room);
        nint* large = null;
        try
        {
            PySignature signature = constructor.Signature();
            nint* bound = stackalloc nint[PySignature.FixedRoom];
            if (signature.IsDirect(arguments, keywords))
            {
                bound = ObjectLayout.ItemsOfTuple(arguments);
            }
            else
            {
                nint size = signature.RoomFor(arguments, keywords);
                if (size > PySignature.FixedRoom)
                    bound = large = PySignature.NewRoom(size);
                if (!signature.BindTuple(arguments, keywords, bound))
                    return false;
            }
            if (constructor.Body(new Py(ref frame), bound) is not IPyInstance instance)
                return false;
            // The constructor may have run Python code that has called __init__ on the same object.
            if (*Data(self) == 0)
                Attach(self, state, instance);
            return true;
        }
        catch (Exception exception)
        {
            // While the frame still holds what the exception refers to.
            ExceptionTranslator.Raise(exception);
            return false;
        }
        finally
        {
            NativeMemory.Free(large);
            frame.Release();
        }
    }

    // The nearest of our types up the chain of bases: `type` may be a Python subclass.
    private static PyConstructor ConstructorOf(ModuleState state, nint type)
    {
        for (; type != 0; type = (nint)CPython.PyType_GetSlot(type, TypeSlot.Base))
        {
            int index = Array.IndexOf(state.Types, type);
            if (index >= 0)
                return ModuleRuntime.Definition.Types[index].Constructor;
        }
        throw new InvalidOperationException("the class does not belong to this module");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void DeallocEntry(nint self)
    {
        try
        {
            Dealloc(self);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Dealloc(nint self)
    {
        nint type = CPythonProcess.TypeOf(self);
        CPython.PyObject_GC_UnTrack(self);
        nint handle = *Data(self);
        if (handle != 0)
        {
            *Data(self) = 0;
            Release(self, handle);
        }
        // What tp_free is for collected types allocated by PyType_GenericAlloc.
        CPython.FreeInstance(self);
        CPython.Py_DecRef(type);
    }

    // The C# object may outlive its Python object (another C# object refers to it); it gets a new one when it crosses again.
    private static void Release(nint self, nint handle)
    {
        // Nothing else is ever put there: no cast, which takes 2 ns for an interface.
        IPyInstance instance = Unsafe.As<IPyInstance>(GCHandle.FromIntPtr(handle).Target!);
        ModuleState? state = CPythonProcess.IsFreeThreaded ? InstanceLinks.Unlink(self, instance) : Unlink(self, ref instance.PyHeader);
        if (state is null)
        {
            GCHandle.FromIntPtr(handle).Free();
            return;
        }
        state.ReturnHandle(handle);
        if (ModuleRuntime.Definition.HasHandles && instance is IPyTraversable)
            state.NoteOrphan(instance);
    }

    private static ModuleState? Unlink(nint self, ref PyInstanceHeader header)
    {
        ModuleState? state = header.State;
        if (header.Self == self)
            header = default;
        return state;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int TraverseEntry(nint self, delegate* unmanaged[Cdecl]<nint, nint, int> visit, nint argument)
    {
        try
        {
            return Traverse(self, visit, argument);
        }
        catch (Exception)
        {
            // Not visiting is safe: what is not visited counts as reachable.
            return 0;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Traverse(nint self, delegate* unmanaged[Cdecl]<nint, nint, int> visit, nint argument)
    {
        var visitor = new PyVisitor(visit, argument);
        // Heap types: every instance owns a reference to its type.
        visitor.Visit(CPythonProcess.TypeOf(self));
        Target(self)?.Traverse(ref visitor);
        return visitor.Result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int ClearEntry(nint self)
    {
        try
        {
            ClearHandles(self);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception);
        }
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ClearHandles(nint self) => Target(self)?.ClearHandles();

    private static IPyTraversable? Target(nint self)
    {
        nint handle = *Data(self);
        return handle == 0 ? null : GCHandle.FromIntPtr(handle).Target as IPyTraversable;
    }
}
