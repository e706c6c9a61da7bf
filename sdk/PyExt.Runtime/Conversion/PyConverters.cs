using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace PyExt.Interop;

/// <summary>
/// The converter that <see cref="Py.From{T}"/> and <see cref="PyObject.As{T}"/> use for a type. Generated code registers the converters of every type that the project uses
/// before the first module is created; the table is constant afterwards and holds code only, so all interpreters may share it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PyConverters
{
    /// <summary>Registers a converter. Registering the same one again changes nothing.</summary>
    /// <typeparam name="T">The C# type.</typeparam>
    /// <typeparam name="TConverter">Its converter.</typeparam>
    public static void Use<T, TConverter>()
        where TConverter : IPyConverter<T>
    {
        PyConverters<T>.Read = &Read<T, TConverter>;
        PyConverters<T>.Write = &Write<T, TConverter>;
    }

    private static bool Read<T, TConverter>(Py py, nint value, out T? result)
        where TConverter : IPyConverter<T>
        => TConverter.TryFromPython(py, value, out result);

    private static nint Write<T, TConverter>(Py py, T value)
        where TConverter : IPyConverter<T>
        => TConverter.ToPython(py, value);
}

/// <summary>The slot of one type.</summary>
internal static unsafe class PyConverters<T>
{
    private const string CodeOnly = "Addresses of code, not of anything in an interpreter; registered before the first module exists, and every registration of a type writes the same.";

    [ProcessShared(CodeOnly)]
    internal static delegate*<Py, nint, out T?, bool> Read;

    [ProcessShared(CodeOnly)]
    internal static delegate*<Py, T, nint> Write;

    internal static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out T result)
    {
        if (Read is null)
            ThrowMissing();
        return Read(py, value, out result);
    }

    internal static nint ToPython(Py py, T value)
    {
        if (Write is null)
            ThrowMissing();
        return Write(py, value);
    }

    [DoesNotReturn]
    private static void ThrowMissing() =>
        throw new NotSupportedException("no converter for " + typeof(T) + " is registered: As<T> and From<T> need a type that is known where they are called");
}
