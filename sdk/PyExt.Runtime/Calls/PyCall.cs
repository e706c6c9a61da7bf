using System.ComponentModel;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>Small things that generated bodies return.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PyCall
{
    /// <summary>The result of a <c>void</c> method.</summary>
    /// <returns><c>None</c>, which is immortal and needs no reference (PEP 683).</returns>
    public static nint None() => CPythonProcess.None;

    /// <summary>The module's state.</summary>
    /// <param name="py">The token.</param>
    /// <returns>The state.</returns>
    public static ModuleState State(Py py) => py.State;

    /// <summary>Sets a constant of a module or class.</summary>
    /// <param name="py">The token.</param>
    /// <param name="target">The module or class.</param>
    /// <param name="name">The Python name.</param>
    /// <param name="value">The value: a new reference that this method takes over, or 0 with a Python exception set.</param>
    /// <exception cref="PyException">The conversion or the assignment failed.</exception>
    public static void SetConstant(Py py, PyObject target, string name, nint value) => target.SetAttr(name, py.Own(value));

    /// <summary>The result of an operator that does not know its operands.</summary>
    /// <returns><c>NotImplemented</c>, which is immortal and needs no reference (PEP 683).</returns>
    public static nint NotImplemented() => CPythonProcess.NotImplemented;

    /// <summary>A hash as CPython wants it: -1 is the error value.</summary>
    /// <param name="hash">The result of <c>GetHashCode</c>.</param>
    /// <returns>The hash.</returns>
    public static nint Hash(int hash) => hash == -1 ? -2 : hash;

    /// <summary>After a failed conversion of an operand: whether it merely had the wrong type, so that Python may try the other operand. Clears the exception then.</summary>
    /// <returns>False when the exception is of another kind and stays set.</returns>
    public static bool IsOtherType()
    {
        if (CPython.PyErr_ExceptionMatches(CPythonProcess.TypeError) == 0)
            return false;
        CPython.PyErr_Clear();
        return true;
    }

    /// <summary>Refuses <c>del obj.name</c>.</summary>
    /// <param name="value">The new value of a setter, 0 for a deletion.</param>
    /// <param name="name">The property's name.</param>
    /// <returns>False with an <c>AttributeError</c> set when it is a deletion.</returns>
    public static bool IsAssignment(nint value, string name)
    {
        if (value != 0)
            return true;
        PyErrors.Set(CPythonProcess.AttributeError, "cannot delete attribute '" + name + "'");
        return false;
    }

    /// <summary>Raises the error of a conversion of a property's new value, with the property's name.</summary>
    /// <param name="name">The property's name.</param>
    /// <returns>-1.</returns>
    public static int FailSetter(string name)
    {
        PyErrors.PrefixRaised("attribute '" + name + "': ");
        return -1;
    }
}
