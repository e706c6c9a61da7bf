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
    // As conversions call them: behind the parameters' own names stand *args and **kwargs, where there are such.
    private readonly string _function;
    private readonly string[] _names;
    private readonly KeywordName[] _keywords;
    private readonly int _positionalOnly;
    private readonly int _positional;
    private readonly int _required;
    private readonly int _implicit;
    private readonly bool _hasVarPositional;
    private readonly bool _hasVarKeyword;

    private PySignature(string function, ParameterList parameters, int required, int implicitArguments)
    {
        _function = function;
        _names = [.. parameters.Names];
        Count = parameters.Count;
        _positionalOnly = parameters.PositionalOnly;
        _positional = parameters.Positional;
        _hasVarPositional = parameters.HasVarPositional;
        _hasVarKeyword = parameters.HasVarKeyword;
        _required = required;
        _implicit = implicitArguments;
        _keywords = new KeywordName[Count];
        for (int i = 0; i < Count; i++)
            _keywords[i] = i < _positionalOnly ? KeywordName.None : new KeywordName(_names[i]);
    }

    /// <summary>The number of parameters that take one argument: those in front of <c>*args</c>, then the keyword-only ones.</summary>
    public int Count { get; }

    /// <summary>Whether a vectorcall gives every parameter by position, so that its array can be used as it is.</summary>
    /// <param name="count">The number of positional arguments.</param>
    /// <param name="keywordNames">The keyword names' tuple, or 0.</param>
    /// <param name="parameters">The number of parameters, all of them positional.</param>
    /// <returns>Whether nothing needs binding.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDirect(nint count, nint keywordNames, int parameters) => count == parameters && keywordNames == 0;

    /// <summary>The number of positional arguments of a vectorcall (<c>PyVectorcall_NARGS</c>): without <c>PY_VECTORCALL_ARGUMENTS_OFFSET</c>, the highest bit.</summary>
    /// <param name="flags">What the caller gave as <c>nargsf</c>.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountOf(nuint flags) => (nint)(flags & ~CPython.VectorcallArgumentsOffset);

    /// <summary>Prefixes the <c>TypeError</c> or <c>OverflowError</c> of a conversion with the parameter's name.</summary>
    /// <param name="parameter">The parameter's index; <c>*args</c> and <c>**kwargs</c> follow the others.</param>
    /// <returns>0.</returns>
    public nint FailConversion(int parameter)
    {
        PyErrors.PrefixRaised("argument '" + _names[parameter] + "': ");
        return 0;
    }

    /// <summary><see cref="FailConversion"/> for a constructor.</summary>
    /// <param name="parameter">The parameter's index.</param>
    /// <returns>Null.</returns>
    public object? FailConstruction(int parameter)
    {
        FailConversion(parameter);
        return null;
    }

    // Whether every parameter is given, and the names stand in the order of the parameters: the values are in their places then. Eight keywords take 26 ns more when they are bound.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsInOrder(nint count, nint keywordNames) =>
        keywordNames != 0 && ObjectLayout.IsKnown && count + ObjectLayout.SizeOf(keywordNames) == Count && count <= _positional
        && AreInOrder(ObjectLayout.ItemsOfTuple(keywordNames) - count, (int)count);

    private bool AreInOrder(nint* names, int start)
    {
        KeywordName[] keywords = _keywords;
        for (int i = start; i < keywords.Length; i++)
        {
            if (CPythonProcess.TypeOf(names[i]) != CPythonProcess.UnicodeType || !ObjectLayout.TryReadPaddedAscii(names[i], out byte* text, out nint length) || !keywords[i].Is(text, length))
                return false;
        }
        return true;
    }

    // A borrowed reference per parameter, 0 where it keeps its default.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool BindVector(nint* arguments, nint count, nint keywordNames, nint* bound)
    {
        Start(arguments, count, bound);
        if (keywordNames != 0)
        {
            var keywords = new KeywordArguments(keywordNames, arguments + count);
            for (nint i = 0; i < keywords.Count; i++)
            {
                nint key = keywords.Name(i);
                int index = IndexOf(key, (int)(count + i));
                if (index < 0 || bound[index] != 0)
                    return FailKeyword(key, index, keywords);
                bound[index] = keywords.Values[i];
            }
        }
        return Finish(count, bound);
    }

    // Into the room behind the parameters: what *args and **kwargs get.
    private bool BindVariable(nint* arguments, nint count, in KeywordArguments keywords, nint* room)
    {
        var variable = (PyVariableArguments*)(room + Count + 1);
        nint* extraNames = room + Count + 1 + PyVariableArguments.Words;
        nint* extraValues = extraNames + keywords.Count;
        nint extra = 0;
        room[Count] = (nint)variable;
        Start(arguments, count, room);
        for (nint i = 0; i < keywords.Count; i++)
        {
            nint key = keywords.Name(i);
            int index = IndexOf(key, (int)(count + i));
            if (index >= 0 && room[index] == 0)
            {
                room[index] = keywords.Values[i];
            }
            else if (index == Unknown && _hasVarKeyword)
            {
                extraNames[extra] = key;
                extraValues[extra++] = keywords.Values[i];
            }
            else
            {
                return FailKeyword(key, index, keywords);
            }
        }
        *variable = new PyVariableArguments(arguments + _positional, Math.Max(count - _positional, 0), extraNames, extraValues, extra);
        return Finish(count, room);
    }

    private void Start(nint* arguments, nint count, nint* bound)
    {
        nint positional = Math.Min(count, _positional);
        for (int i = 0; i < Count; i++)
            bound[i] = i < positional ? arguments[i] : 0;
    }

    private const int Unknown = -1;
    private const int NoString = -2;

    // Compared as UTF-8, which a str of ASCII characters is by itself: no string is made for a name. Callers mostly name them in the order of the parameters: eight keywords take 158 ns without
    // the guess.
    private int IndexOf(nint key, int guess)
    {
        if (CPythonProcess.TypeOf(key) != CPythonProcess.UnicodeType || !ObjectLayout.TryReadPaddedAscii(key, out byte* text, out nint length))
            return IndexOfOther(key);
        KeywordName[] keywords = _keywords;
        for (int i = guess; i < keywords.Length; i++)
        {
            if (keywords[i].Is(text, length))
                return i;
        }
        for (int i = Math.Min(guess, keywords.Length) - 1; i >= 0; i--)
        {
            if (keywords[i].Is(text, length))
                return i;
        }
        return Unknown;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int IndexOfOther(nint key)
    {
        if (CPythonProcess.TypeOf(key) != CPythonProcess.UnicodeType && !CPythonProcess.HasTypeFlag(key, TypeFlags.UnicodeSubclass))
            return NoString;
        nint size;
        byte* utf8 = CPythonProcess.IsFreeThreaded ? CPython.PyUnicode_AsUTF8AndSizeLocking(key, &size) : CPython.PyUnicode_AsUTF8AndSize(key, &size);
        if (utf8 is null)
        {
            CPython.PyErr_Clear(); // lone surrogates: no identifier has them
            return Unknown;
        }
        var name = new ReadOnlySpan<byte>(utf8, (int)size);
        ulong head = KeywordName.HeadOf(name);
        for (int i = 0; i < _keywords.Length; i++)
        {
            if (_keywords[i].Is(name, head))
                return i;
        }
        return Unknown;
    }

    private bool Finish(nint count, nint* bound)
    {
        if (count > _positional && !_hasVarPositional)
            return FailTooMany(count, bound);
        for (int i = (int)Math.Min(count, _positional); i < _required; i++)
        {
            if (bound[i] == 0)
                return FailMissing(bound);
        }
        return true;
    }
}
