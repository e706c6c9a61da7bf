using PyExt.CApi;

namespace PyExt;

public readonly unsafe ref partial struct PyObject
{
    /// <summary>Calls the object with the items of a tuple: <c>obj(*args)</c>.</summary>
    /// <param name="args">The positional arguments.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject CallUnpacked(scoped PyTuple args) => Token.Own(CPython.PyObject_Call(Pointer, args.Object.Pointer, 0));

    /// <summary>Calls the object with the items of a tuple and the entries of a dictionary: <c>obj(*args, **kwargs)</c>.</summary>
    /// <param name="args">The positional arguments.</param>
    /// <param name="kwargs">The keyword arguments.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised, or a key is no <c>str</c>.</exception>
    public PyObject CallUnpacked(scoped PyTuple args, scoped PyDict kwargs) => Token.Own(CPython.PyObject_Call(Pointer, args.Object.Pointer, kwargs.Object.Pointer));
}
