namespace PyExt.Interop;

/// <summary>What the project declares with <c>PyGil</c> (<c>Py_mod_gil</c>); the values are CPython's.</summary>
public enum PyGil
{
    /// <summary><c>Py_MOD_GIL_USED</c>: a free-threaded Python switches its GIL on when it imports the module.</summary>
    Used = 0,

    /// <summary><c>Py_MOD_GIL_NOT_USED</c>.</summary>
    NotUsed = 1,
}
