using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>Sets and edits the Python exception of this thread without a .NET throw, which costs about a microsecond.</summary>
internal static unsafe class PyErrors
{
    /// <summary>Raises an exception of a built-in type (<c>PyErr_SetString</c>).</summary>
    internal static void Set(nint type, string message)
    {
        nint text = Utf8.FromUtf16(message);
        if (text == 0)
            return;
        CPython.PyErr_SetObject(type, text);
        CPython.ReleaseLeaf(text);
    }

    /// <summary>Makes an exception of a built-in type without raising it: its type is called with the message.</summary>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    internal static nint New(nint type, string message)
    {
        nint* arguments = stackalloc nint[2];
        arguments[1] = Utf8.FromUtf16(message);
        if (arguments[1] == 0)
            return 0;
        nint exception = CPython.PyObject_Vectorcall(type, arguments + 1, 1 | CPython.VectorcallArgumentsOffset, 0);
        CPython.ReleaseLeaf(arguments[1]);
        return exception;
    }

    /// <summary>Raises a <c>TypeError</c> and returns false, for converters.</summary>
    internal static bool WrongType(string message)
    {
        Set(CPythonProcess.TypeError, message);
        return false;
    }

    /// <summary>Raises an <c>OverflowError</c> and returns false, for converters.</summary>
    internal static bool Overflow(string message)
    {
        Set(CPythonProcess.OverflowError, message);
        return false;
    }

    /// <summary>The name of an object's type, for messages.</summary>
    internal static string TypeName(nint value) => NameOfType(CPythonProcess.TypeOf(value));

    /// <summary>The name of a type, for messages.</summary>
    internal static string NameOfType(nint type)
    {
        nint name = CPython.PyType_GetName(type);
        if (name == 0)
        {
            CPython.PyErr_Clear();
            return "object";
        }
        string? text = Utf8.ToUtf16(name);
        CPython.Py_DecRef(name);
        return text ?? "object";
    }

    /// <summary>Puts text in front of the message of the raised exception, if it is exactly a <c>TypeError</c>, <c>ValueError</c> or <c>OverflowError</c> with one text argument.</summary>
    internal static void PrefixRaised(string prefix)
    {
        nint exception = CPython.PyErr_GetRaisedException();
        if (exception == 0)
            return;
        nint type = CPythonProcess.TypeOf(exception);
        if (type != CPythonProcess.TypeError && type != CPythonProcess.OverflowError && type != CPythonProcess.ValueError)
        {
            CPython.PyErr_SetRaisedException(exception);
            return;
        }
        if (MessageOf(exception) is { } message)
        {
            Set(type, prefix + message);
            CPython.Py_DecRef(exception);
        }
        else
        {
            CPython.PyErr_SetRaisedException(exception);
        }
    }

    /// <summary>The text of an exception, or null when its <c>__str__</c> fails. No exception is set afterwards.</summary>
    internal static string? MessageOf(nint exception)
    {
        nint text = CPython.PyObject_Str(exception);
        string? message = text == 0 ? null : Utf8.ToUtf16(text);
        CPython.ReleaseAny(text);
        if (message is null)
            CPython.PyErr_Clear();
        return message;
    }
}
