using System.Text;

namespace PyExt.Generators.Emitting;

/// <summary>
/// Emits one C function as two methods: the entry point, which is a try/catch around one call, and the body. Suppressed P/Invokes must never stand inside an
/// <c>[UnmanagedCallersOnly]</c> method (docs/internals/entry-points.md), so the body is never inlined.
/// </summary>
internal static class EntryPoint
{
    /// <summary>
    /// The C# name of the entry point of a member. Made of the Python name, which is unique where C#'s is not (overloads), behind a prefix, which keeps it apart from the binding's own names.
    /// </summary>
    public static string Name(string prefix, string pythonName)
    {
        var name = new StringBuilder(prefix).Append('_');
        foreach (char c in pythonName)
            name.Append(char.IsLetterOrDigit(c) ? c : '_'); // a name that is no identifier is reported, once
        return name.ToString();
    }

    /// <summary>Opens the body; the caller writes its statements and closes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The entry point's name.</param>
    /// <param name="returnType">What the C function returns.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="arguments">The same, as arguments.</param>
    /// <param name="error">The value that says that a Python exception is set.</param>
    public static CodeWriter Open(CodeWriter writer, string name, string returnType, string parameters, string arguments, string error)
    {
        writer.Line("[global::System.Runtime.InteropServices.UnmanagedCallersOnly(CallConvs = [typeof(global::System.Runtime.CompilerServices.CallConvCdecl)])]");
        writer.Open("private static " + returnType + " " + name + "(" + parameters + ")");
        writer.Open("try").Line("return " + name + "Body(" + arguments + ");").Close();
        Catch(writer, error).Close().Line();
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        return writer.Open("private static " + returnType + " " + name + "Body(" + parameters + ")");
    }

    /// <summary>
    /// Opens the body of a <c>METH_FASTCALL | METH_KEYWORDS</c> function, whose <c>args</c> are one argument per parameter. Binding keywords and defaults is a method of its own: the array
    /// that it needs would cost every call a stack guard.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The entry point's name.</param>
    /// <param name="signature">The field of the function's signature.</param>
    /// <param name="parameters">How many parameters it has.</param>
    public static CodeWriter OpenFastCall(CodeWriter writer, string name, string signature, int parameters)
    {
        writer.Line("[global::System.Runtime.InteropServices.UnmanagedCallersOnly(CallConvs = [typeof(global::System.Runtime.CompilerServices.CallConvCdecl)])]");
        writer.Open("private static nint " + name + "(nint self, nint* args, nint count, nint keywords)");
        writer.Open("try");
        writer.Line("return global::PyExt.Interop.PySignature.IsDirect(count, keywords, " + parameters + ") ? " + name + "Body(self, args) : " + name + "Bound(self, args, count, keywords);");
        writer.Close();
        Catch(writer, "0").Close().Line();
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        writer.Open("private static nint " + name + "Bound(nint self, nint* args, nint count, nint keywords)");
        writer.Line("nint* bound = stackalloc nint[" + System.Math.Max(parameters, 1) + "];");
        writer.Line("return " + signature + ".BindVector(args, count, keywords, bound) ? " + name + "Body(self, bound) : 0;");
        writer.Close().Line();
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        return writer.Open("private static nint " + name + "Body(nint self, nint* args)");
    }

    /// <summary>Emits the <c>catch</c> that turns every exception into Python's.</summary>
    public static CodeWriter Catch(CodeWriter writer, string error) =>
        writer.Open("catch (global::System.Exception exception)")
            .Line("global::PyExt.Interop.ExceptionTranslator.Raise(exception);")
            .Line("return " + error + ";")
            .Close();

    /// <summary>The address of an entry point, as the tables hold it.</summary>
    public static string Address(string name, string parameterTypes, string returnType) =>
        "(nint)(delegate* unmanaged[Cdecl]<" + parameterTypes + ", " + returnType + ">)&" + name;

    /// <summary>The address of a <c>METH_FASTCALL | METH_KEYWORDS</c> function.</summary>
    public static string FastCallAddress(string name) => Address(name, "nint, nint*, nint, nint", "nint");
}
