using System;
using PyExt.CApi;

namespace PyExt;

public readonly unsafe ref partial struct PyObject
{
    /// <summary>Calls the object without arguments.</summary>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call()
    {
        Py py = Token;
        nint* stack = stackalloc nint[1];
        return py.Own(CPython.PyObject_Vectorcall(_pointer, stack + 1, CPython.VectorcallArgumentsOffset, 0));
    }

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    // One argument is the most common call: 12 ns less than the general way.
    public PyObject Call(scoped in PyArg first)
    {
        Py py = Token;
        nint* stack = stackalloc nint[2];
        nint argument = first.ToStrong(py);
        stack[1] = argument;
        nint result = CPython.PyObject_Vectorcall(_pointer, stack + 1, 1 | CPython.VectorcallArgumentsOffset, 0);
        if (first.IsLeaf)
            CPython.ReleaseLeaf(argument);
        else
            CPython.Py_DecRef(argument);
        return py.Own(result);
    }

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped in PyArg first, scoped in PyArg second) =>
        Vectorcall(null, 2, in first, in second, in first, in first, in first, in first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped in PyArg first, scoped in PyArg second, scoped in PyArg third) =>
        Vectorcall(null, 3, in first, in second, in third, in first, in first, in first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped in PyArg first, scoped in PyArg second, scoped in PyArg third, scoped in PyArg fourth) =>
        Vectorcall(null, 4, in first, in second, in third, in fourth, in first, in first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped in PyArg first, scoped in PyArg second, scoped in PyArg third, scoped in PyArg fourth, scoped in PyArg fifth) =>
        Vectorcall(null, 5, in first, in second, in third, in fourth, in fifth, in first);

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped in PyArg first, scoped in PyArg second, scoped in PyArg third, scoped in PyArg fourth, scoped in PyArg fifth, scoped in PyArg sixth) =>
        Vectorcall(null, 6, in first, in second, in third, in fourth, in fifth, in sixth);

    /// <summary>Calls a method without arguments: <c>obj.name()</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name)
    {
        PyArg none = default;
        return Vectorcall(NotNull(name), 0, in none, in none, in none, in none, in none, in none);
    }

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped in PyArg first) =>
        Vectorcall(NotNull(name), 1, in first, in first, in first, in first, in first, in first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped in PyArg first, scoped in PyArg second) =>
        Vectorcall(NotNull(name), 2, in first, in second, in first, in first, in first, in first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped in PyArg first, scoped in PyArg second, scoped in PyArg third) =>
        Vectorcall(NotNull(name), 3, in first, in second, in third, in first, in first, in first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped in PyArg first, scoped in PyArg second, scoped in PyArg third, scoped in PyArg fourth) =>
        Vectorcall(NotNull(name), 4, in first, in second, in third, in fourth, in first, in first);

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped in PyArg first, scoped in PyArg second, scoped in PyArg third, scoped in PyArg fourth, scoped in PyArg fifth) =>
        Vectorcall(NotNull(name), 5, in first, in second, in third, in fourth, in fifth, in first);

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
    public PyObject Invoke(string name, scoped in PyArg first, scoped in PyArg second, scoped in PyArg third, scoped in PyArg fourth, scoped in PyArg fifth, scoped in PyArg sixth) =>
        Vectorcall(NotNull(name), 6, in first, in second, in third, in fourth, in fifth, in sixth);

    // Where there are fewer arguments the first one stands in for the rest; only the first `count` are looked at.
    private PyObject Vectorcall(
        string? method, int count, scoped in PyArg first, scoped in PyArg second, scoped in PyArg third, scoped in PyArg fourth, scoped in PyArg fifth, scoped in PyArg sixth)
    {
        Py py = Token;
        // A free slot in front, and one for `self`.
        nint* stack = stackalloc nint[8];
        stack[1] = _pointer;
        int converted = 0;
        while (converted < count)
        {
            nint argument = converted switch
            {
                0 => first.TryToStrong(py),
                1 => second.TryToStrong(py),
                2 => third.TryToStrong(py),
                3 => fourth.TryToStrong(py),
                4 => fifth.TryToStrong(py),
                _ => sixth.TryToStrong(py),
            };
            if (argument == 0)
            {
                Release(stack + 2, converted);
                py.ThrowRaised();
            }
            stack[2 + converted++] = argument;
        }
        nint result;
        if (method is null)
        {
            result = CPython.PyObject_Vectorcall(_pointer, stack + 2, (nuint)count | CPython.VectorcallArgumentsOffset, 0);
        }
        else
        {
            nint name = py.Frame.NewName(method, out bool isBorrowed);
            result = name == 0 ? 0 : CPython.PyObject_VectorcallMethod(name, stack + 1, (nuint)(count + 1) | CPython.VectorcallArgumentsOffset, 0);
            if (name != 0 && !isBorrowed)
                CPython.ReleaseLeaf(name);
        }
        Release(stack + 2, count);
        return py.Own(result);
    }

    private static string NotNull(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name;
    }

    private static void Release(nint* arguments, int count)
    {
        for (int i = 0; i < count; i++)
            CPython.Py_DecRef(arguments[i]);
    }
}
