using System;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary>What the tuple converters share.</summary>
internal static unsafe class Tuples
{
    /// <summary>Checks that an object is a <c>tuple</c> of that length.</summary>
    internal static bool Check(nint value, int length)
    {
        if (!CPythonProcess.HasTypeFlag(value, TypeFlags.TupleSubclass))
            return PyErrors.WrongType("expected tuple, got '" + PyErrors.TypeName(value) + "'");
        nint actual = CPython.PyTuple_Size(value);
        return actual == length || PyErrors.WrongType("expected a tuple of length " + length + ", got one of length " + actual);
    }

    internal static bool TryRead<T, TConverter>(Py py, nint tuple, int index, out T result)
        where TConverter : IPyConverter<T>
    {
        // A tuple keeps its items: no reference of our own is needed.
        bool converted = TConverter.TryFromPython(py, CPython.PyTuple_GetItem(tuple, index), out T? item);
        result = item!;
        return converted || Sequences.FailItem(index);
    }

    /// <summary>A new tuple that takes over the items, or 0 when one is missing.</summary>
    internal static nint New(params ReadOnlySpan<nint> items)
    {
        nint tuple = items.Contains((nint)0) ? 0 : CPython.PyTuple_New(items.Length);
        if (tuple != 0 && ObjectLayout.IsKnown)
        {
            items.CopyTo(new Span<nint>(ObjectLayout.ItemsOfTuple(tuple), items.Length));
            return tuple;
        }
        for (int i = 0; i < items.Length; i++)
        {
            if (tuple != 0)
                _ = CPython.PyTuple_SetItem(tuple, i, items[i]); // steals, and cannot fail on a new tuple
            else
                CPython.ReleaseAny(items[i]);
        }
        return tuple;
    }
}

/// <summary>A tuple of 2 items.</summary>
/// <typeparam name="T1">The type of item 1.</typeparam>
/// <typeparam name="TConverter1">Its converter.</typeparam>
/// <typeparam name="T2">The type of item 2.</typeparam>
/// <typeparam name="TConverter2">Its converter.</typeparam>
[PyConverter("tuple[{0}, {1}]")]
public readonly struct TupleConverter<T1, TConverter1, T2, TConverter2> : IPyConverter<(T1, T2)>
    where TConverter1 : IPyConverter<T1>
    where TConverter2 : IPyConverter<T2>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out (T1, T2) result)
    {
        result = default;
        return Tuples.Check(value, 2)
            && Tuples.TryRead<T1, TConverter1>(py, value, 0, out result.Item1)
            && Tuples.TryRead<T2, TConverter2>(py, value, 1, out result.Item2);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, (T1, T2) value) => Tuples.New(TConverter1.ToPython(py, value.Item1), TConverter2.ToPython(py, value.Item2));
}

/// <summary>A tuple of 3 items.</summary>
/// <typeparam name="T1">The type of item 1.</typeparam>
/// <typeparam name="TConverter1">Its converter.</typeparam>
/// <typeparam name="T2">The type of item 2.</typeparam>
/// <typeparam name="TConverter2">Its converter.</typeparam>
/// <typeparam name="T3">The type of item 3.</typeparam>
/// <typeparam name="TConverter3">Its converter.</typeparam>
[PyConverter("tuple[{0}, {1}, {2}]")]
public readonly struct TupleConverter<T1, TConverter1, T2, TConverter2, T3, TConverter3> : IPyConverter<(T1, T2, T3)>
    where TConverter1 : IPyConverter<T1>
    where TConverter2 : IPyConverter<T2>
    where TConverter3 : IPyConverter<T3>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out (T1, T2, T3) result)
    {
        result = default;
        return Tuples.Check(value, 3)
            && Tuples.TryRead<T1, TConverter1>(py, value, 0, out result.Item1)
            && Tuples.TryRead<T2, TConverter2>(py, value, 1, out result.Item2)
            && Tuples.TryRead<T3, TConverter3>(py, value, 2, out result.Item3);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, (T1, T2, T3) value) => Tuples.New(TConverter1.ToPython(py, value.Item1), TConverter2.ToPython(py, value.Item2), TConverter3.ToPython(py, value.Item3));
}

/// <summary>A tuple of 4 items.</summary>
/// <typeparam name="T1">The type of item 1.</typeparam>
/// <typeparam name="TConverter1">Its converter.</typeparam>
/// <typeparam name="T2">The type of item 2.</typeparam>
/// <typeparam name="TConverter2">Its converter.</typeparam>
/// <typeparam name="T3">The type of item 3.</typeparam>
/// <typeparam name="TConverter3">Its converter.</typeparam>
/// <typeparam name="T4">The type of item 4.</typeparam>
/// <typeparam name="TConverter4">Its converter.</typeparam>
[PyConverter("tuple[{0}, {1}, {2}, {3}]")]
public readonly struct TupleConverter<T1, TConverter1, T2, TConverter2, T3, TConverter3, T4, TConverter4> : IPyConverter<(T1, T2, T3, T4)>
    where TConverter1 : IPyConverter<T1>
    where TConverter2 : IPyConverter<T2>
    where TConverter3 : IPyConverter<T3>
    where TConverter4 : IPyConverter<T4>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out (T1, T2, T3, T4) result)
    {
        result = default;
        return Tuples.Check(value, 4)
            && Tuples.TryRead<T1, TConverter1>(py, value, 0, out result.Item1)
            && Tuples.TryRead<T2, TConverter2>(py, value, 1, out result.Item2)
            && Tuples.TryRead<T3, TConverter3>(py, value, 2, out result.Item3)
            && Tuples.TryRead<T4, TConverter4>(py, value, 3, out result.Item4);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, (T1, T2, T3, T4) value) => Tuples.New(TConverter1.ToPython(py, value.Item1), TConverter2.ToPython(py, value.Item2), TConverter3.ToPython(py, value.Item3), TConverter4.ToPython(py, value.Item4));
}

/// <summary>A tuple of 5 items.</summary>
/// <typeparam name="T1">The type of item 1.</typeparam>
/// <typeparam name="TConverter1">Its converter.</typeparam>
/// <typeparam name="T2">The type of item 2.</typeparam>
/// <typeparam name="TConverter2">Its converter.</typeparam>
/// <typeparam name="T3">The type of item 3.</typeparam>
/// <typeparam name="TConverter3">Its converter.</typeparam>
/// <typeparam name="T4">The type of item 4.</typeparam>
/// <typeparam name="TConverter4">Its converter.</typeparam>
/// <typeparam name="T5">The type of item 5.</typeparam>
/// <typeparam name="TConverter5">Its converter.</typeparam>
[PyConverter("tuple[{0}, {1}, {2}, {3}, {4}]")]
public readonly struct TupleConverter<T1, TConverter1, T2, TConverter2, T3, TConverter3, T4, TConverter4, T5, TConverter5> : IPyConverter<(T1, T2, T3, T4, T5)>
    where TConverter1 : IPyConverter<T1>
    where TConverter2 : IPyConverter<T2>
    where TConverter3 : IPyConverter<T3>
    where TConverter4 : IPyConverter<T4>
    where TConverter5 : IPyConverter<T5>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out (T1, T2, T3, T4, T5) result)
    {
        result = default;
        return Tuples.Check(value, 5)
            && Tuples.TryRead<T1, TConverter1>(py, value, 0, out result.Item1)
            && Tuples.TryRead<T2, TConverter2>(py, value, 1, out result.Item2)
            && Tuples.TryRead<T3, TConverter3>(py, value, 2, out result.Item3)
            && Tuples.TryRead<T4, TConverter4>(py, value, 3, out result.Item4)
            && Tuples.TryRead<T5, TConverter5>(py, value, 4, out result.Item5);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, (T1, T2, T3, T4, T5) value) => Tuples.New(TConverter1.ToPython(py, value.Item1), TConverter2.ToPython(py, value.Item2), TConverter3.ToPython(py, value.Item3), TConverter4.ToPython(py, value.Item4), TConverter5.ToPython(py, value.Item5));
}

/// <summary>A tuple of 6 items.</summary>
/// <typeparam name="T1">The type of item 1.</typeparam>
/// <typeparam name="TConverter1">Its converter.</typeparam>
/// <typeparam name="T2">The type of item 2.</typeparam>
/// <typeparam name="TConverter2">Its converter.</typeparam>
/// <typeparam name="T3">The type of item 3.</typeparam>
/// <typeparam name="TConverter3">Its converter.</typeparam>
/// <typeparam name="T4">The type of item 4.</typeparam>
/// <typeparam name="TConverter4">Its converter.</typeparam>
/// <typeparam name="T5">The type of item 5.</typeparam>
/// <typeparam name="TConverter5">Its converter.</typeparam>
/// <typeparam name="T6">The type of item 6.</typeparam>
/// <typeparam name="TConverter6">Its converter.</typeparam>
[PyConverter("tuple[{0}, {1}, {2}, {3}, {4}, {5}]")]
public readonly struct TupleConverter<T1, TConverter1, T2, TConverter2, T3, TConverter3, T4, TConverter4, T5, TConverter5, T6, TConverter6> : IPyConverter<(T1, T2, T3, T4, T5, T6)>
    where TConverter1 : IPyConverter<T1>
    where TConverter2 : IPyConverter<T2>
    where TConverter3 : IPyConverter<T3>
    where TConverter4 : IPyConverter<T4>
    where TConverter5 : IPyConverter<T5>
    where TConverter6 : IPyConverter<T6>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out (T1, T2, T3, T4, T5, T6) result)
    {
        result = default;
        return Tuples.Check(value, 6)
            && Tuples.TryRead<T1, TConverter1>(py, value, 0, out result.Item1)
            && Tuples.TryRead<T2, TConverter2>(py, value, 1, out result.Item2)
            && Tuples.TryRead<T3, TConverter3>(py, value, 2, out result.Item3)
            && Tuples.TryRead<T4, TConverter4>(py, value, 3, out result.Item4)
            && Tuples.TryRead<T5, TConverter5>(py, value, 4, out result.Item5)
            && Tuples.TryRead<T6, TConverter6>(py, value, 5, out result.Item6);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, (T1, T2, T3, T4, T5, T6) value) => Tuples.New(TConverter1.ToPython(py, value.Item1), TConverter2.ToPython(py, value.Item2), TConverter3.ToPython(py, value.Item3), TConverter4.ToPython(py, value.Item4), TConverter5.ToPython(py, value.Item5), TConverter6.ToPython(py, value.Item6));
}

/// <summary>A tuple of 7 items.</summary>
/// <typeparam name="T1">The type of item 1.</typeparam>
/// <typeparam name="TConverter1">Its converter.</typeparam>
/// <typeparam name="T2">The type of item 2.</typeparam>
/// <typeparam name="TConverter2">Its converter.</typeparam>
/// <typeparam name="T3">The type of item 3.</typeparam>
/// <typeparam name="TConverter3">Its converter.</typeparam>
/// <typeparam name="T4">The type of item 4.</typeparam>
/// <typeparam name="TConverter4">Its converter.</typeparam>
/// <typeparam name="T5">The type of item 5.</typeparam>
/// <typeparam name="TConverter5">Its converter.</typeparam>
/// <typeparam name="T6">The type of item 6.</typeparam>
/// <typeparam name="TConverter6">Its converter.</typeparam>
/// <typeparam name="T7">The type of item 7.</typeparam>
/// <typeparam name="TConverter7">Its converter.</typeparam>
[PyConverter("tuple[{0}, {1}, {2}, {3}, {4}, {5}, {6}]")]
public readonly struct TupleConverter<T1, TConverter1, T2, TConverter2, T3, TConverter3, T4, TConverter4, T5, TConverter5, T6, TConverter6, T7, TConverter7> : IPyConverter<(T1, T2, T3, T4, T5, T6, T7)>
    where TConverter1 : IPyConverter<T1>
    where TConverter2 : IPyConverter<T2>
    where TConverter3 : IPyConverter<T3>
    where TConverter4 : IPyConverter<T4>
    where TConverter5 : IPyConverter<T5>
    where TConverter6 : IPyConverter<T6>
    where TConverter7 : IPyConverter<T7>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out (T1, T2, T3, T4, T5, T6, T7) result)
    {
        result = default;
        return Tuples.Check(value, 7)
            && Tuples.TryRead<T1, TConverter1>(py, value, 0, out result.Item1)
            && Tuples.TryRead<T2, TConverter2>(py, value, 1, out result.Item2)
            && Tuples.TryRead<T3, TConverter3>(py, value, 2, out result.Item3)
            && Tuples.TryRead<T4, TConverter4>(py, value, 3, out result.Item4)
            && Tuples.TryRead<T5, TConverter5>(py, value, 4, out result.Item5)
            && Tuples.TryRead<T6, TConverter6>(py, value, 5, out result.Item6)
            && Tuples.TryRead<T7, TConverter7>(py, value, 6, out result.Item7);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, (T1, T2, T3, T4, T5, T6, T7) value) => Tuples.New(TConverter1.ToPython(py, value.Item1), TConverter2.ToPython(py, value.Item2), TConverter3.ToPython(py, value.Item3), TConverter4.ToPython(py, value.Item4), TConverter5.ToPython(py, value.Item5), TConverter6.ToPython(py, value.Item6), TConverter7.ToPython(py, value.Item7));
}
