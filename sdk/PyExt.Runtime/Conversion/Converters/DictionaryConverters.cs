using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary>What the dictionary converters share.</summary>
internal static unsafe class Mappings
{
    internal static bool TryRead<TKey, TKeyConverter, TValue, TValueConverter>(Py py, nint value, [MaybeNullWhen(false)] out Dictionary<TKey, TValue> result)
        where TKey : notnull
        where TKeyConverter : IPyConverter<TKey>
        where TValueConverter : IPyConverter<TValue>
    {
        result = null;
        if (!CPythonProcess.HasTypeFlag(value, TypeFlags.DictSubclass))
            return PyErrors.WrongType("expected dict, got '" + PyErrors.TypeName(value) + "'");
        if (!CPythonProcess.IsFreeThreaded)
            return TryReadEntries<TKey, TKeyConverter, TValue, TValueConverter>(py, value, out result);
        // A copy, which no other thread changes: its entries can be borrowed.
        nint copy = CPython.PyDict_Copy(value);
        if (copy == 0)
            return false;
        try
        {
            return TryReadEntries<TKey, TKeyConverter, TValue, TValueConverter>(py, copy, out result);
        }
        finally
        {
            CPython.Py_DecRef(copy);
        }
    }

    private static bool TryReadEntries<TKey, TKeyConverter, TValue, TValueConverter>(Py py, nint value, [MaybeNullWhen(false)] out Dictionary<TKey, TValue> result)
        where TKey : notnull
        where TKeyConverter : IPyConverter<TKey>
        where TValueConverter : IPyConverter<TValue>
    {
        result = null;
        nint size = CPython.PyDict_Size(value);
        var entries = new Dictionary<TKey, TValue>(checked((int)size));
        nint position = 0;
        nint key;
        nint item;
        while (Next(value, &position, &key, &item))
        {
            // Nothing runs that could change the dictionary or release what is borrowed from it.
            if (!CPythonProcess.IsFreeThreaded && TKeyConverter.TryFromExact(key, out TKey? exactKey) && exactKey is not null && TValueConverter.TryFromExact(item, out TValue? exactValue))
            {
                entries[exactKey] = exactValue;
                continue;
            }
            // Borrowed from the dictionary, and a conversion may run Python code that changes it.
            CPython.Py_IncRef(key);
            CPython.Py_IncRef(item);
            bool converted = TryReadEntry<TKey, TKeyConverter, TValue, TValueConverter>(py, key, item, entries);
            CPython.Py_DecRef(key);
            CPython.Py_DecRef(item);
            if (!converted)
                return false;
            if (CPython.PyDict_Size(value) != size)
            {
                PyErrors.Set(CPythonProcess.RuntimeError, "dictionary changed size during iteration");
                return false;
            }
        }
        result = entries;
        return true;
    }

    // On a free-threaded build it takes the dictionary's lock.
    private static bool Next(nint dict, nint* position, nint* key, nint* value) =>
        (CPythonProcess.IsFreeThreaded ? CPython.PyDict_Next(dict, position, key, value) : CPython.PyDict_NextWithGil(dict, position, key, value)) != 0;

    internal static nint NewDict<TKey, TKeyConverter, TValue, TValueConverter>(scoped Py py, IEnumerable<KeyValuePair<TKey, TValue>> entries)
        where TKey : notnull
        where TKeyConverter : IPyConverter<TKey>
        where TValueConverter : IPyConverter<TValue>
    {
        nint dict = CPython.PyDict_New();
        if (dict == 0)
            return 0;
        bool complete = false;
        try
        {
            // The enumerator of the class itself, where it is that: 4 ns per entry less than by interface.
            complete = entries is Dictionary<TKey, TValue> dictionary
                ? AddAll<TKey, TKeyConverter, TValue, TValueConverter, Dictionary<TKey, TValue>.Enumerator>(py, dict, dictionary.GetEnumerator())
                : AddAll<TKey, TKeyConverter, TValue, TValueConverter, IEnumerator<KeyValuePair<TKey, TValue>>>(py, dict, entries.GetEnumerator());
            return complete ? dict : 0;
        }
        finally
        {
            if (!complete)
                CPython.Py_DecRef(dict);
        }
    }

    private static bool AddAll<TKey, TKeyConverter, TValue, TValueConverter, TEnumerator>(scoped Py py, nint dict, TEnumerator entries)
        where TKeyConverter : IPyConverter<TKey>
        where TValueConverter : IPyConverter<TValue>
        where TEnumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        using (entries)
        {
            while (entries.MoveNext())
            {
                (TKey key, TValue value) = entries.Current;
                nint newKey = TKeyConverter.ToPython(py, key);
                nint newValue = TValueConverter.ToPython(py, value);
                bool leaves = Leaves.AreAllThatMakes<TKeyConverter>() && Leaves.AreAllThatMakes<TValueConverter>();
                if (!(leaves ? AddLeaves(dict, newKey, newValue) : Add(dict, newKey, newValue)))
                    return false;
            }
        }
        return true;
    }

    // Takes over both references, either of which may be 0 with a Python exception set.
    private static bool Add(nint newDict, nint key, nint value)
    {
        bool complete = key != 0 && value != 0 && CPython.PyDict_SetItem(newDict, key, value) == 0;
        CPython.ReleaseAny(key);
        CPython.ReleaseAny(value);
        return complete;
    }

    // The same for keys that run no Python code when they are hashed and compared with each other, and values that run none when an equal key replaces them.
    private static bool AddLeaves(nint newDict, nint key, nint value)
    {
        if (key == 0 || value == 0)
            return Add(newDict, key, value);
        bool complete = CPython.PyDict_SetLeafOfNew(newDict, key, value) == 0;
        CPython.ReleaseLeaf(key);
        CPython.ReleaseLeaf(value);
        return complete;
    }

    private static bool TryReadEntry<TKey, TKeyConverter, TValue, TValueConverter>(Py py, nint key, nint item, Dictionary<TKey, TValue> entries)
        where TKey : notnull
        where TKeyConverter : IPyConverter<TKey>
        where TValueConverter : IPyConverter<TValue>
    {
        if (!TKeyConverter.TryFromPython(py, key, out TKey? name))
        {
            PyErrors.PrefixRaised("key: ");
            return false;
        }
        if (name is null)
            return PyErrors.WrongType("key: None cannot be a key of a C# dictionary");
        if (!TValueConverter.TryFromPython(py, item, out TValue? value))
        {
            PyErrors.PrefixRaised("value: ");
            return false;
        }
        entries[name] = value;
        return true;
    }
}

/// <summary><c>Dictionary&lt;TKey, TValue&gt;</c> and <c>dict[K, V]</c>.</summary>
/// <typeparam name="TKey">The key type.</typeparam>
/// <typeparam name="TKeyConverter">Its converter.</typeparam>
/// <typeparam name="TValue">The value type.</typeparam>
/// <typeparam name="TValueConverter">Its converter.</typeparam>
[PyConverter("dict[{0}, {1}]")]
public readonly struct DictionaryConverter<TKey, TKeyConverter, TValue, TValueConverter> : IPyConverter<Dictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyConverter : IPyConverter<TKey>
    where TValueConverter : IPyConverter<TValue>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out Dictionary<TKey, TValue> result) =>
        Mappings.TryRead<TKey, TKeyConverter, TValue, TValueConverter>(py, value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, Dictionary<TKey, TValue> value) =>
        value is null ? CPythonProcess.None : Mappings.NewDict<TKey, TKeyConverter, TValue, TValueConverter>(py, value);
}

/// <summary><c>IReadOnlyDictionary&lt;TKey, TValue&gt;</c> and <c>dict[K, V]</c>.</summary>
/// <typeparam name="TKey">The key type.</typeparam>
/// <typeparam name="TKeyConverter">Its converter.</typeparam>
/// <typeparam name="TValue">The value type.</typeparam>
/// <typeparam name="TValueConverter">Its converter.</typeparam>
[PyConverter("dict[{0}, {1}]")]
public readonly struct ReadOnlyDictionaryConverter<TKey, TKeyConverter, TValue, TValueConverter> : IPyConverter<IReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyConverter : IPyConverter<TKey>
    where TValueConverter : IPyConverter<TValue>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out IReadOnlyDictionary<TKey, TValue> result)
    {
        bool converted = Mappings.TryRead<TKey, TKeyConverter, TValue, TValueConverter>(py, value, out Dictionary<TKey, TValue>? entries);
        result = entries;
        return converted;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, IReadOnlyDictionary<TKey, TValue> value) =>
        value is null ? CPythonProcess.None : Mappings.NewDict<TKey, TKeyConverter, TValue, TValueConverter>(py, value);
}
