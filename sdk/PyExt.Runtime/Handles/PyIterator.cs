using PyExt.CApi;

namespace PyExt;

/// <summary>A Python iterator, for <c>foreach</c> over a <see cref="PyObject"/>.</summary>
public ref struct PyIterator
{
    private readonly PyObject _iterator;
    private PyObject _current;

    internal PyIterator(PyObject iterator)
    {
        _iterator = iterator;
        _current = default;
    }

    /// <summary>The item of the last <see cref="MoveNext"/>.</summary>
    public readonly PyObject Current => _current;

    /// <summary>Fetches the next item.</summary>
    /// <returns>False when the iterator is exhausted.</returns>
    /// <exception cref="PyException">The iterator raised.</exception>
    public bool MoveNext()
    {
        Py py = _iterator.Token;
        nint item = CPython.PyIter_Next(_iterator.Pointer);
        if (item == 0)
        {
            if (CPython.PyErr_Occurred() != 0)
                py.ThrowRaised();
            return false;
        }
        _current = py.Own(item);
        return true;
    }
}
