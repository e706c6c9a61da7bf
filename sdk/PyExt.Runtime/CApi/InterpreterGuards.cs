namespace PyExt.CApi;

/// <summary>
/// PEP 788, of CPython 3.15 and later: a view names an interpreter for good, and a guard that is taken from it keeps the interpreter from ending. Both may be used by threads that are
/// attached to nothing.
/// </summary>
internal static unsafe class InterpreterGuards
{
    private const string WrittenOnce = "Addresses of CPython's functions: written by Initialize under the lock of ModuleRuntime.Init, before any module exists, and never again.";

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<nint> _viewFromCurrent;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<nint, nint> _guardFromView;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<nint, void> _closeView, _closeGuard;

    /// <summary>Looks the functions up.</summary>
    internal static void Initialize()
    {
        _guardFromView = (delegate* unmanaged[Cdecl]<nint, nint>)CPythonProcess.Find("PyInterpreterGuard_FromView");
        _closeView = (delegate* unmanaged[Cdecl]<nint, void>)CPythonProcess.Find("PyInterpreterView_Close");
        _closeGuard = (delegate* unmanaged[Cdecl]<nint, void>)CPythonProcess.Find("PyInterpreterGuard_Close");
        if (_guardFromView != null && _closeView != null && _closeGuard != null)
            _viewFromCurrent = (delegate* unmanaged[Cdecl]<nint>)CPythonProcess.Find("PyInterpreterView_FromCurrent");
    }

    /// <summary>A view of the interpreter that this thread is attached to, or 0 where CPython has none.</summary>
    internal static nint NewView()
    {
        if (_viewFromCurrent == null)
            return 0;
        nint view = _viewFromCurrent();
        if (view == 0)
            CPython.PyErr_Clear(); // no memory: then without
        return view;
    }

    /// <summary>A guard, or 0 when the interpreter is ending or has ended.</summary>
    internal static nint TryGuard(nint view) => _guardFromView(view);

    internal static void CloseGuard(nint guard)
    {
        if (guard != 0)
            _closeGuard(guard);
    }

    internal static void CloseView(nint view)
    {
        if (view != 0)
            _closeView(view);
    }
}
