using System;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt;

/// <summary>
/// A Python exception in C#. One that came from Python returns there as the same object, with type, traceback, cause and notes; one made in C# becomes an exception of the
/// built-in type it names.
/// </summary>
public sealed class PyException : Exception
{
    /// <summary>Makes an exception to be raised in Python.</summary>
    /// <param name="typeName">The name of a built-in exception type: <c>"ValueError"</c>, <c>"StopIteration"</c>, …; an unknown name becomes <c>RuntimeError</c>.</param>
    /// <param name="message">The message.</param>
    public PyException(string typeName, string message)
        : this(typeName, message, (Exception?)null)
    {
    }

    /// <summary>Makes an exception to be raised in Python.</summary>
    /// <param name="typeName">The name of a built-in exception type.</param>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause: becomes <c>__cause__</c>.</param>
    public PyException(string typeName, string message, Exception? innerException)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(typeName);
        TypeName = typeName;
    }

    private PyException(string typeName, string message, PyHandle exception)
        : base(message)
    {
        TypeName = typeName;
        Value = exception;
    }

    /// <summary>The name of the Python type, without its module.</summary>
    public string TypeName { get; }

    /// <summary>
    /// The exception object, or null for an exception made in C#. It opens only in its own interpreter, and only until the call from Python that caught it returns; type name and
    /// message stay.
    /// </summary>
    public PyHandle? Value { get; }

    /// <summary>Takes the raised exception of this thread.</summary>
    internal static PyException Fetch(scoped Py py)
    {
        nint exception = CPython.PyErr_GetRaisedException();
        if (exception == 0)
            return new PyException("SystemError", "a Python function failed without setting an exception");
        string typeName = PyErrors.TypeName(exception);
        string message = PyErrors.MessageOf(exception) ?? "<the exception's __str__ failed>";
        var handle = new PyHandle(exception, py.State.Interpreter);
        py.Frame.OwnException(handle);
        return new PyException(typeName, message, handle);
    }
}

/// <summary>A <see cref="PyHandle"/> was opened, or an object used, in another interpreter than its own.</summary>
public sealed class PyInterpreterMismatchException : InvalidOperationException
{
    internal PyInterpreterMismatchException(PyInterpreter owner, PyInterpreter current)
        : base("the object belongs to interpreter " + owner.Id + (owner.IsAlive ? "" : ", which has ended,") + " and cannot be used in interpreter " + current.Id)
    {
    }
}

/// <summary>A method was called on an instance of a Python subclass whose <c>__init__</c> has not called <c>super().__init__</c>.</summary>
public sealed class PyUninitializedException : InvalidOperationException
{
    internal PyUninitializedException(string typeName)
        : base(typeName + ".__init__() has not called super().__init__()")
    {
    }
}
