using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>A parameter's name in UTF-8, with its first eight bytes as one number: most names are told apart by it, and the short ones are no longer. A call for each comparison takes 3 ns more.</summary>
internal readonly unsafe struct KeywordName
{
    private readonly byte[] _utf8;
    private readonly nint _length;
    private readonly ulong _head;
    private readonly ulong _mask;

    private KeywordName(byte[] utf8)
    {
        _utf8 = utf8;
        _length = utf8.Length;
        _head = HeadOf(utf8);
        _mask = MaskOf(utf8.Length);
    }

    internal KeywordName(string name)
        : this(Encoding.UTF8.GetBytes(name))
    {
    }

    /// <summary>Of a positional-only parameter: no name, which is valid UTF-8, is equal to it.</summary>
    internal static KeywordName None => new([0xFF]);

    /// <summary>The first eight bytes, fewer if the name is shorter: nothing behind it is read.</summary>
    internal static ulong HeadOf(ReadOnlySpan<byte> name)
    {
        // Two reads that overlap give the bytes between four and eight.
        if (name.Length >= sizeof(ulong))
            return MemoryMarshal.Read<ulong>(name);
        if (name.Length >= sizeof(uint))
            return MemoryMarshal.Read<uint>(name) | ((ulong)MemoryMarshal.Read<uint>(name[^sizeof(uint)..]) << (8 * (name.Length - sizeof(uint))));
        ulong head = 0;
        for (int i = 0; i < name.Length; i++)
            head |= (ulong)name[i] << (8 * i);
        return head;
    }

    internal bool Is(ReadOnlySpan<byte> name, ulong head) =>
        head == _head && name.Length == _length && (name.Length <= sizeof(ulong) || name.SequenceEqual(_utf8));

    /// <summary>The same for what <see cref="ObjectLayout.TryReadPaddedAscii"/> gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Is(byte* padded, nint length) =>
        length == _length && (*(ulong*)padded & _mask) == _head && (length <= sizeof(ulong) || new ReadOnlySpan<byte>(padded, (int)length).SequenceEqual(_utf8));

    private static ulong MaskOf(int length) => length >= sizeof(ulong) ? ulong.MaxValue : (1UL << (8 * length)) - 1;
}
