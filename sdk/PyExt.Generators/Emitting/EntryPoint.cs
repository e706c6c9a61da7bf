using System.Linq;
using System.Text;
using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>
/// Emits one C function as two methods: the entry point, which is a call, and the body in a try/catch. Suppressed P/Invokes must never stand inside an <c>[UnmanagedCallersOnly]</c> method
/// (docs/internals/entry-points.md), so the body is never inlined.
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

    /// <summary>Opens the body; the caller writes its statements and calls <see cref="Close"/>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The entry point's name.</param>
    /// <param name="returnType">What the C function returns.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="arguments">The same, as arguments.</param>
    public static void Open(CodeWriter writer, string name, string returnType, string parameters, string arguments)
    {
        OpenEntry(writer, name, returnType, parameters);
        writer.Line("return " + name + "Body(" + arguments + ");");
        writer.Close().Line();
        OpenBody(writer, name + "Body", returnType, parameters);
    }

    /// <summary>
    /// Opens the body of a <c>METH_FASTCALL | METH_KEYWORDS</c> function, whose <c>args</c> are one argument per parameter. Binding keywords and defaults is the runtime's: the array
    /// that it needs would cost every call a stack guard, and a method of its own for each function 270 bytes.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The entry point's name.</param>
    /// <param name="signature">The method that has the function's signature.</param>
    /// <param name="method">Its parameters.</param>
    public static void OpenFastCall(CodeWriter writer, string name, string signature, MethodModel method)
    {
        OpenEntry(writer, name, "nint", "nint self, nint* args, nint count, nint keywords");
        EmitBinding(writer, name, "self", signature, method);
        OpenBody(writer, name + "Body", "nint", "nint self, nint* args");
    }

    /// <summary>Opens the body of a class's <c>tp_vectorcall</c>, in the same way.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The entry point's name.</param>
    /// <param name="signature">The method that has the constructor's signature.</param>
    /// <param name="method">Its parameters.</param>
    public static void OpenVectorcall(CodeWriter writer, string name, string signature, MethodModel method)
    {
        OpenEntry(writer, name, "nint", "nint type, nint* args, nuint flags, nint keywords");
        writer.Line("nint count = global::PyExt.Interop.PySignature.CountOf(flags);");
        EmitBinding(writer, name, "type", signature, method);
        OpenBody(writer, name + "Body", "nint", "nint type, nint* args");
    }

    /// <summary>Emits a <c>tp_new</c> that calls the body of a <c>tp_vectorcall</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The entry point's name.</param>
    /// <param name="signature">The method that has the constructor's signature.</param>
    /// <param name="body">The body.</param>
    public static void EmitNew(CodeWriter writer, string name, string signature, string body)
    {
        OpenEntry(writer, name, "nint", "nint type, nint args, nint keywords");
        writer.Line("return global::PyExt.Interop.PySignature.CallTuple(&" + signature + ", type, args, keywords, &" + body + ");");
        writer.Close().Line();
    }

    /// <summary>Closes a body.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="error">The value that says that a Python exception is set.</param>
    public static void Close(CodeWriter writer, string error = "0") => Catch(writer.Close(), error).Close().Line();

    private static void OpenEntry(CodeWriter writer, string name, string returnType, string parameters)
    {
        writer.Line("[global::System.Runtime.InteropServices.UnmanagedCallersOnly(CallConvs = [typeof(global::System.Runtime.CompilerServices.CallConvCdecl)])]");
        writer.Open("private static " + returnType + " " + name + "(" + parameters + ")");
    }

    private static void OpenBody(CodeWriter writer, string name, string returnType, string parameters)
    {
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        writer.Open("private static " + returnType + " " + name + "(" + parameters + ")");
        writer.Open("try");
    }

    // What needs no binding goes to the body at once.
    private static void EmitBinding(CodeWriter writer, string name, string self, string signature, MethodModel method)
    {
        ParameterModel[] arguments = CallEmitter.Arguments(method);
        bool isVariable = CallEmitter.IsVariable(method);
        if (isVariable && arguments.Length == 0)
        {
            bool takesPositional = CallEmitter.VarPositional(method) is not null;
            bool takesKeywords = CallEmitter.VarKeyword(method) is not null;
            if (!takesPositional || !takesKeywords)
                writer.Line(takesPositional ? "if (keywords == 0)" : "if (count == 0)");
            writer.Open();
            writer.Line("var variable = new global::PyExt.Interop.PyVariableArguments(args, count, keywords);");
            writer.Line("var bound = (nint)(&variable);");
            writer.Line("return " + name + "Body(" + self + ", &bound);");
            writer.Close();
            if (takesPositional && takesKeywords)
            {
                writer.Close().Line();
                return;
            }
        }
        else if (!isVariable && !arguments.Any(argument => argument.Passing == ArgumentPassing.KeywordOnly))
        {
            writer.Line("if (global::PyExt.Interop.PySignature.IsDirect(count, keywords, " + arguments.Length + "))").Line("    return " + name + "Body(" + self + ", args);");
        }
        writer.Line("return global::PyExt.Interop.PySignature." + (isVariable ? "CallVariable" : "CallBound") + "(&" + signature + ", " + self + ", args, count, keywords, &" + name + "Body);");
        writer.Close().Line();
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
