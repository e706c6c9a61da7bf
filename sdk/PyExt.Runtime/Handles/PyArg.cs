using System;
using System.Runtime.CompilerServices;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt;

/// <summary>An argument, key or value on its way to Python: a handle or a value of a common type. Other types go through <see cref="Py.From{T}"/>.</summary>
public readonly ref struct PyArg
{
    // The compiler must know that an argument cannot outlive the frame of its object; the pointer itself is in _bits.
    private readonly ref PyFrame _frame;
    private readonly object? _reference;
    private readonly long _bits;
    private readonly Kind _kind;

    private PyArg(PyObject value)
    {
        _frame = ref value.Frame;
        _bits = value.Pointer;
        _kind = Kind.Object;
    }

    private PyArg(Kind kind, long bits, object? reference = null)
    {
        _kind = kind;
        _bits = bits;
        _reference = reference;
    }

    private enum Kind : byte
    {
        None,
        Object,
        Integer,
        Float,
        Boolean,
        Text,
        Bytes,
    }

    /// <summary>Passes an object.</summary>
    /// <param name="value">The object.</param>
    public static implicit operator PyArg(PyObject value) => new(value);

    /// <summary>Passes a list.</summary>
    /// <param name="value">The list.</param>
    public static implicit operator PyArg(PyList value) => new(value.Object);

    /// <summary>Passes a dictionary.</summary>
    /// <param name="value">The dictionary.</param>
    public static implicit operator PyArg(PyDict value) => new(value.Object);

    /// <summary>Passes a tuple.</summary>
    /// <param name="value">The tuple.</param>
    public static implicit operator PyArg(PyTuple value) => new(value.Object);

    /// <summary>Passes an <c>int</c>.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator PyArg(int value) => new(Kind.Integer, value);

    /// <summary>Passes an <c>int</c>.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator PyArg(long value) => new(Kind.Integer, value);

    /// <summary>Passes a <c>float</c>.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator PyArg(double value) => new(Kind.Float, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Passes a <c>bool</c>.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator PyArg(bool value) => new(Kind.Boolean, value ? 1 : 0);

    /// <summary>Passes a <c>str</c>, or <c>None</c> for null.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator PyArg(string? value) => new(value is null ? Kind.None : Kind.Text, 0, value);

    /// <summary>Passes <c>bytes</c>, or <c>None</c> for null.</summary>
    /// <param name="value">The bytes.</param>
    public static implicit operator PyArg(byte[]? value) => new(value is null ? Kind.None : Kind.Bytes, 0, value);

    /// <summary>Whether <see cref="ToStrong"/> makes an object that runs no Python code when it dies, or lends one that its frame keeps alive.</summary>
    internal bool IsLeaf => _kind != Kind.Object;

    /// <summary>A new reference.</summary>
    /// <exception cref="PyException">The conversion failed.</exception>
    internal nint ToStrong(scoped Py py)
    {
        nint strong = TryToStrong(py);
        if (strong == 0)
            py.ThrowRaised();
        return strong;
    }

    /// <summary>A new reference, or 0 with a Python exception set.</summary>
    internal nint TryToStrong(scoped Py py) => _kind switch
    {
        Kind.Object => CPython.NewReference((nint)_bits),
        Kind.Integer => CPython.PyLong_FromLongLong(_bits),
        _ => TryToStrongRarer(py),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint TryToStrongRarer(scoped Py py) => _kind switch
    {
        Kind.Float => CPython.PyFloat_FromDouble(BitConverter.Int64BitsToDouble(_bits)),
        Kind.Boolean => CPython.NewReference(_bits != 0 ? CPythonProcess.True : CPythonProcess.False),
        Kind.Text => Utf8.FromUtf16((string)_reference!),
        Kind.Bytes => Converters.BytesConverter.ToPython(py, (byte[])_reference!),
        _ => PyCall.None(),
    };
}
