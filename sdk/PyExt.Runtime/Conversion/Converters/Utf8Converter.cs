using System;
using System.Text;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary><c>[PyUtf8] ReadOnlySpan&lt;byte&gt;</c> and <c>str</c>: the text in UTF-8, in place.</summary>
/// <remarks>
/// The UTF-8 of a text that is not ASCII is made once by CPython, which keeps it beside the text for as long as that lives (<c>PyUnicode_AsUTF8AndSize</c>). Without a GIL it is a copy that the call's
/// frame keeps, because another thread may be making the same one in 3.13t.
/// </remarks>
public readonly unsafe struct Utf8Converter : IPyConverter<ReadOnlySpan<byte>>
{
    private const int MostWithoutTransition = 256;

    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out ReadOnlySpan<byte> result)
    {
        // Nearly all text is ASCII, and its own UTF-8.
        bool isStr = CPythonProcess.TypeOf(value) == CPythonProcess.UnicodeType;
        if (isStr && ObjectLayout.TryReadAscii(value, out result))
            return true;
        result = default;
        if (!isStr && !CPythonProcess.HasTypeFlag(value, TypeFlags.UnicodeSubclass))
            return PyErrors.WrongType("expected str, got '" + PyErrors.TypeName(value) + "'");
        nint size;
        byte* utf8;
        if (CPythonProcess.IsFreeThreaded)
            utf8 = Encode(py, value, &size);
        else
            utf8 = CPython.PyUnicode_AsUTF8AndSizeLocking(value, &size);
        if (utf8 is null)
            return false;
        if (size > int.MaxValue)
            return PyErrors.Overflow("the text has more bytes in UTF-8 than a C# span can have");
        result = new ReadOnlySpan<byte>(utf8, (int)size);
        return true;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, ReadOnlySpan<byte> value)
    {
        fixed (byte* utf8 = value)
        {
            // Of ASCII nothing can be wrong, so that no Python code runs.
            return value.Length <= MostWithoutTransition && Ascii.IsValid(value) ? CPython.PyUnicode_FromShortAscii(utf8, value.Length) : CPython.PyUnicode_FromStringAndSize(utf8, value.Length);
        }
    }

    private static byte* Encode(scoped Py py, nint value, nint* size)
    {
        nint bytes = CPython.PyUnicode_AsUTF8String(value);
        if (bytes == 0)
            return null;
        py.Frame.Own(bytes);
        byte* data;
        return CPython.PyBytes_AsStringAndSize(bytes, &data, size) == 0 ? data : null;
    }
}
