using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// The parameters of an exported function. Binds arguments as CPython binds them for a <c>def</c>, with the same error texts.
/// </summary>
/// <remarks>https://docs.python.org/3/reference/expressions.html#calls</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe partial class PySignature
{
    private readonly string _function;
    private readonly string[] _names;
    private readonly int _positional;
    private readonly int _required;
    private readonly int _implicit;
    private readonly ulong _optionalKeywordOnly;

    /// <summary>Describes a function.</summary>
    /// <param name="function">The name in error texts: <c>add</c>, <c>Point.norm</c>, <c>Point.__init__</c>.</param>
    /// <param name="names">The parameter names: positional-or-keyword ones first, then keyword-only ones.</param>
    /// <param name="positional">How many of them are positional.</param>
    /// <param name="required">How many of the positional ones have no default.</param>
    /// <param name="implicitArguments">1 for a method: CPython counts <c>self</c> in its texts.</param>
    /// <param name="optionalKeywordOnly">A bit for every keyword-only parameter (counted from the first of them) that has a default.</param>
    public PySignature(string function, string[] names, int positional, int required, int implicitArguments, ulong optionalKeywordOnly = 0)
    {
        _function = function;
        _names = names;
        _positional = positional;
        _required = required;
        _implicit = implicitArguments;
        _optionalKeywordOnly = optionalKeywordOnly;
    }

    /// <summary>The number of parameters.</summary>
    public int Count => _names.Length;

    /// <summary>Whether a vectorcall gives every parameter by position, so that its array can be used as it is.</summary>
    /// <param name="count">The number of positional arguments.</param>
    /// <param name="keywordNames">The keyword names' tuple, or 0.</param>
    /// <param name="parameters">The number of parameters, all of them positional.</param>
    /// <returns>Whether nothing needs binding.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDirect(nint count, nint keywordNames, int parameters) => count == parameters && keywordNames == 0;

    /// <summary>Binds the arguments of a vectorcall.</summary>
    /// <param name="arguments">The positional arguments, then the keyword values.</param>
    /// <param name="count">The number of positional arguments.</param>
    /// <param name="keywordNames">The keyword names' tuple, or 0.</param>
    /// <param name="bound">Receives a borrowed reference per parameter, 0 where it keeps its default.</param>
    /// <returns>False with a <c>TypeError</c> set.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool BindVector(nint* arguments, nint count, nint keywordNames, nint* bound)
    {
        nint keywords = keywordNames == 0 ? 0 : CPython.PyTuple_Size(keywordNames);
        Start(arguments, count, bound);
        for (nint i = 0; i < keywords; i++)
        {
            if (!BindKeyword(CPython.PyTuple_GetItem(keywordNames, i), arguments[count + i], bound))
                return false;
        }
        return Finish(count, bound);
    }

    /// <summary>Binds the arguments of <c>tp_new</c> and <c>tp_init</c>.</summary>
    /// <param name="tuple">The positional arguments.</param>
    /// <param name="dict">The keyword arguments, or 0.</param>
    /// <param name="bound">Receives a borrowed reference per parameter, 0 where it keeps its default.</param>
    /// <returns>False with a <c>TypeError</c> set.</returns>
    public bool BindTuple(nint tuple, nint dict, nint* bound)
    {
        nint count = CPython.PyTuple_Size(tuple);
        for (int i = 0; i < Count; i++)
            bound[i] = i < count && i < _positional ? CPython.PyTuple_GetItem(tuple, i) : 0;
        if (dict != 0)
        {
            nint position = 0;
            nint key;
            nint value;
            while (CPython.PyDict_Next(dict, &position, &key, &value) != 0)
            {
                if (!BindKeyword(key, value, bound))
                    return false;
            }
        }
        return Finish(count, bound);
    }

    /// <summary>Prefixes the <c>TypeError</c> or <c>OverflowError</c> of a conversion with the parameter's name.</summary>
    /// <param name="parameter">The parameter's index.</param>
    /// <returns>0.</returns>
    public nint FailConversion(int parameter)
    {
        PyErrors.PrefixRaised("argument '" + _names[parameter] + "': ");
        return 0;
    }

    private void Start(nint* arguments, nint count, nint* bound)
    {
        for (int i = 0; i < Count; i++)
            bound[i] = i < count && i < _positional ? arguments[i] : 0;
    }

    private bool BindKeyword(nint key, nint value, nint* bound)
    {
        if (!CPythonProcess.HasTypeFlag(key, TypeFlags.UnicodeSubclass))
            return Fail("() keywords must be strings");
        string? name = Utf8.ToUtf16(key);
        if (name is null)
            return false;
        int index = Array.IndexOf(_names, name);
        if (index < 0)
            return Fail("() got an unexpected keyword argument '" + name + "'");
        if (bound[index] != 0)
            return Fail("() got multiple values for argument '" + name + "'");
        bound[index] = value;
        return true;
    }

    private bool Finish(nint count, nint* bound)
    {
        if (count > _positional)
            return FailTooMany(count, bound);
        for (int i = (int)count; i < Count; i++)
        {
            if (bound[i] == 0 && IsRequired(i))
                return FailMissing(bound);
        }
        return true;
    }

    private bool IsRequired(int index) =>
        index < _positional ? index < _required : (_optionalKeywordOnly & (1UL << (index - _positional))) == 0;
}
