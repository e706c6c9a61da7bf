using System;
using System.Diagnostics.CodeAnalysis;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary><c>string</c> and <c>str</c>.</summary>
[PyConverter("str")]
public readonly struct StringConverter : IPyConverter<string>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out string result)
    {
        if (CPythonProcess.TypeOf(value) != CPythonProcess.UnicodeType && !CPythonProcess.HasTypeFlag(value, TypeFlags.UnicodeSubclass))
        {
            result = null;
            return PyErrors.WrongType("expected str, got '" + PyErrors.TypeName(value) + "'");
        }
        result = Utf8.ToUtf16(value);
        return result is not null;
    }

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, [MaybeNullWhen(false)] out string result)
    {
        result = CPythonProcess.TypeOf(value) == CPythonProcess.UnicodeType ? Utf8.TryCopy(value) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, string value) => value is null ? CPythonProcess.None : Utf8.FromUtf16(value);
}

/// <summary><c>char</c> and a <c>str</c> of one UTF-16 unit.</summary>
[PyConverter("str")]
public readonly struct CharConverter : IPyConverter<char>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out char result)
    {
        result = default;
        if (!StringConverter.TryFromPython(py, value, out string? text))
            return false;
        if (text.Length != 1)
            return PyErrors.WrongType("expected a character, got a str of length " + text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        result = text[0];
        return true;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, char value) => Utf8.FromUtf16(new ReadOnlySpan<char>(in value));
}

/// <summary><c>byte[]</c> and <c>bytes</c>; takes whatever exports a buffer (<c>bytearray</c>, <c>memoryview</c>, <c>array</c>) and copies it.</summary>
[PyConverter("bytes", ParameterHint = "collections.abc.Buffer")]
public readonly unsafe struct BytesConverter : IPyConverter<byte[]>
{
    // While a suppressed call copies, a garbage collection has to wait: 4 KB take it 100 ns.
    private const int MostWithoutTransition = 4096;

    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out byte[] result)
    {
        return CPythonProcess.TypeOf(value) == CPythonProcess.BytesType ? TryCopyBytes(value, out result) : TryCopyBuffer(value, out result);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, byte[] value)
    {
        return value is null ? CPythonProcess.None : NewBytes(value);
    }

    internal static nint NewBytes(ReadOnlySpan<byte> value)
    {
        fixed (byte* data = value)
            return value.Length <= MostWithoutTransition ? CPython.PyBytes_FromShort(data, value.Length) : CPython.PyBytes_FromStringAndSize(data, value.Length);
    }

    private static bool TryCopyBytes(nint bytes, [MaybeNullWhen(false)] out byte[] result)
    {
        byte* data;
        nint size;
        result = null;
        if (ObjectLayout.IsKnown)
        {
            data = ObjectLayout.BytesOf(bytes);
            size = ObjectLayout.SizeOf(bytes);
        }
        else if (CPython.PyBytes_AsStringAndSize(bytes, &data, &size) != 0)
        {
            return false;
        }
        if (size > Array.MaxLength)
            return FailTooLarge();
        result = new ReadOnlySpan<byte>(data, (int)size).ToArray();
        return true;
    }

    private static bool TryCopyBuffer(nint value, [MaybeNullWhen(false)] out byte[] result)
    {
        const int fullReadOnly = 0x011C; // PyBUF_FULL_RO
        result = null;
        PyBufferLayout view;
        if (CPython.PyObject_GetBuffer(value, &view, fullReadOnly) != 0)
            return false;
        if (view.Length > Array.MaxLength)
        {
            CPython.PyBuffer_Release(&view);
            return FailTooLarge();
        }
        var copy = GC.AllocateUninitializedArray<byte>((int)view.Length);
        int status;
        fixed (byte* destination = copy)
            status = CPython.PyBuffer_ToContiguous(destination, &view, view.Length, (byte)'C');
        CPython.PyBuffer_Release(&view);
        result = copy;
        return status == 0;
    }

    private static bool FailTooLarge() => PyErrors.Overflow("the buffer is larger than a C# array can be");
}
