using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary><c>List&lt;T&gt;</c> and <c>list[T]</c>; takes any iterable.</summary>
/// <typeparam name="T">The item type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("list[{0}]", ParameterHint = "collections.abc.Iterable[{0}]")]
public readonly struct ListConverter<T, TConverter> : IPyConverter<List<T>>
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out List<T> result) => Sequences.TryRead<T, TConverter>(py, value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, List<T> value) =>
        value is null ? CPythonProcess.None : Sequences.NewList<T, TConverter>(py, CollectionsMarshal.AsSpan(value));
}

/// <summary><c>T[]</c> and <c>list[T]</c>; takes any iterable. (<c>byte[]</c> is <c>bytes</c>.)</summary>
/// <typeparam name="T">The item type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("list[{0}]", ParameterHint = "collections.abc.Iterable[{0}]")]
public readonly struct ArrayConverter<T, TConverter> : IPyConverter<T[]>
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out T[] result)
    {
        if (Sequences.TryReadExactList<T, TConverter>(value, out result))
            return true;
        bool converted = Sequences.TryRead<T, TConverter>(py, value, out List<T>? items);
        result = items?.ToArray();
        return converted;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, T[] value) =>
        value is null ? CPythonProcess.None : Sequences.NewList<T, TConverter>(py, new ReadOnlySpan<T>(value));
}

/// <summary><c>IReadOnlyList&lt;T&gt;</c> and <c>list[T]</c>; takes any iterable.</summary>
/// <typeparam name="T">The item type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("list[{0}]", ParameterHint = "collections.abc.Iterable[{0}]")]
public readonly struct ReadOnlyListConverter<T, TConverter> : IPyConverter<IReadOnlyList<T>>
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out IReadOnlyList<T> result)
    {
        bool converted = Sequences.TryRead<T, TConverter>(py, value, out List<T>? items);
        result = items;
        return converted;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, IReadOnlyList<T> value) =>
        value is null ? CPythonProcess.None : Sequences.NewList<T, TConverter>(py, value);
}

/// <summary><c>IEnumerable&lt;T&gt;</c> and <c>list[T]</c>; takes any iterable, which is read before the call.</summary>
/// <typeparam name="T">The item type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("list[{0}]", ParameterHint = "collections.abc.Iterable[{0}]")]
public readonly struct EnumerableConverter<T, TConverter> : IPyConverter<IEnumerable<T>>
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out IEnumerable<T> result)
    {
        bool converted = Sequences.TryRead<T, TConverter>(py, value, out List<T>? items);
        result = items;
        return converted;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, IEnumerable<T> value) =>
        value is null ? CPythonProcess.None : Sequences.NewList<T, TConverter>(py, value);
}

/// <summary><c>HashSet&lt;T&gt;</c> and <c>set[T]</c>; takes any iterable.</summary>
/// <typeparam name="T">The item type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("set[{0}]", ParameterHint = "collections.abc.Iterable[{0}]")]
public readonly struct HashSetConverter<T, TConverter> : IPyConverter<HashSet<T>>
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out HashSet<T> result)
    {
        bool converted = Sequences.TryRead<T, TConverter>(py, value, out List<T>? items);
        result = items is null ? null : [.. items];
        return converted;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, HashSet<T> value)
    {
        if (value is null)
            return CPythonProcess.None;
        nint set = CPython.PySet_New(0);
        if (set == 0)
            return 0;
        bool complete = false;
        try
        {
            foreach (T item in value)
            {
                if (!Add(set, TConverter.ToPython(py, item)))
                    return 0;
            }
            complete = true;
            return set;
        }
        finally
        {
            if (!complete)
                CPython.Py_DecRef(set);
        }
    }

    // Takes over the reference, which may be 0 with a Python exception set. Exact items run no Python code when they are hashed and compared with each other.
    private static bool Add(nint newSet, nint item)
    {
        if (item == 0)
            return false;
        bool added;
        if (Leaves.AreAllThatMakes<TConverter>())
        {
            added = CPython.PySet_AddLeafToNew(newSet, item) == 0;
            CPython.ReleaseLeaf(item);
            return added;
        }
        added = CPython.PySet_Add(newSet, item) == 0;
        CPython.Py_DecRef(item);
        return added;
    }
}
