using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// <c>os.fork()</c> while a second interpreter is open: CPython takes that one down in the child before any hook runs, without a thread state, and dies of it or hangs (seen from 3.12 to 3.15, also
/// with an idle interpreter and without any extension module). No hook can keep the fork from happening; what can be done is to say so.
/// </summary>
internal static unsafe class OpenInterpreters
{
    // Nobody has seen a later one.
    private const int FirstUnknownVersion = 0x03100000;

    private const string WrittenOnce = "Addresses of CPython's functions: written by Initialize under the lock of ModuleRuntime.Init, before any module exists, and never again.";

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<nint> _head;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<nint, nint> _next;

    internal static void Initialize()
    {
        if (CPythonProcess.Version >= FirstUnknownVersion)
            return;
        // Not of the stable ABI, so they may be missing.
        _head = (delegate* unmanaged[Cdecl]<nint>)CPythonProcess.Find("PyInterpreterState_Head");
        _next = (delegate* unmanaged[Cdecl]<nint, nint>)CPythonProcess.Find("PyInterpreterState_Next");
    }

    /// <summary>Warns where the child of a fork will not live.</summary>
    internal static void Warn(Py py)
    {
        if (_head == null || _next == null || _next(_head()) == 0)
            return;
        py.Import("warnings").Invoke(
            "warn",
            "os.fork() while another interpreter is open: CPython crashes or hangs in the child before any Python code runs there; close the other interpreters first, or start processes with "
                + "the methods 'spawn' or 'forkserver'",
            py.Import("builtins").Attr("RuntimeWarning"));
    }
}
