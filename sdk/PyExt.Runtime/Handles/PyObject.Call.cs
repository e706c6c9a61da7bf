using System;
using System.Runtime.CompilerServices;
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
    public PyObject Call(scoped PyArg first)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            return Vectorcall(0, arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            return Vectorcall(0, arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second, scoped PyArg third)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            arguments.Add(py, third);
            return Vectorcall(0, arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            arguments.Add(py, third);
            arguments.Add(py, fourth);
            return Vectorcall(0, arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            arguments.Add(py, third);
            arguments.Add(py, fourth);
            arguments.Add(py, fifth);
            return Vectorcall(0, arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls the object with positional arguments.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">It raised.</exception>
    public PyObject Call(scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth, scoped PyArg sixth)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            arguments.Add(py, third);
            arguments.Add(py, fourth);
            arguments.Add(py, fifth);
            arguments.Add(py, sixth);
            return Vectorcall(0, arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

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
    public PyObject Invoke(string name, scoped PyArg first)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            return Vectorcall(Utf8.NewString(py, name), arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            return Vectorcall(Utf8.NewString(py, name), arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second, scoped PyArg third)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            arguments.Add(py, third);
            return Vectorcall(Utf8.NewString(py, name), arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            arguments.Add(py, third);
            arguments.Add(py, fourth);
            return Vectorcall(Utf8.NewString(py, name), arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

    /// <summary>Calls a method with positional arguments: <c>obj.name(…)</c>.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <returns>What it returned: a temporary of this frame.</returns>
    /// <exception cref="PyException">There is no such method, or it raised.</exception>
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            arguments.Add(py, third);
            arguments.Add(py, fourth);
            arguments.Add(py, fifth);
            return Vectorcall(Utf8.NewString(py, name), arguments.Span);
        }
        finally
        {
            arguments.Release();
        }
    }

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
    public PyObject Invoke(string name, scoped PyArg first, scoped PyArg second, scoped PyArg third, scoped PyArg fourth, scoped PyArg fifth, scoped PyArg sixth)
    {
        Arguments arguments = default;
        try
        {
            Py py = Token;
            arguments.Add(py, first);
            arguments.Add(py, second);
            arguments.Add(py, third);
            arguments.Add(py, fourth);
            arguments.Add(py, fifth);
            arguments.Add(py, sixth);
            return Vectorcall(Utf8.NewString(py, name), arguments.Span);
        }
        finally
        {
            arguments.Release();
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
        stack[1] = _pointer;
        for (int i = 0; i < arguments.Length; i++)
            stack[i + 2] = arguments[i];
        if (strongName == 0)
        {
            stack[1] = 0;
            return py.Own(CPython.PyObject_Vectorcall(_pointer, stack + 2, (nuint)arguments.Length | argumentsOffset, 0));
        }
        nint result = CPython.PyObject_VectorcallMethod(strongName, stack + 1, (nuint)(arguments.Length + 1) | argumentsOffset, 0);
        CPython.Py_DecRef(strongName);
        return py.Own(result);
    }

    /// <summary>The converted arguments of one call: new references, given up after the call.</summary>
    private struct Arguments
    {
        private Storage _storage;
        private int _count;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        internal readonly ReadOnlySpan<nint> Span => ((ReadOnlySpan<nint>)_storage)[.._count];

        internal void Add(scoped Py py, scoped PyArg argument) => _storage[_count++] = argument.ToStrong(py);

        internal void Release()
        {
            for (int i = 0; i < _count; i++)
                CPython.Py_DecRef(_storage[i]);
        }

        [InlineArray(6)]
        private struct Storage
        {
            private nint _first;
        }
    }
}
