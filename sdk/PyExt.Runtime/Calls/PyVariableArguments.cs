using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
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
    private readonly nint _names; // the tuple of a vectorcall, if _keywords is negative
    private readonly nint* _values;
    private readonly nint _keywords;

    /// <summary>All those of a vectorcall, for a function that has no other parameters.</summary>
    /// <param name="arguments">The positional arguments, then the keyword values.</param>
    /// <param name="count">The number of positional arguments.</param>
    /// <param name="keywordNames">The keyword names' tuple, or 0.</param>
    public PyVariableArguments(nint* arguments, nint count, nint keywordNames)
    {
        _items = arguments;
        _count = count;
        _names = keywordNames;
        _values = arguments + count;
        _keywords = keywordNames == 0 ? 0 : -1;
    }

    internal PyVariableArguments(nint* items, nint count, nint* names, nint* values, nint keywords)
    {
        _items = items;
        _count = count;
        _names = (nint)names;
        _values = values;
        _keywords = keywords;
    }

    private nint KeywordCount => _keywords >= 0 ? _keywords : ObjectLayout.IsKnown ? ObjectLayout.SizeOf(_names) : CPython.PyTuple_Size(_names);

    // Null where they have to be asked for one by one.
    private nint* Names => _keywords >= 0 ? (nint*)_names : ObjectLayout.IsKnown ? ObjectLayout.ItemsOfTuple(_names) : null;

    /// <summary>The positional arguments as a tuple.</summary>
    /// <param name="py">The token of the call.</param>
    /// <returns>A temporary of the call.</returns>
    /// <exception cref="PyException">There is no memory.</exception>
    public PyTuple Tuple(Py py)
    {
        nint tuple = CPython.NewTuple(_count);
        // The caller keeps the items during the call: what dies with the tuple is the tuple alone.
        PyObject owned = py.OwnLeaf(tuple);
        if (!ObjectLayout.TryFillTuple(tuple, _items, _count))
            FillTuple(tuple);
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
        nint count = KeywordCount;
        nint* names = Names;
        nint* values = _values;
        for (nint i = 0; i < count; i++)
        {
            nint key = names is not null ? names[i] : CPython.PyTuple_GetItem(_names, i);
            isExact &= CPythonProcess.TypeOf(key) == CPythonProcess.UnicodeType;
            if ((isExact ? CPython.PyDict_SetLeafOfNew(dict, key, values[i]) : CPython.PyDict_SetItem(dict, key, values[i])) != 0)
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
        nint count = KeywordCount;
        nint* names = Names;
        var entries = new Dictionary<string, T>(checked((int)count));
        for (nint i = 0; i < count; i++)
        {
            if (!Converters.StringConverter.TryFromPython(py, names is not null ? names[i] : CPython.PyTuple_GetItem(_names, i), out string? name))
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FillTuple(nint tuple)
    {
        for (nint i = 0; i < _count; i++)
            _ = CPython.PyTuple_SetItem(tuple, i, CPython.NewReference(_items[i]));
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
