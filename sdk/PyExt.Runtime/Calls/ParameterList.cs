using System;
using System.Collections.Generic;
using System.Text;

namespace PyExt.Interop;

/// <summary>The parameters of a function, read from its names with zero bytes between them. They stand as in the <c>def</c>: <c>a</c>, <c>/</c>, <c>b</c>, <c>*args</c> or <c>*</c>, <c>c</c>, <c>**kwargs</c>.</summary>
internal sealed class ParameterList
{
    private string? _varPositional;
    private string? _varKeyword;

    internal ParameterList(ReadOnlySpan<byte> names)
    {
        // By hand: string.Split brings the formatting of enums along, and with it reflection and the loader of types, 130 KB of the wheel.
        while (!names.IsEmpty)
            Add(Next(ref names));
        Count = Names.Count;
        if (Positional < 0)
            Positional = Count;
        if (_varPositional is not null)
            Names.Add(_varPositional);
        if (_varKeyword is not null)
            Names.Add(_varKeyword);
    }

    /// <summary>The names of the parameters that take one argument, then <c>*args</c> and <c>**kwargs</c> with their asterisks.</summary>
    internal List<string> Names { get; } = [];

    /// <summary>How many take one argument.</summary>
    internal int Count { get; }

    /// <summary>How many of them are positional-only: the first ones.</summary>
    internal int PositionalOnly { get; private set; }

    /// <summary>How many of them can be given by position: the first ones.</summary>
    internal int Positional { get; private set; } = -1;

    internal bool HasVarPositional => _varPositional is not null;

    internal bool HasVarKeyword => _varKeyword is not null;

    /// <summary>Takes the first name off a list of them.</summary>
    internal static string Next(ref ReadOnlySpan<byte> names)
    {
        int end = names.IndexOf((byte)0);
        string name = Encoding.UTF8.GetString(end < 0 ? names : names[..end]);
        names = end < 0 ? default : names[(end + 1)..];
        return name;
    }

    private void Add(string name)
    {
        if (name == "/")
        {
            PositionalOnly = Names.Count;
        }
        else if (name[0] != '*')
        {
            Names.Add(name);
        }
        else if (name.Length > 1 && name[1] == '*')
        {
            _varKeyword = name;
        }
        else
        {
            Positional = Names.Count;
            if (name.Length > 1)
                _varPositional = name;
        }
    }
}
