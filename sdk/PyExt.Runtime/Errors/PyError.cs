using System;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt;

/// <summary>
/// A Python exception that is raised by returning it: <c>return PyError.ValueError("…")</c> from a method whose result is a <see cref="PyResult{T}"/> or <see cref="PyResult"/>. That costs what
/// it costs in C, while a thrown exception has to unwind the stack, which takes .NET about two microseconds.
/// </summary>
public readonly struct PyError
{
    private readonly nint _type;
    private readonly object? _cause;

    private PyError(nint type, string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _type = type;
        _cause = message;
    }

    private PyError(Exception exception) => _cause = exception;

    /// <summary>An exception of a built-in type.</summary>
    /// <param name="typeName">The name of the type: <c>"LookupError"</c>, <c>"StopIteration"</c>, …; an unknown name becomes <c>RuntimeError</c>.</param>
    /// <param name="message">The message.</param>
    public PyError(string typeName, string message)
        : this(ExceptionTypes.Find(Named(typeName)), message)
    {
    }

    /// <summary>A <c>ValueError</c>.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The error.</returns>
    public static PyError ValueError(string message) => new(CPythonProcess.ValueError, message);

    /// <summary>A <c>TypeError</c>.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The error.</returns>
    public static PyError TypeError(string message) => new(CPythonProcess.TypeError, message);

    /// <summary>A <c>RuntimeError</c>.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The error.</returns>
    public static PyError RuntimeError(string message) => new(CPythonProcess.RuntimeError, message);

    /// <summary>An <c>OverflowError</c>.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The error.</returns>
    public static PyError OverflowError(string message) => new(CPythonProcess.OverflowError, message);

    /// <summary>A <c>KeyError</c>, whose message is the key in Python.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The error.</returns>
    public static PyError KeyError(string key) => new("KeyError", key);

    /// <summary>An <c>IndexError</c>.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The error.</returns>
    public static PyError IndexError(string message) => new("IndexError", message);

    /// <summary>The Python counterpart of an exception that was caught, or made without being thrown: the same as if it were thrown, cause and note included.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The error.</returns>
    public static PyError FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new PyError(exception);
    }

    /// <summary>Sets the Python exception of this thread.</summary>
    internal void Raise()
    {
        if (_cause is string message)
            PyErrors.Set(_type, message);
        else
            ExceptionTranslator.Raise(_cause as Exception ?? new InvalidOperationException("the method returned default(PyError)"));
    }

    private static string Named(string typeName)
    {
        ArgumentException.ThrowIfNullOrEmpty(typeName);
        return typeName;
    }
}
