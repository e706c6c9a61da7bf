using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Runtime.CompilerServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>Turns an exception that reached an entry point into the Python exception of this thread. Nothing managed crosses the C boundary.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ExceptionTranslator
{
    /// <summary>Raises the Python counterpart of an exception. Never throws.</summary>
    /// <param name="exception">The exception.</param>
    public static void Raise(Exception exception)
    {
        try
        {
            nint raised = ToPython(exception, depth: 0);
            if (raised != 0)
                CPython.PyErr_SetRaisedException(raised);
        }
        catch (Exception)
        {
            // Out of memory while reporting: what is set by now, or a plain MemoryError.
        }
        if (CPython.PyErr_Occurred() == 0)
            CPython.PyErr_NoMemory();
    }

    /// <summary>Reports an exception where nobody can catch it (<c>sys.unraisablehook</c>).</summary>
    /// <param name="exception">The exception.</param>
    public static void WriteUnraisable(Exception exception)
    {
        nint pending = CPython.PyErr_GetRaisedException();
        Raise(exception);
        CPython.PyErr_WriteUnraisable(0);
        if (pending != 0)
            CPython.PyErr_SetRaisedException(pending);
    }

    /// <summary>The Python type that a .NET exception becomes.</summary>
    internal static string PythonType(Exception exception) => exception switch
    {
        PyException python => python.TypeName,
        ArgumentNullException => "TypeError",
        ArgumentException => "ValueError",
        FormatException => "ValueError",
        InvalidCastException => "TypeError",
        KeyNotFoundException => "KeyError",
        IndexOutOfRangeException => "IndexError",
        DivideByZeroException => "ZeroDivisionError",
        OverflowException => "OverflowError",
        ArithmeticException => "ArithmeticError",
        NotImplementedException => "NotImplementedError",
        FileNotFoundException or DirectoryNotFoundException => "FileNotFoundError",
        UnauthorizedAccessException => "PermissionError",
        EndOfStreamException => "EOFError",
        IOException => "OSError",
        TimeoutException => "TimeoutError",
        OutOfMemoryException => "MemoryError",
        _ => "RuntimeError",
    };

    private static nint ToPython(Exception exception, int depth)
    {
        if (exception is PyException { Value: { } value } && Reopen(value) is nint original and not 0)
            return original;
        nint type = CPythonProcess.ExceptionType(PythonType(exception));
        PyErrors.Set(type, exception.Message);
        nint raised = CPython.PyErr_GetRaisedException();
        if (raised == 0)
            return 0;
        if (exception is not PyException)
            AddNote(raised, Note(exception));
        if (exception.InnerException is { } inner && depth < 16)
        {
            nint cause = ToPython(inner, depth + 1);
            if (cause != 0)
                CPython.PyException_SetCause(raised, cause); // steals
        }
        return raised;
    }

    // Back in its own interpreter the exception is the same object; anywhere else only its type's name and message travel.
    private static nint Reopen(PyHandle value)
    {
        PyInterpreter? current = PyInterpreter.Current();
        nint pointer = value.PointerForTraverse;
        return ReferenceEquals(value.Owner, current) && pointer != 0 ? CPython.NewReference(pointer) : 0;
    }

    private static string Note(Exception exception)
    {
        string type = exception.GetType().FullName ?? exception.GetType().Name;
        string? trace = HasMethodNames ? exception.StackTrace : null;
        return string.IsNullOrEmpty(trace) ? "raised in .NET as " + type : "raised in .NET as " + type + "\n" + trace;
    }

    // Release builds leave method names out by default (StackTraceSupport), and bare addresses help nobody. Writing a trace takes about a microsecond, so it is not asked again and again.
    private static readonly bool HasMethodNames = TraceHasMethodNames();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TraceHasMethodNames()
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException exception)
        {
            return exception.StackTrace?.Contains(nameof(TraceHasMethodNames), StringComparison.Ordinal) == true;
        }
    }

    private static void AddNote(nint exception, string note)
    {
        nint* arguments = stackalloc nint[2];
        fixed (byte* name = "add_note"u8)
            arguments[0] = CPython.PyUnicode_FromString(name);
        nint method = arguments[0];
        nint text = Utf8.FromUtf16(note);
        if (method != 0 && text != 0)
        {
            arguments[0] = exception;
            arguments[1] = text;
            nint result = CPython.PyObject_VectorcallMethod(method, arguments, 2, 0);
            if (result != 0)
                CPython.Py_DecRef(result);
        }
        if (method != 0)
            CPython.Py_DecRef(method);
        if (text != 0)
            CPython.Py_DecRef(text);
        // A note is a courtesy: without memory for it the exception goes on without.
        CPython.PyErr_Clear();
    }
}
