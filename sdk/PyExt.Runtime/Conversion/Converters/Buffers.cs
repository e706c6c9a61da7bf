using System;
using System.Runtime.InteropServices;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary>Reads buffers (PEP 3118) in place. Several dimensions are one span in C order.</summary>
internal static unsafe class Buffers
{
    private const int Writable = 0x0001;
    private const int Format = 0x0004;
    private const int CContiguous = 0x0038;

    internal static bool TryRead<T>(Py py, nint value, out ReadOnlySpan<T> result)
        where T : unmanaged
    {
        bool read = TryHold<T>(py, value, CContiguous | Format, out T* items, out int count);
        result = new ReadOnlySpan<T>(items, count);
        return read;
    }

    internal static bool TryReadWritable<T>(Py py, nint value, out Span<T> result)
        where T : unmanaged
    {
        bool read = TryHold<T>(py, value, CContiguous | Format | Writable, out T* items, out int count);
        result = new Span<T>(items, count);
        return read;
    }

    private static bool TryHold<T>(scoped Py py, nint value, int flags, out T* items, out int count)
        where T : unmanaged
    {
        items = null;
        count = 0;
        PyBufferLayout* view = py.Frame.HoldBuffer(value, flags);
        if (view is null)
            return false;
        string format = view->Format is null ? "B" : Marshal.PtrToStringUTF8((nint)view->Format) ?? "";
        if (view->ItemSize != sizeof(T) || !IsFormatOf<T>(format))
            return PyErrors.WrongType("expected a buffer of " + typeof(T).Name + ", got items of format '" + format + "'");
        nint length = view->Length / sizeof(T);
        if (length > int.MaxValue)
            return PyErrors.Overflow("the buffer has more items than a C# span can have");
        if ((nuint)view->Buffer % (nuint)sizeof(T) != 0 && length != 0)
            return PyErrors.WrongType("the buffer is not aligned to " + typeof(T).Name);
        items = (T*)view->Buffer;
        count = (int)length;
        return true;
    }

    // One item of the struct module's native or little-endian formats; the size is compared already, which settles 'l' and 'L'.
    private static bool IsFormatOf<T>(string format)
    {
        if (format.Length == 2 && (format[0] is '@' or '=' || (format[0] == '<' && BitConverter.IsLittleEndian)))
            format = format[1..];
        if (format.Length != 1)
            return false;
        return default(T) switch
        {
            byte => format[0] is 'B' or 'b' or 'c',
            sbyte => format[0] == 'b',
            bool => format[0] == '?',
            short or int or long or nint => format[0] is 'h' or 'i' or 'l' or 'q' or 'n',
            ushort or uint or ulong or nuint => format[0] is 'H' or 'I' or 'L' or 'Q' or 'N',
            float => format[0] == 'f',
            double => format[0] == 'd',
            _ => false,
        };
    }
}
