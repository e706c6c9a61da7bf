using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary><c>T?</c> of a value type and <c>T | None</c>.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("{0} | None")]
public readonly struct NullableConverter<T, TConverter> : IPyConverter<T?>
    where T : struct
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out T? result)
    {
        result = null;
        if (value == CPythonProcess.None)
            return true;
        bool converted = TConverter.TryFromPython(py, value, out T inner);
        result = inner;
        return converted;
    }

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out T? result)
    {
        result = null;
        if (value == CPythonProcess.None)
            return true;
        bool converted = TConverter.TryFromExact(value, out T inner);
        result = inner;
        return converted;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, T? value) => value is { } inner ? TConverter.ToPython(py, inner) : CPythonProcess.None;
}

/// <summary><c>T?</c> of a reference type and <c>T | None</c>.</summary>
/// <typeparam name="T">The reference type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
// Not found by unification (T? and T are one type to the runtime): the generator wraps it around where the annotation says so.
public readonly struct OptionalConverter<T, TConverter> : IPyConverter<T?>
    where T : class
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out T? result)
    {
        result = null;
        return value == CPythonProcess.None || TConverter.TryFromPython(py, value, out result);
    }

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out T? result)
    {
        result = null;
        return value == CPythonProcess.None || TConverter.TryFromExact(value, out result);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, T? value) => value is null ? CPythonProcess.None : TConverter.ToPython(py, value);
}
