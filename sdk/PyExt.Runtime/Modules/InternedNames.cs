using System.Threading;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// Python's interned <c>str</c> for the names of attributes and methods that C# asks for, one table per module object. Without it a <c>str</c> is made, hashed and freed at each call, and one that is not
/// interned misses Python's own cache of attributes: <c>obj.Attr("value")</c> takes 70 ns without it.
/// </summary>
internal unsafe struct InternedNames
{
    // A program's names are literals, far fewer than this. Names that are made at run time fill the table once and are then made anew each time, as they would be without it.
    private const int Size = 512;
    private const int Probes = 4;

    private Entry?[]? _entries;

    /// <summary>The string: borrowed, kept until <see cref="Clear"/>. 0 where there is no place for it, or no memory; no exception is set.</summary>
    internal nint Find(string name)
    {
        Entry?[]? entries = _entries;
        if (entries is null)
            return Add(name);
        for (int i = 0, slot = Slot(name); i < Probes; i++)
        {
            Entry? entry = entries[(slot + i) & (Size - 1)];
            if (entry is null)
                return Add(name);
            // The same literal is the same object.
            if (ReferenceEquals(entry.Name, name) || entry.Name == name)
                return entry.Text;
        }
        return 0;
    }

    /// <summary>Gives the strings up. Nobody looks for one at the same time.</summary>
    internal void Clear()
    {
        Entry?[]? entries = _entries;
        _entries = null;
        foreach (Entry? entry in entries ?? [])
        {
            if (entry is not null)
                CPython.Py_DecRef(entry.Text);
        }
    }

    private nint Add(string name)
    {
        nint text = Utf8.FromUtf16(name);
        if (text == 0)
        {
            CPython.PyErr_Clear();
            return 0;
        }
        CPython.PyUnicode_InternInPlace(&text);
        Interlocked.CompareExchange(ref _entries, new Entry?[Size], null);
        var added = new Entry(name, text);
        for (int i = 0, slot = Slot(name); i < Probes; i++)
        {
            // Without a GIL another thread may come first, with the same name or another.
            Entry? other = Interlocked.CompareExchange(ref _entries[(slot + i) & (Size - 1)], added, null);
            if (other is null)
                return text;
            if (other.Name == name)
            {
                CPython.Py_DecRef(text);
                return other.Text;
            }
        }
        CPython.Py_DecRef(text);
        return 0;
    }

    // The length and two characters tell the names of a program apart well enough, at the cost of no call.
    private static int Slot(string name) => name.Length == 0 ? 0 : (name.Length * 31) + (name[0] * 7) + (name[^1] * 131) + (name[name.Length / 2] * 17);

    private sealed class Entry(string name, nint text)
    {
        internal readonly string Name = name;
        internal readonly nint Text = text;
    }
}
