using PyExt;

namespace BenchPyExt;

/// <summary>The benchmark module, in C#.</summary>
#if FREE_THREADED
[PyModule(Threading = PyThreading.Locked)]
#else
[PyModule]
#endif
public sealed partial class BenchModule
{
    private readonly Dictionary<string, long> _table = Enumerable.Range(0, 100).ToDictionary(i => $"key{i}", i => (long)i);
    private readonly byte[] _data = Bytes();

    // A loop, as in the other languages: LINQ would take 5 ms of the first import.
    private static byte[] Bytes()
    {
        var data = new byte[1 << 20];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)i;
        return data;
    }

    /// <summary>Does nothing.</summary>
    public static void Noop()
    {
    }

    /// <summary>Returns its argument.</summary>
    public static PyObject Ident(PyObject value) => value;

    /// <summary>Adds two numbers.</summary>
    public static long Add(long a, long b) => checked(a + b);

    /// <summary>The number of characters.</summary>
    public static long Strlen(string text) => text.Length;

    /// <summary>The same of the text that Python has.</summary>
    public static long Utf8Length([PyUtf8] ReadOnlySpan<byte> text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text.Length;
        long characters = 0;
        foreach (byte unit in text)
            characters += (unit & 0xC0) == 0x80 ? 0 : 1;
        return characters;
    }

    /// <summary>Greets.</summary>
    public static string Greet(string name) => "Hello, " + name + "!";

    /// <summary>The sum of a list.</summary>
    public static long SumList(List<long> items)
    {
        long sum = 0;
        foreach (long item in items)
            sum += item;
        return sum;
    }

    /// <summary>The numbers up to a count.</summary>
    public static long[] ListOut(long count)
    {
        var items = new long[count];
        for (int i = 0; i < items.Length; i++)
            items[i] = i;
        return items;
    }

    /// <summary>The sum of a dictionary's values.</summary>
    public static long DictIn(Dictionary<string, long> table)
    {
        long sum = 0;
        foreach (long value in table.Values)
            sum += value;
        return sum;
    }

    /// <summary>A dictionary of a hundred items.</summary>
    public Dictionary<string, long> DictOut() => _table;

    /// <summary>The length of binary data and its last byte.</summary>
    public static long BytesIn(ReadOnlySpan<byte> data) => data.Length + data[^1];

    /// <summary>Binary data of 1 KB.</summary>
    public ReadOnlySpan<byte> BytesOut() => _data.AsSpan(0, 1024);

    /// <summary>Binary data of any size up to a megabyte.</summary>
    public ReadOnlySpan<byte> BytesOf(long count) => _data.AsSpan(0, (int)count);

    /// <summary>Raises ValueError.</summary>
    public static PyResult RaiseError() => PyError.ValueError("wrong");

    /// <summary>Throws what becomes ValueError.</summary>
    public static void ThrowError() => throw new ArgumentException("wrong");

    /// <summary>Calls back with a number.</summary>
    public static PyObject Apply(PyObject callback, long value) => callback.Call(value);

    /// <summary>Takes keyword arguments.</summary>
    public static long Kw(long a, long b = 2, long c = 3) => a + b + c;

    /// <summary>Returns a number or None.</summary>
    public static long? Optional(long? value) => value;
}
