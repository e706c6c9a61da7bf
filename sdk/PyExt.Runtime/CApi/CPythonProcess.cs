using System;
using System.Runtime.InteropServices;
using PyExt.Interop;

namespace PyExt.CApi;

/// <summary>
/// What is the same for every interpreter of this process: the build of CPython that loaded us and the addresses of its static objects.
/// Written once by <see cref="Initialize"/> before the first module is created, constant afterwards.
/// </summary>
/// <remarks>Static types, <c>None</c>, <c>True</c>, <c>False</c> and <c>NotImplemented</c> are immortal and shared by all interpreters (PEP 683), so their addresses may be process-wide.</remarks>
internal static unsafe class CPythonProcess
{
    internal const int Version313 = 0x030D0000;
    internal const int Version314 = 0x030E0000;

    private const string WrittenOnce = "Facts of the CPython build and addresses of its immortal static objects: written by Initialize under the lock of ModuleRuntime.Init, before any module exists, and never again.";

    // Plain fields, not `static readonly`: an initialised static would cost a class-constructor check at every access.
    [ProcessShared(WrittenOnce)]
    internal static int TypeOffset, InstanceDataOffset, Version;

    [ProcessShared(WrittenOnce)]
    internal static bool IsFreeThreaded;

    [ProcessShared(WrittenOnce)]
    internal static nint None, True, False, NotImplemented;

    [ProcessShared(WrittenOnce)]
    internal static nint LongType, FloatType, UnicodeType, BytesType, ListType, TupleType, DictType;

    [ProcessShared(WrittenOnce)]
    internal static nint TypeError, ValueError, OverflowError, RuntimeError, ImportError, AttributeError;

    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl]<nint, int> TypeFreeze;

    /// <summary>Not of the stable ABI, so it may be missing.</summary>
    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl]<void> ThreadStateDeleteCurrent;

    /// <summary><c>PyUnicode_New</c>, not of the stable ABI either. Runs no Python code, so it takes no transition.</summary>
    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, uint, nint> UnicodeNew;

    [ProcessShared(WrittenOnce)]
    private static bool _initialized;

    /// <summary>Reads the build and the addresses, once. Called under the lock of <c>ModuleRuntime.Init</c>.</summary>
    internal static void Initialize()
    {
        if (_initialized)
            return;
        // Only free-threaded builds export this function (checked on 3.13t, absent from 3.14 and 3.15).
        IsFreeThreaded = Find("PyUnstable_Module_SetGIL") != 0;
        // PyObject: 16 bytes with the type at 8, or 32 bytes with the type at 24 (free-threaded).
        TypeOffset = IsFreeThreaded ? 24 : 8;
        // PEP 697: type data starts at the base's basicsize rounded up to alignof(max_align_t), which is 16.
        InstanceDataOffset = IsFreeThreaded ? 32 : 16;
        Version = *(int*)Require("Py_Version");
        if (IsFreeThreaded)
            FreeThreading.Initialize(Version);
        None = Require("_Py_NoneStruct");
        True = Require("_Py_TrueStruct");
        False = Require("_Py_FalseStruct");
        NotImplemented = Require("_Py_NotImplementedStruct");
        LongType = Require("PyLong_Type");
        FloatType = Require("PyFloat_Type");
        UnicodeType = Require("PyUnicode_Type");
        BytesType = Require("PyBytes_Type");
        ListType = Require("PyList_Type");
        TupleType = Require("PyTuple_Type");
        DictType = Require("PyDict_Type");
        TypeError = ExceptionTypes.Find("TypeError");
        ValueError = ExceptionTypes.Find("ValueError");
        OverflowError = ExceptionTypes.Find("OverflowError");
        RuntimeError = ExceptionTypes.Find("RuntimeError");
        ImportError = ExceptionTypes.Find("ImportError");
        AttributeError = ExceptionTypes.Find("AttributeError");
        TypeFreeze = (delegate* unmanaged[Cdecl]<nint, int>)Find("PyType_Freeze");
        ThreadStateDeleteCurrent = (delegate* unmanaged[Cdecl]<void>)Find("PyThreadState_DeleteCurrent");
        UnicodeNew = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, uint, nint>)Find("PyUnicode_New");
        InterpreterGuards.Initialize();
        ObjectLayout.Verify();
        _initialized = true;
    }

    /// <summary>A symbol of the running CPython that may be missing, or 0.</summary>
    internal static nint Find(string symbol) =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), symbol, out nint address) ? address : 0;

    /// <summary>A symbol that every CPython has.</summary>
    internal static nint Require(string symbol)
    {
        nint address = Find(symbol);
        return address != 0 ? address : throw new EntryPointNotFoundException("this Python has no symbol '" + symbol + "'");
    }

    /// <summary>The object's type: a borrowed reference (<c>Py_TYPE</c>).</summary>
    internal static nint TypeOf(nint value) => *(nint*)(value + TypeOffset);

    /// <summary>Whether the object's type or a base of it is the built-in type with that subclass flag.</summary>
    internal static bool HasTypeFlag(nint value, uint flag) => (CPython.PyType_GetFlags(TypeOf(value)) & flag) != 0;
}
