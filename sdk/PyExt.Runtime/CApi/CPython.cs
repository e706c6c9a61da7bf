using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PyExt.CApi;

/// <summary>
/// The functions of CPython's stable ABI that this library calls, all of them present since 3.12. Functions that are newer are looked up at
/// run time (<see cref="CPythonProcess"/>): an undefined symbol would stop older Pythons from loading the module.
/// </summary>
/// <remarks>
/// <para><c>python3</c> is a direct P/Invoke: the native library carries plain undefined <c>Py…</c> symbols that the running interpreter provides,
/// so no libpython is needed and the audit can see every symbol.</para>
/// <para><see cref="SuppressGCTransitionAttribute"/> only where the call cannot run Python code, block, take a lock or release the GIL,
/// and never from inside an <see cref="UnmanagedCallersOnlyAttribute"/> method: entry points are thin shells around a body that is
/// not inlined. See docs/internals/entry-points.md for the crash that this rule prevents.</para>
/// </remarks>
internal static unsafe partial class CPython
{
    private const string Library = "python3";

    // References
    [DllImport(Library, EntryPoint = "Py_IncRef"), SuppressGCTransition] private static extern void Py_IncRefByCall(nint value);
    [DllImport(Library, EntryPoint = "Py_DecRef")] private static extern void Py_DecRefByCall(nint value);
    [DllImport(Library, EntryPoint = "Py_DecRef"), SuppressGCTransition] private static extern void Py_DecRefOfLeaf(nint exactValue);

    // Errors
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyErr_Occurred();
    [DllImport(Library)] internal static extern void PyErr_Clear();
    [DllImport(Library)] internal static extern void PyErr_SetObject(nint type, nint value);
    [DllImport(Library)] internal static extern void PyErr_SetString(nint type, byte* message);
    [DllImport(Library)] internal static extern nint PyErr_GetRaisedException();
    [DllImport(Library)] internal static extern void PyErr_SetRaisedException(nint exception);
    [DllImport(Library)] internal static extern int PyErr_ExceptionMatches(nint type);
    [DllImport(Library)] internal static extern nint PyErr_NoMemory();
    [DllImport(Library)] internal static extern void PyErr_WriteUnraisable(nint where);
    [DllImport(Library)] internal static extern int PyErr_CheckSignals();
    [DllImport(Library)] internal static extern void PyException_SetCause(nint exception, nint cause);

    // Numbers
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyLong_FromLongLong(long value);
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyLong_FromUnsignedLongLong(ulong value);
    [DllImport(Library), SuppressGCTransition] internal static extern long PyLong_AsLongLongAndOverflow(nint exactInt, int* overflow);
    [DllImport(Library)] internal static extern ulong PyLong_AsUnsignedLongLong(nint value);
    [DllImport(Library)] internal static extern nint PyNumber_Index(nint value);
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyFloat_FromDouble(double value);
    [DllImport(Library)] internal static extern double PyFloat_AsDouble(nint value);
    [DllImport(Library, EntryPoint = "PyFloat_AsDouble"), SuppressGCTransition] internal static extern double PyFloat_AsDoubleExact(nint exactFloat);
    [DllImport(Library)] internal static extern int PyObject_IsTrue(nint value);

    // Text and bytes
    [DllImport(Library), SuppressGCTransition] internal static extern byte* PyUnicode_AsUTF8AndSize(nint exactStr, nint* size);
    [DllImport(Library, EntryPoint = "PyUnicode_AsUTF8AndSize")] internal static extern byte* PyUnicode_AsUTF8AndSizeLocking(nint value, nint* size);
    [DllImport(Library)] internal static extern nint PyUnicode_AsUTF8String(nint value);
    [DllImport(Library)] internal static extern nint PyUnicode_AsEncodedString(nint value, byte* encoding, byte* errors);
    [DllImport(Library)] internal static extern nint PyUnicode_FromStringAndSize(byte* utf8, nint size);
    [DllImport(Library, EntryPoint = "PyUnicode_FromStringAndSize"), SuppressGCTransition] internal static extern nint PyUnicode_FromShortAscii(byte* ascii, nint size);
    [DllImport(Library)] internal static extern nint PyUnicode_FromString(byte* utf8);
    [DllImport(Library)] internal static extern void PyUnicode_InternInPlace(nint* unicode);
    [DllImport(Library)] internal static extern nint PyUnicode_DecodeUTF16(char* text, nint bytes, byte* errors, int* byteOrder);
    [DllImport(Library)] internal static extern nint PyBytes_FromStringAndSize(byte* data, nint size);
    [DllImport(Library, EntryPoint = "PyBytes_FromStringAndSize"), SuppressGCTransition] internal static extern nint PyBytes_FromShort(byte* data, nint size);
    [DllImport(Library)] internal static extern int PyBytes_AsStringAndSize(nint bytes, byte** data, nint* size);
    [DllImport(Library)] internal static extern int PyObject_GetBuffer(nint exporter, PyBufferLayout* view, int flags);
    [DllImport(Library)] internal static extern int PyBuffer_ToContiguous(byte* destination, PyBufferLayout* view, nint length, byte order);
    [DllImport(Library)] internal static extern void PyBuffer_Release(PyBufferLayout* view);

    // Objects
    [DllImport(Library)] internal static extern nint PyObject_Repr(nint value);
    [DllImport(Library)] internal static extern nint PyObject_Str(nint value);
    [DllImport(Library)] internal static extern int PyObject_RichCompareBool(nint left, nint right, int operation);
    [DllImport(Library)] internal static extern nint PyObject_GetAttr(nint value, nint name);
    [DllImport(Library)] internal static extern int PyObject_SetAttr(nint value, nint name, nint attribute);
    [DllImport(Library)] internal static extern nint PyObject_GetItem(nint value, nint key);
    [DllImport(Library)] internal static extern int PyObject_SetItem(nint value, nint key, nint item);
    [DllImport(Library)] internal static extern nint PyObject_Size(nint value);
    [DllImport(Library)] internal static extern nint PyObject_GetIter(nint value);
    [DllImport(Library)] internal static extern nint PyIter_Next(nint iterator);
    [DllImport(Library)] internal static extern int PyObject_IsInstance(nint value, nint type);
    [DllImport(Library)] internal static extern int PyCallable_Check(nint value);
    [DllImport(Library)] internal static extern nint PyObject_Call(nint callable, nint arguments, nint keywords);
    [DllImport(Library)] internal static extern nint PyObject_Vectorcall(nint callable, nint* arguments, nuint flags, nint keywordNames);
    [DllImport(Library)] internal static extern nint PyObject_VectorcallMethod(nint name, nint* arguments, nuint flags, nint keywordNames);
    [DllImport(Library)] internal static extern nint PyImport_ImportModule(byte* name);

    // Containers
    [DllImport(Library)] internal static extern nint PyList_New(nint size);
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyList_Size(nint list);
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyList_GetItem(nint list, nint index);
    [DllImport(Library)] internal static extern int PyList_SetItem(nint list, nint index, nint stolen);
    [DllImport(Library, EntryPoint = "PyList_SetItem"), SuppressGCTransition] internal static extern int PyList_SetItemOfNew(nint newList, nint index, nint stolen);
    [DllImport(Library)] internal static extern int PyList_Append(nint list, nint item);
    [DllImport(Library)] internal static extern nint PyTuple_New(nint size);
    [DllImport(Library, EntryPoint = "PyTuple_New"), SuppressGCTransition] private static extern nint PyTuple_NewWithGil(nint size);
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyTuple_Size(nint tuple);
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyTuple_GetItem(nint tuple, nint index);
    [DllImport(Library)] internal static extern int PyTuple_SetItem(nint tuple, nint index, nint stolen);
    [DllImport(Library)] internal static extern nint PyDict_New();
    [DllImport(Library, EntryPoint = "PyDict_New"), SuppressGCTransition] private static extern nint PyDict_NewWithGil();
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyDict_Size(nint dict);
    [DllImport(Library)] internal static extern int PyDict_Next(nint dict, nint* position, nint* key, nint* value);
    [DllImport(Library, EntryPoint = "PyDict_Next"), SuppressGCTransition] internal static extern int PyDict_NextWithGil(nint dict, nint* position, nint* key, nint* value);
    [DllImport(Library)] internal static extern int PyDict_SetItem(nint dict, nint key, nint value);
    [DllImport(Library, EntryPoint = "PyDict_SetItem"), SuppressGCTransition] internal static extern int PyDict_SetLeafOfNew(nint newDict, nint exactKey, nint value);
    [DllImport(Library)] internal static extern nint PyDict_GetItemWithError(nint dict, nint key);
    [DllImport(Library)] internal static extern nint PyDict_Copy(nint dict);
    [DllImport(Library)] internal static extern nint PyList_AsTuple(nint list);
    [DllImport(Library)] internal static extern nint PySequence_Tuple(nint iterable);
    [DllImport(Library)] internal static extern nint PyWeakref_NewRef(nint value, nint callback);
    [DllImport(Library)] internal static extern nint PySet_New(nint iterable);
    [DllImport(Library)] internal static extern int PySet_Add(nint set, nint item);
    [DllImport(Library, EntryPoint = "PySet_Add"), SuppressGCTransition] internal static extern int PySet_AddLeafToNew(nint newSet, nint exactItem);
    [DllImport(Library)] internal static extern nint PySequence_Fast(nint iterable, byte* message);

    // Types and instances
    [DllImport(Library)] internal static extern nint PyType_FromModuleAndSpec(nint module, PyTypeSpec* spec, nint bases);
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyType_GetModule(nint type);
    [DllImport(Library), SuppressGCTransition] internal static extern uint PyType_GetFlags(nint type);
    [DllImport(Library), SuppressGCTransition] internal static extern void* PyType_GetSlot(nint type, int slot);
    [DllImport(Library), SuppressGCTransition] internal static extern int PyType_IsSubtype(nint type, nint baseType);
    [DllImport(Library)] internal static extern nint PyType_GetName(nint type);
    [DllImport(Library)] private static extern nint PyType_GenericAlloc(nint type, nint items);
    [DllImport(Library, EntryPoint = "PyType_GenericAlloc"), SuppressGCTransition] private static extern nint PyType_GenericAllocWithGil(nint type, nint items);
    [DllImport(Library)] private static extern void PyObject_GC_Del(nint untracked);
    [DllImport(Library, EntryPoint = "PyObject_GC_Del"), SuppressGCTransition] private static extern void PyObject_GC_DelWithGil(nint untracked);
    [DllImport(Library), SuppressGCTransition] internal static extern void PyObject_GC_UnTrack(nint value);

    // Modules and interpreters
    [DllImport(Library)] internal static extern nint PyModuleDef_Init(void* definition);
    [DllImport(Library), SuppressGCTransition] internal static extern void* PyModule_GetState(nint module);
    [DllImport(Library), SuppressGCTransition] internal static extern void* PyModule_GetDef(nint module);
    [DllImport(Library)] internal static extern int PyModule_AddObjectRef(nint module, byte* name, nint value);
    [DllImport(Library), SuppressGCTransition] internal static extern nint PyInterpreterState_Get();
    [DllImport(Library)] internal static extern long PyInterpreterState_GetID(nint interpreter);
    [DllImport(Library)] internal static extern nint PyInterpreterState_GetDict(nint interpreter);
    [DllImport(Library)] internal static extern nint PyCapsule_New(void* pointer, byte* name, delegate* unmanaged[Cdecl]<nint, void> destructor);
    [DllImport(Library)] internal static extern void* PyCapsule_GetPointer(nint capsule, byte* name);
    [DllImport(Library)] internal static extern nint PyCFunction_NewEx(PyMethodDefLayout* definition, nint self, nint module);
    [DllImport(Library)] internal static extern nint PyThreadState_New(nint interpreter);
    [DllImport(Library)] internal static extern nint PyThreadState_Swap(nint threadState);
    [DllImport(Library)] internal static extern nint PyThreadState_GetInterpreter(nint threadState);
    [DllImport(Library)] internal static extern void PyThreadState_Clear(nint threadState);
    [DllImport(Library)] internal static extern void PyThreadState_Delete(nint threadState);
    [DllImport(Library)] internal static extern nint PyEval_SaveThread();
    [DllImport(Library)] internal static extern void PyEval_RestoreThread(nint threadState);

    /// <summary>Adds a reference (<c>Py_INCREF</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Py_IncRef(nint value)
    {
        if (!ObjectLayout.TryIncRef(value))
            Py_IncRefByCall(value);
    }

    /// <summary>Gives up a reference (<c>Py_DECREF</c>). Where it is the last one any Python code may run.</summary>
    internal static void Py_DecRef(nint value)
    {
        if (!ObjectLayout.TryDecRef(value))
            Py_DecRefByCall(value);
    }

    /// <summary>Adds a reference and returns the object (<c>Py_NewRef</c>).</summary>
    internal static nint NewReference(nint value)
    {
        Py_IncRef(value);
        return value;
    }

    /// <summary><c>Py_DECREF</c> of an exact <c>int</c>, <c>float</c>, <c>str</c>, <c>bytes</c>, <c>bool</c> or <c>None</c>: no Python code runs when it dies, so it takes no transition.</summary>
    internal static void ReleaseLeaf(nint value)
    {
        if (ObjectLayout.TryDecRef(value))
            return;
        if (CPythonProcess.IsFreeThreaded)
            Py_DecRefByCall(value);
        else
            Py_DecRefOfLeaf(value);
    }

    /// <summary>A new instance of a heap type (<c>PyType_GenericAlloc</c>). Since 3.12 an allocation schedules a garbage collection and never runs one, so no Python code runs here.</summary>
    /// <returns>A new reference, or 0 with <c>MemoryError</c> set.</returns>
    internal static nint NewInstance(nint type) => CPythonProcess.IsFreeThreaded ? PyType_GenericAlloc(type, 0) : PyType_GenericAllocWithGil(type, 0);

    /// <summary>A new tuple, to be filled (<c>PyTuple_New</c>); <see cref="NewInstance"/> says why it may take no transition.</summary>
    /// <returns>A new reference, or 0 with <c>MemoryError</c> set.</returns>
    internal static nint NewTuple(nint size) => CPythonProcess.IsFreeThreaded ? PyTuple_New(size) : PyTuple_NewWithGil(size);

    /// <summary>A new dictionary (<c>PyDict_New</c>).</summary>
    /// <returns>A new reference, or 0 with <c>MemoryError</c> set.</returns>
    internal static nint NewDict() => CPythonProcess.IsFreeThreaded ? PyDict_New() : PyDict_NewWithGil();

    /// <summary>Frees the memory of an instance that the garbage collector tracked (<c>PyObject_GC_Del</c>).</summary>
    internal static void FreeInstance(nint untracked)
    {
        if (CPythonProcess.IsFreeThreaded)
            PyObject_GC_Del(untracked);
        else
            PyObject_GC_DelWithGil(untracked);
    }

    /// <summary>In the count of a vectorcall (<c>PY_VECTORCALL_ARGUMENTS_OFFSET</c>): one free slot before the arguments lets a bound method put <c>self</c> there without copying.</summary>
    internal static nuint VectorcallArgumentsOffset => (nuint)1 << 63;

    /// <summary>Gives up a reference if there is one (<c>Py_XDECREF</c>).</summary>
    internal static void ReleaseAny(nint value)
    {
        if (value != 0)
            Py_DecRef(value);
    }

    /// <summary><c>Py_XDECREF</c> on a field that is set to null first, so that a finalizer that runs sees it cleared (<c>Py_CLEAR</c>).</summary>
    internal static void Clear(ref nint field)
    {
        nint value = field;
        field = 0;
        ReleaseAny(value);
    }
}
