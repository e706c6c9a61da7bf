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
    private readonly KeywordName[] _keywords;
    private readonly int _required;
    private readonly int _implicit;

    /// <summary>Describes a function.</summary>
    /// <param name="function">The name in error texts: <c>add</c>, <c>Point.norm</c>, <c>Point.__init__</c>.</param>
    /// <param name="names">The parameter names.</param>
    /// <param name="required">How many of them have no default: the first ones.</param>
    /// <param name="implicitArguments">1 for a method: CPython counts <c>self</c> in its texts.</param>
    public PySignature(string function, string[] names, int required, int implicitArguments)
    {
        _function = function;
        _names = names;
        _keywords = Array.ConvertAll(names, static name => new KeywordName(name));
        _required = required;
        _implicit = implicitArguments;
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

    /// <summary>The number of positional arguments of a vectorcall (<c>PyVectorcall_NARGS</c>): without <c>PY_VECTORCALL_ARGUMENTS_OFFSET</c>, the highest bit.</summary>
    /// <param name="flags">What the caller gave as <c>nargsf</c>.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountOf(nuint flags) => (nint)(flags & ~CPython.VectorcallArgumentsOffset);

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
            // Callers mostly name them in the order of the parameters: eight keywords take 158 ns without the guess.
            if (!BindKeyword(CPython.PyTuple_GetItem(keywordNames, i), arguments[count + i], bound, (int)(count + i)))
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
            bound[i] = i < count ? CPython.PyTuple_GetItem(tuple, i) : 0;
        if (dict != 0)
        {
            nint position = 0;
            int guess = (int)count;
            nint key;
            nint value;
            while (CPython.PyDict_Next(dict, &position, &key, &value) != 0)
            {
                if (!BindKeyword(key, value, bound, guess++))
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

    /// <summary><see cref="FailConversion"/> for a constructor.</summary>
    /// <param name="parameter">The parameter's index.</param>
    /// <returns>Null.</returns>
    public object? FailConstruction(int parameter)
    {
        FailConversion(parameter);
        return null;
    }

    private void Start(nint* arguments, nint count, nint* bound)
    {
        for (int i = 0; i < Count; i++)
            bound[i] = i < count ? arguments[i] : 0;
    }

    private bool BindKeyword(nint key, nint value, nint* bound, int guess)
    {
        if (CPythonProcess.TypeOf(key) != CPythonProcess.UnicodeType && !CPythonProcess.HasTypeFlag(key, TypeFlags.UnicodeSubclass))
            return Fail("() keywords must be strings");
        int index = IndexOf(key, guess);
        if (index >= 0 && bound[index] == 0)
        {
            bound[index] = value;
            return true;
        }
        if (Utf8.ToUtf16(key) is not { } name)
            return false;
        return Fail(index < 0 ? "() got an unexpected keyword argument '" + name + "'" : "() got multiple values for argument '" + name + "'");
    }

    // Compared as UTF-8, which a str of ASCII characters is by itself: no string is made for a name.
    private int IndexOf(nint key, int guess)
    {
        if (!ObjectLayout.TryReadAscii(key, out ReadOnlySpan<byte> name))
        {
            nint size;
            byte* utf8 = CPythonProcess.IsFreeThreaded ? CPython.PyUnicode_AsUTF8AndSizeLocking(key, &size) : CPython.PyUnicode_AsUTF8AndSize(key, &size);
            if (utf8 is null)
            {
                CPython.PyErr_Clear(); // lone surrogates: no identifier has them
                return -1;
            }
            name = new ReadOnlySpan<byte>(utf8, (int)size);
        }
        ulong head = KeywordName.HeadOf(name);
        if ((uint)guess < (uint)_keywords.Length && _keywords[guess].Is(name, head))
            return guess;
        for (int i = 0; i < _keywords.Length; i++)
        {
            if (_keywords[i].Is(name, head))
                return i;
        }
        return -1;
    }

    private bool Finish(nint count, nint* bound)
    {
        if (count > Count)
            return FailTooMany(count);
        for (int i = (int)count; i < _required; i++)
        {
            if (bound[i] == 0)
                return FailMissing(bound);
        }
        return true;
    }
}
