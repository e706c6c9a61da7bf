namespace PyExt.Interop;

/// <summary>The promise of <c>Py_mod_multiple_interpreters</c>; the values are CPython's.</summary>
public enum PyMultipleInterpreters
{
    /// <summary><c>Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED</c>: main interpreter only. Legacy sub-interpreters, where CPython ignores the slot, are refused by the exec slot.</summary>
    NotSupported = 0,

    /// <summary><c>Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED</c>: sub-interpreters that share the main interpreter's GIL.</summary>
    SharedGil = 1,

    /// <summary><c>Py_MOD_PER_INTERPRETER_GIL_SUPPORTED</c>: sub-interpreters with a GIL of their own.</summary>
    PerInterpreterGil = 2,
}
