using System.Diagnostics.CodeAnalysis;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary><see cref="PyObject"/> and anything.</summary>
[PyConverter("object", NeedsFrame = true)]
public readonly struct ObjectConverter : IPyConverter<PyObject>
{
    /// <inheritdoc/>
    // Borrowed: the caller keeps its arguments alive during the call, and the compiler keeps the handle inside it.
    public static bool TryFromPython(Py py, nint value, out PyObject result)
    {
        result = new PyObject(ref py.Frame, value);
        return true;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, PyObject value) => CPython.NewReference(value.IsNull ? CPythonProcess.None : value.Pointer);
}

/// <summary><see cref="PyList"/> and <c>list</c>.</summary>
[PyConverter("list", NeedsFrame = true)]
public readonly struct ListHandleConverter : IPyConverter<PyList>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out PyList result)
    {
        result = new PyList(new PyObject(ref py.Frame, value));
        return CPythonProcess.HasTypeFlag(value, TypeFlags.ListSubclass) || PyErrors.WrongType("expected list, got '" + PyErrors.TypeName(value) + "'");
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, PyList value) => ObjectConverter.ToPython(py, value.Object);
}

/// <summary><see cref="PyDict"/> and <c>dict</c>.</summary>
[PyConverter("dict", NeedsFrame = true)]
public readonly struct DictHandleConverter : IPyConverter<PyDict>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out PyDict result)
    {
        result = new PyDict(new PyObject(ref py.Frame, value));
        return CPythonProcess.HasTypeFlag(value, TypeFlags.DictSubclass) || PyErrors.WrongType("expected dict, got '" + PyErrors.TypeName(value) + "'");
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, PyDict value) => ObjectConverter.ToPython(py, value.Object);
}

/// <summary><see cref="PyTuple"/> and <c>tuple</c>.</summary>
[PyConverter("tuple", NeedsFrame = true)]
public readonly struct TupleHandleConverter : IPyConverter<PyTuple>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out PyTuple result)
    {
        result = new PyTuple(new PyObject(ref py.Frame, value));
        return CPythonProcess.HasTypeFlag(value, TypeFlags.TupleSubclass) || PyErrors.WrongType("expected tuple, got '" + PyErrors.TypeName(value) + "'");
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, PyTuple value) => ObjectConverter.ToPython(py, value.Object);
}

/// <summary><see cref="PyHandle"/> and anything: keeps the object.</summary>
[PyConverter("object", NeedsFrame = true)]
public readonly struct HandleConverter : IPyConverter<PyHandle>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out PyHandle result)
    {
        result = new PyHandle(new PyObject(ref py.Frame, value));
        return true;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, PyHandle value)
    {
        if (value is null)
            return CPythonProcess.None;
        return CPython.NewReference(value.Get(py).Pointer);
    }
}
