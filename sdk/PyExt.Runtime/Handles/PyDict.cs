using PyExt.CApi;

namespace PyExt;

/// <summary>A Python <c>dict</c> within one call.</summary>
public readonly ref struct PyDict
{
    /// <summary>The dictionary as an object.</summary>
    public PyObject Object { get; }

    internal PyDict(PyObject value) => Object = value;

    /// <summary>The number of entries.</summary>
    public int Count => checked((int)CPython.PyDict_Size(Object.Pointer));

    /// <summary>Gets an entry: <c>dict[key]</c>.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="PyException">There is no such key (<c>KeyError</c>).</exception>
    public PyObject this[scoped PyArg key] => Object[key];

    /// <summary>The dictionary as an object.</summary>
    /// <param name="value">The dictionary.</param>
    public static implicit operator PyObject(PyDict value) => value.Object;

    /// <summary>Looks a key up without raising when it is missing: <c>dict.get(key)</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, or <c>default</c>.</param>
    /// <returns>Whether the key is there.</returns>
    /// <exception cref="PyException">The key is not hashable, or Python raised.</exception>
    public bool TryGet(scoped PyArg key, out PyObject value)
    {
        Py py = Object.Token;
        nint strongKey = key.ToStrong(py);
        nint found = Find(Object.Pointer, strongKey);
        CPython.Py_DecRef(strongKey);
        if (found == 0)
        {
            if (CPython.PyErr_Occurred() != 0)
                py.ThrowRaised();
            value = default;
            return false;
        }
        value = py.Own(found);
        return true;
    }

    // A new reference, or 0, perhaps with a Python exception set. A borrowed one may be gone, without a GIL, before it is counted.
    private static unsafe nint Find(nint dict, nint key)
    {
        nint found;
        if (CPythonProcess.IsFreeThreaded && FreeThreading.DictGetItemRef != null)
            return FreeThreading.DictGetItemRef(dict, key, &found) > 0 ? found : 0;
        found = CPython.PyDict_GetItemWithError(dict, key);
        if (found != 0)
            CPython.Py_IncRef(found);
        return found;
    }

    /// <summary>Sets an entry: <c>dict[key] = value</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="PyException">The key is not hashable, or Python raised.</exception>
    public void Set(scoped PyArg key, scoped PyArg value) => Object.SetItem(key, value);

    /// <summary>Iterates over the keys.</summary>
    /// <returns>The iterator.</returns>
    public PyIterator GetEnumerator() => Object.GetEnumerator();
}
