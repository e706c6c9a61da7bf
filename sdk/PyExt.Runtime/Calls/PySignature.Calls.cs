using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;

namespace PyExt.Interop;

// What the entry points of all functions share.
public sealed unsafe partial class PySignature
{
    private const int MostOnFixedStack = 16;

    /// <summary>The signature of a function, made when it is first asked for.</summary>
    /// <param name="place">Where it is kept. Two threads may write it at the same time: both signatures are the same.</param>
    /// <param name="names">The name in error texts, then the names of the parameters, with zero bytes between them.</param>
    /// <param name="required">How many parameters have no default: the first ones.</param>
    /// <param name="implicitArguments">1 for a method: CPython counts <c>self</c> in its texts.</param>
    /// <returns>The signature.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PySignature Of(ref PySignature? place, ReadOnlySpan<byte> names, int required, int implicitArguments)
    {
        if (place is { } known)
            return known;
        // By hand: string.Split brings the formatting of enums along, and with it reflection and the loader of types, 130 KB of the wheel.
        string function = Next(ref names);
        var parameters = new List<string>();
        while (!names.IsEmpty)
            parameters.Add(Next(ref names));
        return place = new PySignature(function, [.. parameters], required, implicitArguments);
    }

    // Apart: room whose size is known when it is compiled is made faster.
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    private nint CallMany(nint self, nint* arguments, nint count, nint keywordNames, delegate*<nint, nint*, nint> body)
    {
        nint* bound = stackalloc nint[Count];
        return BindVector(arguments, count, keywordNames, bound) ? body(self, bound) : 0;
    }

    private static string Next(ref ReadOnlySpan<byte> names)
    {
        int end = names.IndexOf((byte)0);
        string name = Encoding.UTF8.GetString(end < 0 ? names : names[..end]);
        names = end < 0 ? default : names[(end + 1)..];
        return name;
    }

    /// <summary>Binds the arguments of a vectorcall and calls the body of the function with them. Never throws.</summary>
    /// <param name="signature">The function's signature.</param>
    /// <param name="self">The module, instance or class.</param>
    /// <param name="arguments">The positional arguments, then the keyword values.</param>
    /// <param name="count">The number of positional arguments.</param>
    /// <param name="keywordNames">The keyword names' tuple, or 0.</param>
    /// <param name="body">The body.</param>
    /// <returns>What the body returns, or 0 with a Python exception set.</returns>
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    public static nint CallBound(delegate*<PySignature> signature, nint self, nint* arguments, nint count, nint keywordNames, delegate*<nint, nint*, nint> body)
    {
        try
        {
            PySignature parameters = signature();
            if (parameters.Count > MostOnFixedStack)
                return parameters.CallMany(self, arguments, count, keywordNames, body);
            nint* bound = stackalloc nint[MostOnFixedStack];
            return parameters.BindVector(arguments, count, keywordNames, bound) ? body(self, bound) : 0;
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }
}
