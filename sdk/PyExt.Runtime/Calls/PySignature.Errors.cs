using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using PyExt.CApi;

namespace PyExt.Interop;

// The texts are those of CPython's missing_arguments, too_many_positional, positional_only_passed_as_keyword and format_missing (Python/ceval.c); the tests compare them with a `def` of the
// same signature.
public sealed unsafe partial class PySignature
{
    private bool Fail(string message)
    {
        PyErrors.Set(CPythonProcess.TypeError, _function + message);
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FailKeyword(nint key, int index, in KeywordArguments keywords)
    {
        if (index == NoString)
            return Fail("() keywords must be strings");
        if (index == Unknown && PositionalOnlyAmong(keywords) is { Count: > 0 } given)
            return Fail("() got some positional-only arguments passed as keyword arguments: '" + string.Join(", ", given) + "'");
        if (Utf8.ToUtf16(key) is not { } name)
            return false;
        return Fail(index == Unknown ? "() got an unexpected keyword argument '" + name + "'" : "() got multiple values for argument '" + name + "'");
    }

    private List<string> PositionalOnlyAmong(in KeywordArguments keywords)
    {
        var given = new List<string>();
        for (int i = 0; i < _positionalOnly; i++)
        {
            for (nint k = 0; k < keywords.Count; k++)
            {
                nint key = keywords.Name(k);
                if (CPythonProcess.HasTypeFlag(key, TypeFlags.UnicodeSubclass) && Utf8.ToUtf16(key) == _names[i])
                    given.Add(_names[i]);
            }
        }
        CPython.PyErr_Clear();
        return given;
    }

    private bool FailMissing(nint* bound)
    {
        int positional = Math.Min(_required, _positional);
        List<string> missing = Missing(bound, 0, positional);
        string kind = "positional";
        if (missing.Count == 0)
        {
            missing = Missing(bound, positional, _required);
            kind = "keyword-only";
        }
        return Fail("() missing " + Number(missing.Count) + " required " + kind + " argument" + Plural(missing.Count) + ": " + Enumerate(missing));
    }

    private List<string> Missing(nint* bound, int start, int end)
    {
        var missing = new List<string>();
        for (int i = start; i < end; i++)
        {
            if (bound[i] == 0)
                missing.Add("'" + _names[i] + "'");
        }
        return missing;
    }

    private bool FailTooMany(nint count, nint* bound)
    {
        int most = _positional + _implicit;
        int least = Math.Min(_required, _positional) + _implicit;
        nint given = count + _implicit;
        int keywordOnly = 0;
        for (int i = _positional; i < Count; i++)
            keywordOnly += bound[i] == 0 ? 0 : 1;
        string takes = least == most ? Number(most) + " positional argument" + Plural(most) : "from " + Number(least) + " to " + Number(most) + " positional arguments";
        string gave = Number(given) + (keywordOnly == 0 ? "" : " positional argument" + Plural(given) + " (and " + Number(keywordOnly) + " keyword-only argument" + Plural(keywordOnly) + ")");
        return Fail("() takes " + takes + " but " + gave + (given == 1 && keywordOnly == 0 ? " was" : " were") + " given");
    }

    private static string Enumerate(List<string> names) => names.Count switch
    {
        1 => names[0],
        2 => names[0] + " and " + names[1],
        _ => string.Join(", ", names.GetRange(0, names.Count - 1)) + ", and " + names[^1],
    };

    private static string Number(nint value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Plural(nint count) => count == 1 ? "" : "s";
}
