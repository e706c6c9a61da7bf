using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary>What the converters of lists, arrays and sets share.</summary>
internal static unsafe class Sequences
{
    /// <summary>Reads an iterable other than <c>str</c> and <c>bytes</c>, whose characters are rarely meant as items.</summary>
    internal static bool TryRead<T, TConverter>(Py py, nint value, [MaybeNullWhen(false)] out List<T> result)
        where TConverter : IPyConverter<T>
    {
        List<T>? start = null;
        // A list all of whose items take no more than a look needs no reference to it: ten numbers take 71 ns through PySequence_Fast.
        if (ObjectLayout.IsKnown && CPythonProcess.TypeOf(value) == CPythonProcess.ListType)
        {
            result = start = ReadExact<T, TConverter>(value, list: true);
            if (start.Count == ObjectLayout.SizeOf(value))
                return true;
        }
        result = null;
        bool isList = CPythonProcess.HasTypeFlag(value, TypeFlags.ListSubclass);
        if (!isList && CPythonProcess.HasTypeFlag(value, TypeFlags.UnicodeSubclass | TypeFlags.BytesSubclass))
            return PyErrors.WrongType("expected a list, got '" + PyErrors.TypeName(value) + "'");
        nint sequence;
        if (CPythonProcess.IsFreeThreaded)
        {
            // A copy, which no other thread changes: its items can be borrowed.
            sequence = isList ? CPython.PyList_AsTuple(value) : CPython.PySequence_Tuple(value);
            isList = false;
        }
        else
        {
            fixed (byte* message = "expected a list"u8)
                sequence = CPython.PySequence_Fast(value, message);
        }
        if (sequence == 0)
            return DescribeNotIterable(value);
        try
        {
            result = ReadItems<T, TConverter>(py, sequence, isList || CPythonProcess.HasTypeFlag(sequence, TypeFlags.ListSubclass), start);
            return result is not null;
        }
        finally
        {
            CPython.Py_DecRef(sequence);
        }
    }

    /// <summary>Reads a list all of whose items take no more than a look into an array of its own; false, without an exception, for anything else.</summary>
    internal static bool TryReadExactList<T, TConverter>(nint value, [MaybeNullWhen(false)] out T[] result)
        where TConverter : IPyConverter<T>
    {
        result = null;
        if (!ObjectLayout.IsKnown || CPythonProcess.TypeOf(value) != CPythonProcess.ListType)
            return false;
        int count = checked((int)ObjectLayout.SizeOf(value));
        nint* source = ObjectLayout.ItemsOfList(value);
        // No array in vain for types that always take more.
        if (count != 0 && !TConverter.TryFromExact(source[0], out _))
            return false;
        T[] items = GC.AllocateUninitializedArray<T>(count);
        LargeMemory.Advise(items.AsSpan());
        if (ReadExact<T, TConverter>(source, items) != count)
            return false;
        result = items;
        return true;
    }

    // Apart from the try/finally around it, which would keep its locals in memory instead of registers.
    private static List<T>? ReadItems<T, TConverter>(Py py, nint sequence, bool list, List<T>? start)
        where TConverter : IPyConverter<T>
    {
        List<T> items = start ?? (ObjectLayout.IsKnown ? ReadExact<T, TConverter>(sequence, list) : new List<T>(checked((int)Size(sequence, list))));
        // The size is read anew each time: a conversion may run Python code that shrinks the list.
        for (nint i = items.Count; i < Size(sequence, list); i++)
        {
            nint item = list ? CPython.PyList_GetItem(sequence, i) : CPython.PyTuple_GetItem(sequence, i);
            CPython.Py_IncRef(item);
            bool converted = TConverter.TryFromPython(py, item, out T? element);
            CPython.Py_DecRef(item);
            if (!converted)
            {
                FailItem(i);
                return null;
            }
            items.Add(element!);
        }
        return items;
    }

    // Up to the first item whose conversion takes more than a look at it; until then nothing runs that could change the list.
    private static List<T> ReadExact<T, TConverter>(nint sequence, bool list)
        where TConverter : IPyConverter<T>
    {
        int count = checked((int)ObjectLayout.SizeOf(sequence));
        var items = new List<T>(count);
        CollectionsMarshal.SetCount(items, count);
        LargeMemory.Advise(CollectionsMarshal.AsSpan(items));
        CollectionsMarshal.SetCount(items, ReadExact<T, TConverter>(list ? ObjectLayout.ItemsOfList(sequence) : ObjectLayout.ItemsOfTuple(sequence), CollectionsMarshal.AsSpan(items)));
        return items;
    }

    private static int ReadExact<T, TConverter>(nint* source, Span<T> target)
        where TConverter : IPyConverter<T>
    {
        int i = 0;
        while (i < target.Length && TConverter.TryFromExact(source[i], out T? element))
            target[i++] = element;
        return i;
    }

    /// <summary>A new list of a span's items, or 0.</summary>
    internal static nint NewList<T, TConverter>(scoped Py py, ReadOnlySpan<T> values)
        where TConverter : IPyConverter<T>
    {
        nint list = CPython.PyList_New(values.Length);
        nint* items = list != 0 && ObjectLayout.IsKnown ? ObjectLayout.ItemsOfList(list) : null;
        for (int i = 0; list != 0 && i < values.Length; i++)
        {
            nint item = TConverter.ToPython(py, values[i]);
            if (item == 0)
            {
                CPython.Py_DecRef(list);
                return 0;
            }
            // Steals, and cannot fail: the list is new and nobody else's. On a free-threaded build it may take the list's lock.
            if (items is not null)
                items[i] = item;
            else
                _ = CPythonProcess.IsFreeThreaded ? CPython.PyList_SetItem(list, i, item) : CPython.PyList_SetItemOfNew(list, i, item);
        }
        return list;
    }

    /// <summary>A new list of an enumeration's items, or 0.</summary>
    internal static nint NewList<T, TConverter>(scoped Py py, IEnumerable<T> values)
        where TConverter : IPyConverter<T>
    {
        nint list = CPython.PyList_New(0);
        if (list == 0)
            return 0;
        bool complete = false;
        try
        {
            foreach (T value in values)
            {
                nint item = TConverter.ToPython(py, value);
                if (item == 0)
                    return 0;
                int status = CPython.PyList_Append(list, item);
                CPython.Py_DecRef(item);
                if (status != 0)
                    return 0;
            }
            complete = true;
            return list;
        }
        finally
        {
            if (!complete)
                CPython.Py_DecRef(list);
        }
    }

    internal static bool FailItem(nint index)
    {
        PyErrors.PrefixRaised("item " + index.ToString(System.Globalization.CultureInfo.InvariantCulture) + ": ");
        return false;
    }

    private static nint Size(nint sequence, bool list) => list ? CPython.PyList_Size(sequence) : CPython.PyTuple_Size(sequence);

    // Only where the object is not iterable: an exception of its __iter__ goes through unchanged.
    private static bool DescribeNotIterable(nint value)
    {
        if (CPython.PyErr_ExceptionMatches(CPythonProcess.TypeError) == 0)
            return false;
        CPython.PyErr_Clear();
        return PyErrors.WrongType("expected a list, got '" + PyErrors.TypeName(value) + "'");
    }
}
