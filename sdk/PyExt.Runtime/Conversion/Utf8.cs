using System;
using System.Buffers;
using System.Text;
using PyExt.CApi;

namespace PyExt;

/// <summary>Text between .NET's UTF-16 and Python's <c>str</c>. Lone surrogates survive both ways (<c>surrogatepass</c>).</summary>
internal static unsafe class Utf8
{
    private const int StackBytes = 512;

    /// <summary>The text as UTF-8 with a terminating zero, for the few C functions that take a <c>char *</c>.</summary>
    internal static byte[] NullTerminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>A new <c>str</c>; throws when there is no memory.</summary>
    internal static nint NewString(scoped Py py, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        nint strong = FromUtf16(text);
        if (strong == 0)
            py.ThrowRaised();
        return strong;
    }

    /// <summary>A new <c>str</c>, or 0 with a Python exception set.</summary>
    internal static nint FromUtf16(ReadOnlySpan<char> text)
    {
        byte[]? rented = null;
        int capacity = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> utf8 = capacity <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(capacity);
        try
        {
            if (System.Text.Unicode.Utf8.FromUtf16(text, utf8, out _, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
                return FromLoneSurrogates(text);
            fixed (byte* pointer = utf8)
                return CPython.PyUnicode_FromStringAndSize(pointer, written);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The text of a <c>str</c> or subclass, or null with a Python exception set.</summary>
    internal static string? ToUtf16(nint unicode)
    {
        nint size;
        byte* utf8 = CPython.PyUnicode_AsUTF8AndSize(unicode, &size);
        return utf8 is not null ? Encoding.UTF8.GetString(utf8, checked((int)size)) : ToLoneSurrogates(unicode);
    }

    /// <summary>Takes over a new reference to a <c>str</c> and reads it.</summary>
    internal static string TakeString(scoped Py py, nint strong)
    {
        if (strong == 0)
            py.ThrowRaised();
        string? text = ToUtf16(strong);
        CPython.Py_DecRef(strong);
        if (text is null)
            py.ThrowRaised();
        return text;
    }

    private static nint FromLoneSurrogates(ReadOnlySpan<char> text)
    {
        int littleEndian = -1;
        fixed (char* pointer = text)
        fixed (byte* errors = "surrogatepass"u8)
            return CPython.PyUnicode_DecodeUTF16(pointer, (nint)text.Length * sizeof(char), errors, &littleEndian);
    }

    private static string? ToLoneSurrogates(nint unicode)
    {
        CPython.PyErr_Clear();
        fixed (byte* encoding = "utf-16-le"u8)
        fixed (byte* errors = "surrogatepass"u8)
        {
            nint bytes = CPython.PyUnicode_AsEncodedString(unicode, encoding, errors);
            if (bytes == 0)
                return null;
            byte* data;
            nint size;
            string? text = CPython.PyBytes_AsStringAndSize(bytes, &data, &size) == 0 ? new string((char*)data, 0, checked((int)(size / sizeof(char)))) : null;
            CPython.Py_DecRef(bytes);
            return text;
        }
    }
}
