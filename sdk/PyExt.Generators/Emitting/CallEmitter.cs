using System.Collections.Generic;
using System.Linq;
using PyExt.Generators.Models;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Emitting;

/// <summary>Emits what every call has in common: the frame, the conversion of arguments, the call, the conversion of the result.</summary>
internal static class CallEmitter
{
    /// <summary>The parameters that take one argument each, in the order of the array that the body gets.</summary>
    public static ParameterModel[] Arguments(MethodModel method) => method.Parameters.Where(parameter => parameter.Kind == ParameterKind.Argument).ToArray();

    /// <summary>What takes the positional arguments that are left, or null.</summary>
    public static ParameterModel? VarPositional(MethodModel method) => method.Parameters.FirstOrDefault(parameter => parameter.Kind == ParameterKind.VarPositional);

    /// <summary>What takes the keyword arguments that are left, or null.</summary>
    public static ParameterModel? VarKeyword(MethodModel method) => method.Parameters.FirstOrDefault(parameter => parameter.Kind == ParameterKind.VarKeyword);

    /// <summary>Whether the body gets a <c>PyVariableArguments</c> behind its arguments.</summary>
    public static bool IsVariable(MethodModel method) => VarPositional(method) is not null || VarKeyword(method) is not null;

    /// <summary>Whether the body needs a frame at all: a static <c>add(int, int)</c> does not.</summary>
    public static bool NeedsFrame(MethodModel method) =>
        method.Result != ResultKind.Value || method.Return?.NeedsFrame == true || ParametersNeedFrame(method);

    /// <summary>Whether something is kept for the parameters.</summary>
    public static bool ParametersNeedFrame(MethodModel method) => method.Parameters.Any(parameter => !parameter.IsPassed || parameter.Conversion!.NeedsFrame);

    /// <summary>
    /// Emits the signature of a function: made when a call first binds keywords or fails, and not by the class constructor, which would make those of all functions at once (and takes 130 bytes for each).
    /// </summary>
    public static void EmitSignature(CodeWriter writer, string name, string function, MethodModel method, int implicitArguments)
    {
        string text = string.Join("\0", new[] { function }.Concat(PythonParameters.Of(method, parameter => parameter.StarredName)));
        writer.Line("private static global::PyExt.Interop.PySignature? s_" + name + ";").Line();
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        writer.Line("private static global::PyExt.Interop.PySignature " + name + "() => s_" + name + " ?? global::PyExt.Interop.PySignature.Of(ref s_" + name + ", " + CodeWriter.Utf8Literal(text) + ", required: "
            + Arguments(method).Count(parameter => parameter.DefaultCSharp is null) + ", implicitArguments: " + implicitArguments + ");").Line();
    }

    /// <summary>Opens the frame. The caller writes the statements and calls <see cref="CloseFrame"/>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="needsFrame">Whether anything is kept in it.</param>
    /// <param name="source">The local that holds the module's state, or the module object where the state is looked up only when it is needed.</param>
    public static void OpenFrame(CodeWriter writer, bool needsFrame, string source = "state")
    {
        if (!needsFrame)
        {
            // The conversions of this call only read and make values.
            writer.Line("global::PyExt.Py py = default;");
            return;
        }
        writer.Line("global::PyExt.Interop.PyReferences room;");
        writer.Line("var frame = new global::PyExt.Interop.PyFrame(" + source + ", &room);");
        writer.Open("try");
        writer.Line("var py = new global::PyExt.Py(ref frame);");
    }

    /// <summary>Closes the frame. Exceptions are translated while it still holds what they refer to.</summary>
    public static void CloseFrame(CodeWriter writer, bool needsFrame, string error = "0")
    {
        if (!needsFrame)
            return;
        writer.Close();
        EntryPoint.Catch(writer, error);
        writer.Open("finally").Line("frame.Release();").Close();
    }

    /// <summary>Converts the arguments into locals.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="signature">The method that has its signature.</param>
    /// <param name="failure">The method of the signature that says which parameter it was.</param>
    public static void EmitConversions(CodeWriter writer, MethodModel method, string signature, string failure = "FailConversion")
    {
        ParameterModel[] arguments = Arguments(method);
        for (int i = 0; i < arguments.Length; i++)
        {
            ConversionModel conversion = arguments[i].Conversion!;
            string local = Local(arguments[i]);
            string convert = conversion.Converter + ".TryFromPython(py, args[" + i + "], out ";
            string fail = "return " + signature + "()." + failure + "(" + i + ");";
            if (arguments[i].DefaultCSharp is { } value)
            {
                writer.Line((conversion.IsRefStruct ? "scoped " : "") + conversion.CSharpType + " " + local + " = " + value + ";");
                writer.Line("if (args[" + i + "] != 0 && !" + convert + local + "))").Line("    " + fail);
            }
            else
            {
                writer.Line("if (!" + convert + "var " + local + "))").Line("    " + fail);
            }
        }
        if (!IsVariable(method))
            return;
        writer.Line("var variable = (global::PyExt.Interop.PyVariableArguments*)args[" + arguments.Length + "];");
        if (VarPositional(method) is { } varPositional)
            EmitVarPositional(writer, varPositional, "return " + signature + "()." + failure + "(" + arguments.Length + ");");
        if (VarKeyword(method) is { } varKeyword)
            EmitVarKeyword(writer, varKeyword);
    }

    private static void EmitVarPositional(CodeWriter writer, ParameterModel parameter, string fail)
    {
        string types = "<" + parameter.Conversion!.CSharpType + ", " + parameter.Conversion.Converter + ">";
        switch (parameter.Variable)
        {
            case VariableShape.Objects:
                writer.Line("global::PyExt.PyTuple " + Local(parameter) + " = variable->Tuple(py);");
                return;
            case VariableShape.Array:
                writer.Line("if (!variable->TryReadArray" + types + "(py, out var " + Local(parameter) + "))").Line("    " + fail);
                return;
        }
        string items = parameter.Variable == VariableShape.Span ? Local(parameter) : "items_" + parameter.Name;
        writer.Line("global::System.Runtime.CompilerServices.Unsafe.SkipInit(out global::PyExt.Interop.PyItems<" + parameter.Conversion.CSharpType + "> room_" + parameter.Name + ");");
        writer.Line("if (!variable->TryReadItems" + types + "(py, ref room_" + parameter.Name + ", out var " + items + "))").Line("    " + fail);
        if (parameter.Variable == VariableShape.Collection)
            writer.Line(parameter.CSharpType + " " + Local(parameter) + " = [.. " + items + "];");
    }

    // What fails is the argument, and the text has its name already.
    private static void EmitVarKeyword(CodeWriter writer, ParameterModel parameter)
    {
        if (parameter.Variable == VariableShape.Objects)
        {
            writer.Line("global::PyExt.PyDict " + Local(parameter) + " = variable->Dict(py);");
            return;
        }
        writer.Line("if (!variable->TryReadKeywords<" + parameter.Conversion!.CSharpType + ", " + parameter.Conversion.Converter + ">(py, out var " + Local(parameter) + "))").Line("    return default;");
    }

    /// <summary>The argument list of the C# call.</summary>
    public static string ArgumentList(MethodModel method, string moduleType) =>
        string.Join(", ", method.Parameters.Select(parameter => parameter.Kind switch
        {
            ParameterKind.Token => "py",
            ParameterKind.Cancellation => "cancellation.Token",
            ParameterKind.Module => ModuleInstance(moduleType),
            _ => Local(parameter),
        }));

    /// <summary>Returns the result of a method.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="call">Its call.</param>
    /// <param name="className">The Python name of its class, or null.</param>
    /// <param name="kept">The Python objects that an iterator works on, as expressions.</param>
    public static void EmitReturn(CodeWriter writer, MethodModel method, string call, string? className, string[] kept)
    {
        if (method.Result == ResultKind.Value)
            EmitReturn(writer, method.Return, call);
        else if (method.Result == ResultKind.Coroutine)
            EmitCoroutine(writer, method, call, (className is null ? "" : className + ".") + method.PythonName);
        else
            writer.Line("return global::PyExt.Interop.IteratorRuntime.New<" + method.Return!.CSharpType + ", " + method.Return.Converter + ">(" + string.Join(", ", new[] { "py", call }.Concat(kept.Take(2))) + ");");
    }

    // The call has begun the task; what is made of it here only waits.
    private static void EmitCoroutine(CodeWriter writer, MethodModel method, string call, string qualifiedName)
    {
        bool isCancellable = method.Parameters.Any(parameter => parameter.Kind == ParameterKind.Cancellation);
        if (isCancellable)
            writer.Line("var cancellation = new global::System.Threading.CancellationTokenSource();");
        string types = method.Return is null ? "" : "<" + method.Return.CSharpType + ", " + method.Return.Converter + ">";
        writer.Line("return global::PyExt.Interop.CoroutineRuntime.New" + types + "(py, " + call + ", " + CodeWriter.Literal(qualifiedName) + (isCancellable ? ", cancellation" : "") + ");");
    }

    /// <summary>Returns a value.</summary>
    public static void EmitReturn(CodeWriter writer, ConversionModel? conversion, string call)
    {
        if (conversion is null)
            writer.Line(call + ";").Line("return global::PyExt.Interop.PyCall.None();");
        else
            writer.Line("return " + conversion.Converter + ".ToPython(py, " + call + ");");
    }

    public static string ModuleInstance(string moduleType) => "global::System.Runtime.CompilerServices.Unsafe.As<" + moduleType + ">(state.Instance)!";

    /// <summary>What <c>inspect.signature</c> reads, then the docstring.</summary>
    public static string Documentation(string name, string? self, MethodModel method, string? documentation)
    {
        IEnumerable<string> parameters = PythonParameters.Of(method, parameter => parameter.StarredName + (parameter.DefaultPython is null ? "" : "=" + DefaultValues.Ascii(parameter.DefaultPython)));
        if (self is not null)
            parameters = new[] { self }.Concat(parameters);
        return name + "(" + string.Join(", ", parameters) + ")\n--\n\n" + documentation;
    }

    private static string Local(ParameterModel parameter) => "arg_" + parameter.Name;
}
