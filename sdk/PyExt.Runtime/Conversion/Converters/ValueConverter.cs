using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary>A <c>[PyClass]</c> struct and its Python type: copied either way.</summary>
/// <typeparam name="T">The struct.</typeparam>
// The generator resolves every [PyClass] struct to this one; the hint is the name of the struct.
public readonly struct ValueConverter<T> : IPyConverter<T>
    where T : unmanaged, IPyValue<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out T result)
    {
        nint expected = py.State.Type(T.PyClassIndex);
        nint actual = CPythonProcess.TypeOf(value);
        if (actual != expected && CPython.PyType_IsSubtype(actual, expected) == 0)
        {
            result = default;
            return PyErrors.WrongType("expected " + PyErrors.NameOfType(expected) + ", got '" + PyErrors.TypeName(value) + "'");
        }
        result = ValueRuntime.Value<T>(value);
        return true;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, T value) => ValueRuntime.New(py.State.Type(T.PyClassIndex), value);
}
