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
        var missing = new List<string>();
        for (int i = 0; i < _required; i++)
        {
            if (bound[i] == 0)
                missing.Add("'" + _names[i] + "'");
        }
        return Fail("() missing " + Number(missing.Count) + " required positional argument" + Plural(missing.Count) + ": " + Enumerate(missing));
    }

    private bool FailTooMany(nint count)
    {
        int most = Count + _implicit;
        int least = _required + _implicit;
        nint given = count + _implicit;
        string takes = least == most ? Number(most) + " positional argument" + Plural(most) : "from " + Number(least) + " to " + Number(most) + " positional arguments";
        return Fail("() takes " + takes + " but " + Number(given) + (given == 1 ? " was" : " were") + " given");
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
