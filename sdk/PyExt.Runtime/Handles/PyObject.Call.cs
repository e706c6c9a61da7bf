using System;
using PyExt.CApi;

namespace PyExt;

public readonly unsafe ref partial struct PyObject
{
    /// <summary>Calls the object without arguments.</summary>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call() => Vectorcall(0, []);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first) =>
        Vectorcall(null, 1, first, first, first, first, first, first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second) =>
        Vectorcall(null, 2, first, second, first, first, first, first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second, scoped PyArg third) =>
        Vectorcall(null, 3, first, second, third, first, first, first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth) =>
        Vectorcall(null, 4, first, second, third, fourth, first, first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth) =>
        Vectorcall(null, 5, first, second, third, fourth, fifth, first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth, scoped PyArg sixth) =>
        Vectorcall(null, 6, first, second, third, fourth, fifth, sixth);

    /// <summary>Calls a method without arguments: <c>obj.name()</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name) => Vectorcall(Utf8.NewString(Token, name), []);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first) =>
        Vectorcall(name, 1, first, first, first, first, first, first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second) =>
        Vectorcall(name, 2, first, second, first, first, first, first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second, scoped PyArg third) =>
        Vectorcall(name, 3, first, second, third, first, first, first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth) =>
        Vectorcall(name, 4, first, second, third, fourth, first, first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth) =>
        Vectorcall(name, 5, first, second, third, fourth, fifth, first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth, scoped PyArg sixth) =>
        Vectorcall(name, 6, first, second, third, fourth, fifth, sixth);

    // Where there are fewer arguments the first one stands in for the rest; only the first `count` are looked at.
    private PyObject Vectorcall(
        string? method, int count, scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth, scoped PyArg sixth)
    {
        Py py = Token;
        nint* arguments = stackalloc nint[6];
        int converted = 0;
        try
        {
            for (; converted < count; converted++)
            {
                arguments[converted] = converted switch
                {
                    0 => first.ToStrong(py),
                    1 => second.ToStrong(py),
                    2 => third.ToStrong(py),
                    3 => fourth.ToStrong(py),
                    4 => fifth.ToStrong(py),
                    _ => sixth.ToStrong(py),
                };
            }
            return Vectorcall(method is null ? 0 : Utf8.NewString(py, method), new ReadOnlySpan<nint>(arguments, count));
        }
        finally
        {
            for (int i = 0; i < converted; i++)
                CPython.Py_DecRef(arguments[i]);
        }
    }

    /// <summary>Calls this object, or the method of it whose name is given (a reference that this method takes over).</summary>
    private PyObject Vectorcall(nint strongName, scoped ReadOnlySpan<nint> arguments)
    {
        // One free slot before the arguments: PY_VECTORCALL_ARGUMENTS_OFFSET lets a bound method put `self` there without copying.
        nuint argumentsOffset = unchecked((nuint)(1UL << 63));
        Py py = Token;
        nint* stack = stackalloc nint[arguments.Length + 2];
        stack[0] = 0;
        stack[1] = strongName == 0 ? 0 : _pointer;
        for (int i = 0; i < arguments.Length; i++)
            stack[i + 2] = arguments[i];
        if (strongName == 0)
            return py.Own(CPython.PyObject_Vectorcall(_pointer, stack + 2, (nuint)arguments.Length | argumentsOffset, 0));
        nint result = CPython.PyObject_VectorcallMethod(strongName, stack + 1, (nuint)(arguments.Length + 1) | argumentsOffset, 0);
        CPython.Py_DecRef(strongName);
        return py.Own(result);
    }
}
