using System.Text;

namespace PyExt.Wheel.Elf.Editing;

/// <summary>The strings of the dynamic segment, to which more can be added: what is there keeps its index.</summary>
internal sealed class DynamicStrings
{
    private readonly List<byte> _bytes;
    private readonly int _length;

    private readonly Func<string, WheelException> _malformed;

    public DynamicStrings(ReadOnlySpan<byte> table, Func<string, WheelException> malformed)
    {
        _malformed = malformed;
        _bytes = [.. table];
        _length = table.Length;
    }

    /// <summary>Whether anything was added.</summary>
    public bool HasGrown => _bytes.Count > _length;

    public byte[] ToArray() => [.. _bytes];

    /// <summary>The index of a string, which is added where it is missing.</summary>
    public ulong IndexOf(string text)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        // The end of another string serves as well: a linker does the same.
        int found = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes).IndexOf(bytes);
        if (found >= 0)
            return (ulong)found;

        // Every table ends with the end of a string; one that does not would lend it to the new one.
        if (_bytes.Count > 0 && _bytes[^1] != 0)
            _bytes.Add(0);
        int index = _bytes.Count;
        _bytes.AddRange(bytes);
        return (ulong)index;
    }

    public string this[ulong index]
    {
        get
        {
            if (index >= (ulong)_bytes.Count)
                throw _malformed($"a name lies outside its string table (index 0x{index:x})");

            ReadOnlySpan<byte> rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes)[(int)index..];
            int end = rest.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        }
    }
}
