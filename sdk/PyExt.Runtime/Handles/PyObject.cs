using System;
using System.Diagnostics.CodeAnalysis;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt;

/// <summary>
/// A Python object within one call. It is released when the call's frame ends; the compiler does not let it be stored, captured, boxed, kept across <c>await</c> or <c>yield</c>, or handed to
/// another thread. To keep an object, make a <see cref="PyHandle"/> of it.
/// </summary>
public readonly unsafe ref partial struct PyObject
{
    internal readonly ref PyFrame Frame;
    private readonly nint _pointer;

    internal PyObject(ref PyFrame frame, nint pointer)
    {
        Frame = ref frame;
        _pointer = pointer;
    }

    /// <summary>Whether this is <c>default</c>, which is no object at all. Every other member throws then.</summary>
    public bool IsNull => _pointer == 0;

    /// <summary>Whether this is Python's <c>None</c>.</summary>
    public bool IsNone => _pointer == CPythonProcess.None;

    /// <summary>Whether the object can be called.</summary>
    public bool IsCallable => CPython.PyCallable_Check(Pointer) != 0;

    /// <summary>The object's type.</summary>
    public PyObject Type => Token.Own(CPython.NewReference(CPythonProcess.TypeOf(Pointer)));

    /// <summary>The token of the frame that this object belongs to.</summary>
    public Py Token
    {
        get
        {
            if (_pointer == 0)
                ThrowNull();
            return new Py(ref Frame);
        }
    }

    /// <summary>The borrowed pointer. A null check of our own: turning SIGSEGV into an exception does not work once <c>faulthandler</c> is enabled.</summary>
    internal nint Pointer
    {
        get
        {
            if (_pointer == 0)
                ThrowNull();
            return _pointer;
        }
    }

    /// <summary>Gets or sets an item: <c>obj[key]</c>.</summary>
    /// <param name="key">The key or index.</param>
    /// <exception cref="PyException">Python raised.</exception>
    public PyObject this[scoped PyArg key]
    {
        get
        {
            Py py = Token;
            nint strongKey = key.ToStrong(py);
            nint item = CPython.PyObject_GetItem(_pointer, strongKey);
            CPython.Py_DecRef(strongKey);
            return py.Own(item);
        }
    }

    /// <summary>Sets an item: <c>obj[key] = value</c>.</summary>
    /// <param name="key">The key or index.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="PyException">Python raised.</exception>
    public void SetItem(scoped PyArg key, scoped PyArg value)
    {
        Py py = Token;
        nint strongKey = key.ToStrong(py);
        nint strongValue = py.Frame.Own(value.ToStrong(py));
        int status = CPython.PyObject_SetItem(_pointer, strongKey, strongValue);
        CPython.Py_DecRef(strongKey);
        if (status != 0)
            py.ThrowRaised();
    }

    /// <summary>Gets an attribute: <c>obj.name</c>.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <returns>A temporary of this frame.</returns>
    /// <exception cref="PyException">There is none, or Python raised.</exception>
    public PyObject Attr(string name)
    {
        Py py = Token;
        nint text = NewName(py, name, out bool isBorrowed);
        nint attribute = CPython.PyObject_GetAttr(_pointer, text);
        if (!isBorrowed)
            CPython.ReleaseLeaf(text);
        return py.Own(attribute);
    }

    /// <summary>Sets an attribute: <c>obj.name = value</c>.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="PyException">Python raised.</exception>
    public void SetAttr(string name, scoped PyArg value)
    {
        Py py = Token;
        nint strongValue = py.Frame.Own(value.ToStrong(py));
        nint text = NewName(py, name, out bool isBorrowed);
        int status = CPython.PyObject_SetAttr(_pointer, text, strongValue);
        if (!isBorrowed)
            CPython.ReleaseLeaf(text);
        if (status != 0)
            py.ThrowRaised();
    }

    /// <summary>The number of items: <c>len(obj)</c>.</summary>
    /// <returns>The length.</returns>
    /// <exception cref="PyException">The object has none, or Python raised.</exception>
    public long Length()
    {
        Py py = Token;
        nint length = CPython.PyObject_Size(_pointer);
        if (length < 0)
            py.ThrowRaised();
        return length;
    }

    /// <summary>Truth: <c>bool(obj)</c>.</summary>
    /// <returns>Whether the object is true.</returns>
    /// <exception cref="PyException">Python raised.</exception>
    public bool IsTrue()
    {
        Py py = Token;
        int truth = CPython.PyObject_IsTrue(_pointer);
        if (truth < 0)
            py.ThrowRaised();
        return truth != 0;
    }

    /// <summary>Identity: <c>obj is other</c>.</summary>
    /// <param name="other">The other object.</param>
    /// <returns>Whether both are the same object.</returns>
    public bool Is(scoped PyObject other) => _pointer == other._pointer;

    /// <summary>Equality: <c>obj == other</c>.</summary>
    /// <param name="other">The other object.</param>
    /// <returns>Whether Python finds them equal.</returns>
    /// <exception cref="PyException">Python raised.</exception>
    public bool Equals(scoped PyObject other)
    {
        Py py = Token;
        int equal = CPython.PyObject_RichCompareBool(_pointer, other.Pointer, RichComparison.Eq);
        if (equal < 0)
            py.ThrowRaised();
        return equal != 0;
    }

    /// <summary>Whether the object is an instance of a type: <c>isinstance(obj, type)</c>.</summary>
    /// <param name="type">A type or a tuple of types.</param>
    /// <returns>Whether it is.</returns>
    /// <exception cref="PyException">Python raised.</exception>
    public bool IsInstance(scoped PyObject type)
    {
        Py py = Token;
        int answer = CPython.PyObject_IsInstance(_pointer, type.Pointer);
        if (answer < 0)
            py.ThrowRaised();
        return answer != 0;
    }

    /// <summary>Converts the object to a C# value.</summary>
    /// <typeparam name="T">A type that has a converter.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="PyException">The object has another type (<c>TypeError</c>), or does not fit (<c>OverflowError</c>).</exception>
    public T As<T>()
    {
        Py py = Token;
        if (!PyConverters<T>.TryFromPython(py, _pointer, out T? value))
            py.ThrowRaised();
        return value;
    }

    /// <summary>Keeps the object beyond this call.</summary>
    /// <returns>A handle that owns a reference.</returns>
    public PyHandle ToHandle() => new(this);

    /// <summary>Python's <c>str(obj)</c>.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="PyException">Python raised.</exception>
    public override string ToString() => IsNull ? "" : Utf8.TakeString(Token, CPython.PyObject_Str(_pointer));

    /// <summary>Python's <c>repr(obj)</c>.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="PyException">Python raised.</exception>
    public string Repr() => Utf8.TakeString(Token, CPython.PyObject_Repr(Pointer));

    /// <summary>Iterates: <c>for item in obj</c>. The items are temporaries of this frame; in a long loop convert with <see cref="As{T}"/> instead, or open a <see cref="PyScope"/>.</summary>
    /// <returns>The iterator.</returns>
    /// <exception cref="PyException">The object is not iterable.</exception>
    public PyIterator GetEnumerator() => PyIterator.IsReadInPlace(Pointer) ? new(this, isSequence: true) : new(Token.Own(CPython.PyObject_GetIter(Pointer)), isSequence: false);

    private static nint NewName(scoped Py py, string name, out bool isBorrowed)
    {
        ArgumentNullException.ThrowIfNull(name);
        nint text = py.Frame.NewName(name, out isBorrowed);
        if (text == 0)
            py.ThrowRaised();
        return text;
    }

    [DoesNotReturn]
    private static void ThrowNull() => throw new InvalidOperationException("this PyObject is default(PyObject), which is no Python object");
}
