using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary><see cref="PyResult{T}"/> and what its value converts to.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("{0}")]
public readonly struct ResultConverter<T, TConverter> : IPyConverter<PyResult<T>>
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out PyResult<T> result)
    {
        bool converted = TConverter.TryFromPython(py, value, out T? inner);
        result = inner!;
        return converted;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, PyResult<T> value)
    {
        if (!value.IsError)
            return TConverter.ToPython(py, value.Value!);
        value.Error.Raise();
        return 0;
    }
}

/// <summary><see cref="PyResult"/> and <c>None</c>.</summary>
[PyConverter("None")]
public readonly struct ResultConverter : IPyConverter<PyResult>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out PyResult result)
    {
        result = PyResult.Ok;
        return value == CPythonProcess.None || PyErrors.WrongType("expected None, got '" + PyErrors.TypeName(value) + "'");
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, PyResult value)
    {
        if (!value.IsError)
            return CPythonProcess.None;
        value.Error.Raise();
        return 0;
    }
}
