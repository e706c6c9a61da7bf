using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using PyExt.CApi;
using PyExt.Converters;

namespace PyExt.Interop;

/// <summary>The arguments of a call that no parameter of its own takes: what <c>*args</c> and <c>**kwargs</c> get. All are borrowed; the caller keeps its arguments alive.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct PyVariableArguments
{
    /// <summary>How many words it takes.</summary>
    internal const int Words = 5;

    private readonly nint* _items;
    private readonly nint _count;
    private readonly nint* _names;
    private readonly nint* _values;
    private readonly nint _keywords;

    /// <summary>Those of a call that gives everything by position to a function that has no other parameter than <c>*args</c>, and perhaps <c>**kwargs</c>.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="count">How many there are.</param>
    public PyVariableArguments(nint* arguments, nint count)
        : this(arguments, count, null, null, 0)
    {
    }

    internal PyVariableArguments(nint* items, nint count, nint* names, nint* values, nint keywords)
    {
        _items = items;
        _count = count;
        _names = names;
        _values = values;
        _keywords = keywords;
    }

    /// <summary>The positional arguments as a tuple.</summary>
    /// <param name="py">The token of the call.</param>
    /// <returns>A temporary of the call.</returns>
    /// <exception cref="PyException">There is no memory.</exception>
    public PyTuple Tuple(Py py)
    {
        nint tuple = CPython.NewTuple(_count);
        PyObject owned = py.Own(tuple);
        if (ObjectLayout.IsKnown)
        {
            nint* items = ObjectLayout.ItemsOfTuple(tuple);
            for (nint i = 0; i < _count; i++)
                items[i] = CPython.NewReference(_items[i]);
        }
        else
        {
            for (nint i = 0; i < _count; i++)
                _ = CPython.PyTuple_SetItem(tuple, i, CPython.NewReference(_items[i]));
        }
        return new PyTuple(owned);
    }

    /// <summary>The keyword arguments as a dictionary, which is new for each call.</summary>
    /// <param name="py">The token of the call.</param>
    /// <returns>A temporary of the call.</returns>
    /// <exception cref="PyException">There is no memory, or a name of a class derived from <c>str</c> raised.</exception>
    public PyDict Dict(Py py)
    {
        nint dict = CPython.NewDict();
        PyObject owned = py.Own(dict);
        // Exact strings run no Python code when they are hashed and compared with each other, and a new dictionary has nothing that could be released.
        bool isExact = !CPythonProcess.IsFreeThreaded;
        for (nint i = 0; i < _keywords; i++)
        {
            isExact &= CPythonProcess.TypeOf(_names[i]) == CPythonProcess.UnicodeType;
            if ((isExact ? CPython.PyDict_SetLeafOfNew(dict, _names[i], _values[i]) : CPython.PyDict_SetItem(dict, _names[i], _values[i])) != 0)
                py.ThrowRaised();
        }
        return new PyDict(owned);
    }

    /// <summary>Converts the positional arguments.</summary>
    /// <typeparam name="T">The item type.</typeparam>
    /// <typeparam name="TConverter">Its converter.</typeparam>
    /// <param name="py">The token of the call.</param>
    /// <param name="room">Where they go if they are few.</param>
    /// <param name="items">The items.</param>
    /// <returns>False with a Python exception set, which says which item it was.</returns>
    public bool TryReadItems<T, TConverter>(Py py, ref PyItems<T> room, out Span<T> items)
        where TConverter : IPyConverter<T>
    {
        items = _count <= PyItems<T>.Length ? ((Span<T>)room)[..(int)_count] : new T[checked((int)_count)];
        return TryRead<T, TConverter>(py, items);
    }

    /// <summary>Converts the positional arguments.</summary>
    /// <typeparam name="T">The item type.</typeparam>
    /// <typeparam name="TConverter">Its converter.</typeparam>
    /// <param name="py">The token of the call.</param>
    /// <param name="items">The items.</param>
    /// <returns>False with a Python exception set, which says which item it was.</returns>
    public bool TryReadArray<T, TConverter>(Py py, out T[] items)
        where TConverter : IPyConverter<T>
    {
        items = _count == 0 ? [] : new T[checked((int)_count)];
        return TryRead<T, TConverter>(py, items.AsSpan());
    }

    /// <summary>Converts the keyword arguments.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TConverter">Its converter.</typeparam>
    /// <param name="py">The token of the call.</param>
    /// <param name="keywords">The keyword arguments.</param>
    /// <returns>False with a Python exception set, which says which argument it was.</returns>
    public bool TryReadKeywords<T, TConverter>(Py py, [NotNullWhen(true)] out Dictionary<string, T>? keywords)
        where TConverter : IPyConverter<T>
    {
        keywords = null;
        var entries = new Dictionary<string, T>(checked((int)_keywords));
        for (nint i = 0; i < _keywords; i++)
        {
            if (Utf8.ToUtf16(_names[i]) is not { } name)
                return false;
            if (!TConverter.TryFromPython(py, _values[i], out T? value))
            {
                PyErrors.PrefixRaised("argument '" + name + "': ");
                return false;
            }
            entries[name] = value;
        }
        keywords = entries;
        return true;
    }

    private bool TryRead<T, TConverter>(Py py, Span<T> items)
        where TConverter : IPyConverter<T>
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (!TConverter.TryFromPython(py, _items[i], out T? item))
                return Sequences.FailItem(i);
            items[i] = item;
        }
        return true;
    }
}
