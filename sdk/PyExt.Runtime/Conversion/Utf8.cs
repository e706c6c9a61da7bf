using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using PyExt.CApi;

namespace PyExt;

/// <summary>Text between .NET's UTF-16 and Python's <c>str</c>. Lone surrogates survive both ways (<c>surrogatepass</c>).</summary>
internal static unsafe class Utf8
{
    private const int MostOnStack = 256;
    private const int BytesPerChar = 3;
    private const int MostChars = 0x3FFFFFDF; // the longest string of .NET

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
        // Those of one character are singletons.
        if (ObjectLayout.TextIsWritable && text.Length > 1)
            return FromUtf16InPlace(text);
        return text.Length <= MostOnStack ? FromShortUtf16(text) : FromLongUtf16(text);
    }

    // Nearly all text is ASCII: it is taken for that, and looked at again if it is not. Ten characters take 8 ns less than by way of UTF-8, which Python would look through once more.
    private static nint FromUtf16InPlace(ReadOnlySpan<char> text)
    {
        nint ascii = ObjectLayout.NewAscii(text.Length, out byte* bytes);
        if (ascii == 0 || Ascii.FromUtf16(text, new Span<byte>(bytes, text.Length), out _) == OperationStatus.Done)
            return ascii;
        CPython.Py_DecRef(ascii);
        // Surrogates need four bytes a character, and what is all Latin-1 needs one.
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 || text.IndexOfAnyExceptInRange('\0', '\u00FF') < 0)
            return text.Length <= MostOnStack ? FromShortUtf16(text) : FromLongUtf16(text);
        nint ucs2 = ObjectLayout.NewUcs2(text.Length, out char* chars);
        if (ucs2 != 0)
            text.CopyTo(new Span<char>(chars, text.Length));
        return ucs2;
    }

    // Without a try block and without a transition: 14 ns less for a name.
    [SkipLocalsInit]
    private static nint FromShortUtf16(ReadOnlySpan<char> text)
    {
        byte* utf8 = stackalloc byte[MostOnStack * BytesPerChar];
        if (Ascii.FromUtf16(text, new Span<byte>(utf8, MostOnStack), out int written) == OperationStatus.Done)
            return CPython.PyUnicode_FromShortAscii(utf8, written);
        if (Encode(text, new Span<byte>(utf8, MostOnStack * BytesPerChar), out written))
            return CPython.PyUnicode_FromStringAndSize(utf8, written);
        return FromLoneSurrogates(text);
    }

    private static nint FromLongUtf16(ReadOnlySpan<char> text)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            if (!Encode(text, rented, out int written))
                return FromLoneSurrogates(text);
            fixed (byte* pointer = rented)
                return CPython.PyUnicode_FromStringAndSize(pointer, written);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool Encode(ReadOnlySpan<char> text, Span<byte> utf8, out int written) =>
        System.Text.Unicode.Utf8.FromUtf16(text, utf8, out _, out written, replaceInvalidSequences: false) == OperationStatus.Done;

    /// <summary>The text of a <c>str</c> or subclass, or null with a Python exception set.</summary>
    internal static string? ToUtf16(nint unicode)
    {
        if (TryCopy(unicode) is { } text)
            return text;
        if (CPythonProcess.IsFreeThreaded)
            return ToUtf16Unshared(unicode);
        nint size;
        byte* utf8 = CPython.PyUnicode_AsUTF8AndSize(unicode, &size);
        return utf8 is not null ? Encoding.UTF8.GetString(utf8, checked((int)size)) : ToLoneSurrogates(unicode);
    }

    /// <summary>
    /// The text of a <c>str</c> whose characters are one or two bytes each, read in place: in one pass, and without the UTF-8 copy that <c>PyUnicode_AsUTF8AndSize</c> leaves in every
    /// <c>str</c> that is not ASCII. Null for others.
    /// </summary>
    internal static string? TryCopy(nint unicode)
    {
        if (ObjectLayout.TryReadLatin1(unicode, out byte* narrow, out nint length))
            return length <= MostChars ? NewLatin1(narrow, (int)length) : null;
        if (ObjectLayout.TryReadUcs2(unicode, out char* wide, out length))
            return length <= MostChars ? new string(wide, 0, (int)length) : null;
        return null;
    }

    // Encoding.Latin1.GetString does the same in five calls, which cost more than a name has characters: 33 ns for 23 characters, 25 so.
    private static string NewLatin1(byte* latin1, int length)
    {
        if (length == 0)
            return "";
        var text = new string('\0', length);
        fixed (char* target = text)
            Widen(latin1, (ushort*)target, length);
        return text;
    }

    // The last step overlaps the one before it instead of going on character by character.
    private static void Widen(byte* source, ushort* target, int length)
    {
        if (length < Vector64<byte>.Count)
        {
            for (int i = 0; i < length; i++)
                target[i] = source[i];
            return;
        }
        for (int i = 0; i < length - Vector64<byte>.Count; i += Vector64<byte>.Count)
            WidenEight(source + i, target + i);
        WidenEight(source + length - Vector64<byte>.Count, target + length - Vector64<byte>.Count);
    }

    private static void WidenEight(byte* source, ushort* target) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(source)).AsByte()).Store(target);

    // PyUnicode_AsUTF8AndSize keeps the UTF-8 of a text that is not ASCII in the object: under a lock from 3.14t on, and in 3.13t under none, where a second thread may see the
    // new pointer with the old length. So the text is encoded anew.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? ToUtf16Unshared(nint unicode)
    {
        nint bytes = CPython.PyUnicode_AsUTF8String(unicode);
        if (bytes == 0)
            return ToLoneSurrogates(unicode);
        byte* data;
        nint size;
        string? text = CPython.PyBytes_AsStringAndSize(bytes, &data, &size) == 0 ? Encoding.UTF8.GetString(data, checked((int)size)) : null;
        CPython.Py_DecRef(bytes);
        return text;
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
