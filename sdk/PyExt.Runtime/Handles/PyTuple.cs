using PyExt.CApi;

namespace PyExt;

/// <summary>A Python <c>tuple</c> within one call.</summary>
public readonly ref struct PyTuple
{
    /// <summary>The tuple as an object.</summary>
    public PyObject Object { get; }

    internal PyTuple(PyObject value) => Object = value;

    /// <summary>The number of items.</summary>
    public int Count => checked((int)(ObjectLayout.IsKnown ? ObjectLayout.SizeOf(Object.Pointer) : CPython.PyTuple_Size(Object.Pointer)));

    /// <summary>Gets an item: <c>tuple[index]</c>, negative indexes count from the end.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="PyException">The index is out of range (<c>IndexError</c>).</exception>
    public PyObject this[int index] => Object[index];

    /// <summary>The tuple as an object.</summary>
    /// <param name="value">The tuple.</param>
    public static implicit operator PyObject(PyTuple value) => value.Object;

    /// <summary>Iterates over the items.</summary>
    /// <returns>The iterator.</returns>
    public PyIterator GetEnumerator() => Object.GetEnumerator();
}
