using System;
using System.Collections.Concurrent;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>The built-in exception types of this process by name. They are static and immortal (PEP 683), so one table serves all interpreters.</summary>
internal static unsafe class ExceptionTypes
{
    // dlsym takes half a microsecond.
    [ProcessShared("Addresses of immortal static types, in a table made for concurrent use.")]
    private static readonly ConcurrentDictionary<string, nint> Found = new(StringComparer.Ordinal);

    /// <summary>The type of that name, or <c>RuntimeError</c> where this CPython has none.</summary>
    internal static nint Find(string name) => Found.TryGetValue(name, out nint type) ? type : Found.GetOrAdd(name, LookUp);

    private static nint LookUp(string name)
    {
        nint variable = CPythonProcess.Find("PyExc_" + name);
        return variable != 0 ? *(nint*)variable : *(nint*)CPythonProcess.Require("PyExc_RuntimeError");
    }
}
