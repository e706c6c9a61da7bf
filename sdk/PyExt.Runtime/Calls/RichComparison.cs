namespace PyExt.Interop;

/// <summary>The operation of <c>tp_richcompare</c>; the values are CPython's.</summary>
public static class RichComparison
{
    /// <summary><c>&lt;</c> (<c>Py_LT</c>).</summary>
    public const int Lt = 0;

    /// <summary><c>&lt;=</c> (<c>Py_LE</c>).</summary>
    public const int Le = 1;

    /// <summary><c>==</c> (<c>Py_EQ</c>).</summary>
    public const int Eq = 2;

    /// <summary><c>!=</c> (<c>Py_NE</c>).</summary>
    public const int Ne = 3;

    /// <summary><c>&gt;</c> (<c>Py_GT</c>).</summary>
    public const int Gt = 4;

    /// <summary><c>&gt;=</c> (<c>Py_GE</c>).</summary>
    public const int Ge = 5;
}
