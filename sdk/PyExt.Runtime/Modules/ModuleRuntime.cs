using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// Multi-phase initialisation (PEP 489) of the one module of this library: the <c>PyModuleDef</c>, its slots and its hooks.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ModuleRuntime
{
    private const string WrittenOnce = "Written once, under the lock of Init, before the first module exists; the tables hold code, names and numbers, nothing of an interpreter.";

    private static readonly System.Threading.Lock Gate = new();

    /// <summary>The generated definition. Set once, before the first module exists.</summary>
    [ProcessShared(WrittenOnce)]
    internal static PyModuleDefinition Definition { get; private set; } = null!;

    /// <summary>The <c>PyModuleDef</c>: identifies our modules (<c>PyModule_GetDef</c>).</summary>
    [ProcessShared(WrittenOnce)]
    internal static void* NativeDefinition { get; private set; }

    /// <summary>The body of <c>PyInit_…</c>.</summary>
    /// <param name="definition">The generated definition.</param>
    /// <returns>The <c>PyModuleDef</c> as an object, or 0 with a Python exception set.</returns>
    /// <remarks>
    /// CPython 3.13 and later call <c>PyInit_…</c> attached to the main interpreter, under its GIL, also when a sub-interpreter imports. CPython 3.12 calls it in the interpreter
    /// that imports, so interpreters with their own GIL may arrive together: hence the lock. What it holds back never calls Python.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Init(Func<PyModuleDefinition> definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        lock (Gate)
        {
            CPythonProcess.Initialize();
            PosixProcess.Initialize();
            if (NativeDefinition is null)
            {
                BuiltInConverters.Register();
                Definition = definition();
                Definition.RegisterConverters?.Invoke();
                TypeRuntime.Prepare(Definition.Types);
                NativeDefinition = BuildNativeDefinition();
                ForkHooks.Initialize();
            }
        }
        return CPython.PyModuleDef_Init(NativeDefinition);
    }

    /// <summary>The table of the module's functions.</summary>
    internal static PyMethodDefLayout* MethodTable => ((PyMethodDefLayout**)((byte*)NativeDefinition + HeaderSize))[3];

    // The header is the one thing whose layout differs: PyObject is 16 bytes, or 32 in free-threaded builds (PyModuleDef_Base 40 or 56).
    private static int HeaderSize => CPythonProcess.IsFreeThreaded ? 56 : 40;

    private static void* BuildNativeDefinition()
    {
        int header = HeaderSize;
        var memory = (byte*)NativeMemory.AllocZeroed((nuint)header + 64);
        if (CPythonProcess.IsFreeThreaded)
            *(uint*)(memory + 12) = uint.MaxValue; // ob_ref_local: immortal, as PyModuleDef_HEAD_INIT writes it
        else
            *(long*)memory = 1;
        var fields = (nint*)(memory + header);
        fields[0] = (nint)NativeTables.String(Definition.Name);
        fields[1] = (nint)NativeTables.String(Definition.Documentation);
        fields[2] = sizeof(nint); // m_size: one handle to the ModuleState
        fields[3] = (nint)NativeTables.Methods(Definition.Methods);
        fields[4] = (nint)BuildSlots();
        fields[5] = (nint)(delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<nint, nint, int>, nint, int>)&TraverseEntry;
        fields[6] = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&ClearEntry;
        fields[7] = (nint)(delegate* unmanaged[Cdecl]<nint, void>)&FreeEntry;
        return memory;
    }

    private static SlotLayout* BuildSlots()
    {
        SlotLayout* slots = NativeTables.Array<SlotLayout>(3);
        int count = 0;
        slots[count++] = new SlotLayout(ModuleSlot.Exec, (delegate* unmanaged[Cdecl]<nint, int>)&ExecEntry);
        slots[count++] = new SlotLayout(ModuleSlot.MultipleInterpreters, (void*)(nint)(int)Definition.MultipleInterpreters);
        if (CPythonProcess.Version >= CPythonProcess.Version313)
            slots[count] = new SlotLayout(ModuleSlot.Gil, (void*)(nint)(int)Gil); // the id is unknown before 3.13
        return slots;
    }

    // A free-threaded build without the functions that its safety rests on would be one that nobody has seen yet.
    private static PyGil Gil => CPythonProcess.IsFreeThreaded && !FreeThreading.IsComplete ? PyGil.Used : Definition.Gil;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ExecEntry(nint module)
    {
        try
        {
            return Exec(module);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return -1;
        }
    }

    /// <summary><c>Py_mod_exec</c>: runs for every module object, so any number of times per process and per interpreter.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Exec(nint module)
    {
        ForkHooks.CheckProcess();
        if (ForkRefusal.IsInForce)
        {
            ForkRefusal.Raise();
            return -1;
        }
        PyInterpreter? interpreter = PyInterpreter.Current();
        if (interpreter is null)
            return -1;
        // CPython enforces the slot only in interpreters created with check_multi_interp_extensions; in legacy ones it loads anything.
        if (Definition.MultipleInterpreters == PyMultipleInterpreters.NotSupported && interpreter.Id != 0)
        {
            PyErrors.Set(CPythonProcess.ImportError, "module " + Definition.Name
                + " does not support loading in subinterpreters: it was built with PyMultipleInterpreters=NotSupported");
            return -1;
        }
        var state = new ModuleState(interpreter, Definition.Types.Length, module);
        var memory = (nint*)CPython.PyModule_GetState(module);
        *memory = state.RentHandle(state); // out of the pool's run: others write the lines that it lies in when it is read by each call
        PyReferences room;
        var frame = new PyFrame(state, &room);
        try
        {
            var py = new Py(ref frame);
            interpreter.Note(py, state);
            if (!TypeRuntime.CreateTypes(py, module, Definition.Types))
                return -1;
            state.Instance = Definition.CreateInstance?.Invoke(py);
            Definition.Initialize?.Invoke(py, new PyObject(ref frame, module));
            return CPython.PyErr_Occurred() == 0 ? 0 : -1;
        }
        catch (Exception exception)
        {
            // While the frame still holds what the exception refers to.
            ExceptionTranslator.Raise(exception);
            return -1;
        }
        finally
        {
            frame.Release();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int TraverseEntry(nint module, delegate* unmanaged[Cdecl]<nint, nint, int> visit, nint argument)
    {
        try
        {
            return Traverse(module, visit, argument);
        }
        catch (Exception)
        {
            // Not visiting is safe: what is not visited counts as reachable.
            return 0;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Traverse(nint module, delegate* unmanaged[Cdecl]<nint, nint, int> visit, nint argument)
    {
        var visitor = new PyVisitor(visit, argument);
        return StateOrNull(module)?.Traverse(ref visitor) ?? 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ClearEntry(nint module)
    {
        try
        {
            Clear(module);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception);
        }
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Clear(nint module) => StateOrNull(module)?.Clear();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeEntry(nint module)
    {
        try
        {
            Free(module);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Free(nint module)
    {
        if (StateOrNull(module) is not { } state)
            return;
        state.Clear();
        state.CloseHandles();
        var memory = (nint*)CPython.PyModule_GetState(module);
        GCHandle.FromIntPtr(*memory).Free();
        *memory = 0;
    }

    // The hooks also run before exec and after free, when the memory is missing or zero.
    private static ModuleState? StateOrNull(nint module)
    {
        var memory = (nint*)CPython.PyModule_GetState(module);
        return memory is null || *memory == 0 ? null : (ModuleState?)GCHandle.FromIntPtr(*memory).Target;
    }
}
