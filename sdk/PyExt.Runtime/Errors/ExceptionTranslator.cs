using System;
using System.Collections.Concurrent;
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

    /// <summary>Makes a raised <c>StopIteration</c> the cause of a <c>RuntimeError</c>: what raised it has no say in when the iteration ends (PEP 479).</summary>
    internal static void ReplaceStopIteration(string message)
    {
        if (CPython.PyErr_ExceptionMatches(ExceptionTypes.Find("StopIteration")) == 0)
            return;
        nint stop = CPython.PyErr_GetRaisedException();
        nint error = PyErrors.New(CPythonProcess.RuntimeError, message);
        if (error == 0)
        {
            CPython.Py_DecRef(stop);
            return;
        }
        CPython.PyException_SetCause(error, stop); // steals
        CPython.PyErr_SetRaisedException(error);
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
        nint raised = PyErrors.New(ExceptionTypes.Find(PythonType(exception)), exception.Message);
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
    private static nint Reopen(PyHandle value) => value.Owner.IsCurrent ? value.TryNewReference() : 0;

    private static string Note(Exception exception)
    {
        string? trace = HasMethodNames ? exception.StackTrace : null;
        string note = Notes.GetOrAdd(exception.GetType(), static type => "raised in .NET as " + (type.FullName ?? type.Name));
        return string.IsNullOrEmpty(trace) ? note : note + "\n" + trace;
    }

    // The full name of a type is put together anew each time it is asked for, which takes 300 ns.
    [ProcessShared("Texts by .NET type, in a table made for concurrent use.")]
    private static readonly ConcurrentDictionary<Type, string> Notes = new();

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

    // What BaseException.add_note does to an exception that has no notes yet.
    private static void AddNote(nint exception, string note)
    {
        nint name;
        fixed (byte* text = "__notes__"u8)
            name = CPython.PyUnicode_FromStringAndSize(text, 9);
        nint notes = CPython.PyList_New(1);
        nint line = Utf8.FromUtf16(note);
        if (name != 0 && notes != 0 && line != 0 && CPython.PyList_SetItem(notes, 0, CPython.NewReference(line)) == 0)
            _ = CPython.PyObject_SetAttr(exception, name, notes);
        CPython.ReleaseAny(name);
        CPython.ReleaseAny(notes);
        CPython.ReleaseAny(line);
        // A note is a courtesy: without memory for it the exception goes on without.
        CPython.PyErr_Clear();
    }
}
