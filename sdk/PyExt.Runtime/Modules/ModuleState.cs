using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// What one module object owns: the user's <c>[PyModule]</c> instance, the heap types, the interpreter's identity. The module's <c>m_size</c> memory holds one handle to it
/// (PEP 3121, PEP 573); nothing of it is reachable from a static.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ModuleState
{
    private const int MostOrphans = 1024;

    private int _orphans;

    internal readonly PyInterpreter Interpreter;
    internal readonly nint[] Types;

    /// <summary>The types of iterators and coroutines, 0 until the first one is made: see <see cref="Interop.RuntimeTypes"/>.</summary>
    internal readonly nint[] RuntimeTypes = new nint[Interop.RuntimeTypes.Count];

    /// <summary>What coroutines need, once there has been one that waits.</summary>
    internal ModulePart? Async;

    /// <summary>The handles from this module's Python objects to their C# objects, with a GIL.</summary>
    internal HandlePool Handles;

    /// <summary>The names that this module's C# asks Python for.</summary>
    internal InternedNames Names;

    /// <summary>The same without a GIL.</summary>
    private readonly SharedHandlePool? _sharedHandles = CPythonProcess.IsFreeThreaded ? new SharedHandlePool() : null;

    /// <param name="interpreter">The interpreter.</param>
    /// <param name="typeCount">How many classes the module has.</param>
    /// <param name="module">The module object, or 0 for a state that is cleared from the start.</param>
    internal ModuleState(PyInterpreter interpreter, int typeCount, nint module)
    {
        Interpreter = interpreter;
        Types = new nint[typeCount];
        Module = module;
    }

    /// <summary>The module object: a borrowed reference, valid while something holds the module or an instance of its classes.</summary>
    public nint Module { get; }

    /// <summary>The <c>[PyModule]</c> instance, or null for a static class.</summary>
    public object? Instance { get; internal set; }

    /// <summary>The state of a module object.</summary>
    /// <param name="module">The module: a borrowed reference, the <c>self</c> of a module function.</param>
    /// <returns>The state.</returns>
    /// <exception cref="InvalidOperationException">The module has not been executed, or has been cleared.</exception>
    public static ModuleState FromModule(nint module)
    {
        var memory = (nint*)CPython.PyModule_GetState(module);
        if (memory is null || *memory == 0)
            ThrowCleared();
        // The target's type is known: the memory belongs to our PyModuleDef, and only our exec slot writes it.
        return Unsafe.As<ModuleState>(GCHandle.FromIntPtr(*memory).Target)!;
    }

    /// <summary>The state by defining class: for class methods, where the class may be a Python subclass of ours.</summary>
    /// <param name="type">A class that derives from one of this module's.</param>
    /// <returns>The state.</returns>
    /// <exception cref="InvalidOperationException">No class of this module is a base.</exception>
    public static ModuleState FromClass(nint type) =>
        TryFromClass(type) ?? throw new InvalidOperationException("the class does not belong to this module");

    /// <summary>The state of the module that an instance of one of its classes belongs to.</summary>
    /// <param name="self">The instance.</param>
    /// <returns>The state.</returns>
    public static ModuleState FromInstance(nint self) => FromClass(CPythonProcess.TypeOf(self));

    /// <summary>The state of the module that a class of it belongs to, when the class is one of the module's own and no Python subclass.</summary>
    /// <param name="type">The class.</param>
    /// <returns>The state.</returns>
    public static ModuleState FromOwnClass(nint type) => FromModule(CPython.PyType_GetModule(type));

    private static ModuleState? TryFromClass(nint type)
    {
        // PyType_GetModuleByDef does this since 3.11 but entered the stable ABI in 3.13 only.
        for (nint candidate = type; candidate != 0; candidate = (nint)CPython.PyType_GetSlot(candidate, TypeSlot.Base))
        {
            if ((CPython.PyType_GetFlags(candidate) & TypeFlags.HeapType) == 0)
                break;
            nint module = CPython.PyType_GetModule(candidate);
            if (module == 0)
                CPython.PyErr_Clear();
            else if (CPython.PyModule_GetDef(module) == ModuleRuntime.NativeDefinition)
                return FromModule(module);
        }
        return null;
    }

    /// <summary>The state for a binary operator, whose <c>self</c> is the left operand or the right one.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <returns>The state.</returns>
    public static ModuleState FromOperands(nint left, nint right) =>
        InstanceRuntime.StateOfInstance(left)
        ?? InstanceRuntime.StateOfInstance(right)
        ?? TryFromClass(CPythonProcess.TypeOf(left))
        ?? FromClass(CPythonProcess.TypeOf(right));

    /// <summary>The heap type with that index: a borrowed reference.</summary>
    /// <param name="index">The index in <see cref="PyModuleDefinition.Types"/>.</param>
    /// <returns>The type.</returns>
    /// <exception cref="InvalidOperationException">The module has been cleared.</exception>
    internal nint Type(int index)
    {
        nint type = Types[index];
        if (type == 0)
            ThrowCleared();
        return type;
    }

    /// <summary>A strong handle to an object.</summary>
    internal nint RentHandle(object target) => _sharedHandles is null ? Handles.Rent(target) : _sharedHandles.Rent(target);

    /// <summary>Gives a handle up.</summary>
    internal void ReturnHandle(nint handle)
    {
        if (_sharedHandles is null)
            Handles.Return(handle);
        else
            _sharedHandles.Return(handle);
    }

    /// <summary>For <c>m_free</c>: frees the handles that are kept for new objects.</summary>
    internal void CloseHandles()
    {
        Handles.Close();
        _sharedHandles?.Close();
    }

    /// <summary>For <c>m_traverse</c>: visits what the module owns.</summary>
    internal int Traverse(ref PyVisitor visitor)
    {
        foreach (nint type in Types)
            visitor.Visit(type);
        foreach (nint type in RuntimeTypes)
            visitor.Visit(type);
        (Instance as IPyTraversable)?.Traverse(ref visitor);
        Async?.Traverse(ref visitor);
        return visitor.Result;
    }

    /// <summary>For <c>m_clear</c> and <c>m_free</c>: gives up what the module owns. May be called twice.</summary>
    internal void Clear()
    {
        (Instance as IPyTraversable)?.ClearHandles();
        for (int i = 0; i < Types.Length; i++)
            CPython.Clear(ref Types[i]);
        for (int i = 0; i < RuntimeTypes.Length; i++)
            CPython.Clear(ref RuntimeTypes[i]);
        Async?.Clear();
        Names.Clear();
        if (Interpreter.HasPendingDrops)
            Interpreter.DrainDrops();
    }

    /// <summary>
    /// Notes that an object with handles has lost its Python object. What the handles refer to is released when .NET collects the object, and .NET does not know that
    /// there may be gigabytes behind it: now and then it is told.
    /// </summary>
    internal void NoteOrphan(object instance)
    {
        // Without a GIL a count may get lost, and two threads may collect: both are harmless.
        if (++_orphans < MostOrphans || ForkRefusal.IsInForce)
            return;
        _orphans = 0;
        GC.Collect(GC.GetGeneration(instance), GCCollectionMode.Forced, blocking: true);
    }

    private static void ThrowCleared() => throw new InvalidOperationException("the module has been cleared: its interpreter is shutting down");
}
