using PyExt.CApi;

namespace PyExt;

/// <summary>A Python <c>list</c> within one call.</summary>
public readonly ref struct PyList
{
    /// <summary>The list as an object.</summary>
    public PyObject Object { get; }

    internal PyList(PyObject value) => Object = value;

    /// <summary>The number of items.</summary>
    public int Count => checked((int)CPython.PyList_Size(Object.Pointer));

    /// <summary>Gets an item: <c>list[index]</c>, negative indexes count from the end.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="PyException">The index is out of range (<c>IndexError</c>).</exception>
    public PyObject this[int index] => Object[index];

    /// <summary>The list as an object.</summary>
    /// <param name="value">The list.</param>
    public static implicit operator PyObject(PyList value) => value.Object;

    /// <summary>Adds an item at the end: <c>list.append(item)</c>.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="PyException">Python raised.</exception>
    public void Add(scoped PyArg item)
    {
        Py py = Object.Token;
        nint strong = item.ToStrong(py);
        int status = CPython.PyList_Append(Object.Pointer, strong);
        CPython.Py_DecRef(strong);
        if (status != 0)
            py.ThrowRaised();
    }

    /// <summary>Iterates over the items.</summary>
    /// <returns>The iterator.</returns>
    public PyIterator GetEnumerator() => Object.GetEnumerator();
}
