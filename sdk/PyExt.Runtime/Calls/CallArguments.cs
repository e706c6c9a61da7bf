namespace PyExt.Interop;

/// <summary>The arguments of a constructor call, as <c>tp_new</c> and <c>tp_init</c> get them or as a vectorcall does.</summary>
internal readonly unsafe ref struct CallArguments
{
    private readonly nint _tuple;
    private readonly nint _dict;
    private readonly nint* _arguments;
    private readonly nint _count;
    private readonly nint _keywordNames;

    internal CallArguments(nint tuple, nint dict)
    {
        _tuple = tuple;
        _dict = dict;
    }

    internal CallArguments(nint* arguments, nint count, nint keywordNames)
    {
        _arguments = arguments;
        _count = count;
        _keywordNames = keywordNames;
    }

    /// <summary>Binds them to parameters.</summary>
    /// <param name="signature">The parameters.</param>
    /// <param name="bound">Room for them; replaced by the caller's array where that can be used as it is.</param>
    /// <returns>False with a <c>TypeError</c> set.</returns>
    internal bool Bind(PySignature signature, ref nint* bound)
    {
        if (_tuple != 0)
            return signature.BindTuple(_tuple, _dict, bound);
        if (!PySignature.IsDirect(_count, _keywordNames, signature.Count))
            return signature.BindVector(_arguments, _count, _keywordNames, bound);
        bound = _arguments;
        return true;
    }
}
