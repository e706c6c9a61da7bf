using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>The keyword arguments of a call: borrowed names and values.</summary>
internal readonly unsafe struct KeywordArguments
{
    private readonly nint* _names;
    private readonly nint _tuple;

    /// <summary>Those of a vectorcall.</summary>
    /// <param name="tuple">The tuple of the names.</param>
    /// <param name="values">The values.</param>
    internal KeywordArguments(nint tuple, nint* values)
    {
        // Read in place where that is known to be right: a call for each name takes 2 ns more.
        _names = ObjectLayout.IsKnown ? ObjectLayout.ItemsOfTuple(tuple) : null;
        _tuple = tuple;
        Count = ObjectLayout.IsKnown ? ObjectLayout.SizeOf(tuple) : CPython.PyTuple_Size(tuple);
        Values = values;
    }

    internal KeywordArguments(nint* names, nint* values, nint count)
    {
        _names = names;
        _tuple = 0;
        Count = count;
        Values = values;
    }

    internal nint Count { get; }

    internal nint* Values { get; }

    internal nint Name(nint index) => _names is not null ? _names[index] : CPython.PyTuple_GetItem(_tuple, index);
}
