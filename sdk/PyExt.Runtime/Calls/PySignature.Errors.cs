using System.Collections.Generic;
using System.Globalization;
using PyExt.CApi;

namespace PyExt.Interop;

// The texts are those of CPython's missing_arguments, too_many_positional and format_missing (Python/ceval.c); the tests compare them with a `def` of the same signature.
public sealed unsafe partial class PySignature
{
    private bool Fail(string message)
    {
        PyErrors.Set(CPythonProcess.TypeError, _function + message);
        return false;
    }

    private bool FailMissing(nint* bound)
    {
        // Positional ones first; keyword-only ones are reported only when no positional one is missing.
        List<string> missing = Missing(bound, 0, _positional);
        string kind = "positional";
        if (missing.Count == 0)
        {
            missing = Missing(bound, _positional, Count);
            kind = "keyword-only";
        }
        return Fail("() missing " + Number(missing.Count) + " required " + kind + " argument" + Plural(missing.Count) + ": " + Enumerate(missing));
    }

    private bool FailTooMany(nint count, nint* bound)
    {
        int keywordOnly = 0;
        for (int i = _positional; i < Count; i++)
            keywordOnly += bound[i] != 0 ? 1 : 0;
        int most = _positional + _implicit;
        int least = _required + _implicit;
        nint given = count + _implicit;
        string takes = least == most ? Number(most) : "from " + Number(least) + " to " + Number(most);
        bool plural = least == most ? most != 1 : true;
        string were = keywordOnly == 0
            ? Number(given) + (given == 1 ? " was" : " were")
            : Number(given) + " positional argument" + Plural((int)given) + " (and " + Number(keywordOnly) + " keyword-only argument" + Plural(keywordOnly) + ") were";
        return Fail("() takes " + takes + " positional argument" + (plural ? "s" : "") + " but " + were + " given");
    }

    private List<string> Missing(nint* bound, int start, int end)
    {
        var missing = new List<string>();
        for (int i = start; i < end; i++)
        {
            if (bound[i] == 0 && IsRequired(i))
                missing.Add("'" + _names[i] + "'");
        }
        return missing;
    }

    private static string Enumerate(List<string> names) => names.Count switch
    {
        1 => names[0],
        2 => names[0] + " and " + names[1],
        _ => string.Join(", ", names.GetRange(0, names.Count - 1)) + ", and " + names[^1],
    };

    private static string Number(nint value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Plural(int count) => count == 1 ? "" : "s";
}
