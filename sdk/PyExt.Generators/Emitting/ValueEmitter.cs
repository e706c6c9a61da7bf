using System.Collections.Generic;
using System.Linq;
using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>Emits what a <c>[PyClass]</c> struct has instead of a class's: its instances hold the value itself (PEP 697).</summary>
internal static class ValueEmitter
{
    private const int New = 65;
    private const int Vectorcall = 82;

    public static void EmitPartial(CodeWriter writer, ClassModel model, int index)
    {
        string contract = "global::PyExt.Interop.IPyValue<" + model.FullName + ">";
        TraversalEmitter.OpenDeclaration(writer, model.Declaration, contract);
        writer.Line("static int " + contract + ".PyClassIndex => " + index + ";");
        TraversalEmitter.CloseDeclaration(writer, model.Declaration);
    }

    /// <summary>The slots that construct.</summary>
    public static IEnumerable<string> Slots(ClassModel model)
    {
        if (!model.IsValue || model.Constructor is null)
            yield break;
        yield return "new(" + New + ", " + EntryPoint.Address("New", "nint, nint, nint", "nint") + ")";
        // Since 3.14: without a tuple of the arguments.
        yield return "new(" + Vectorcall + ", " + EntryPoint.Address("NewVector", "nint, nint*, nuint, nint", "nint") + ")";
    }

    /// <summary>The value in <c>self</c>, and its module's state where that is needed.</summary>
    public static void EmitTarget(CodeWriter writer, ClassModel model, bool needsFrame)
    {
        writer.Line("ref " + model.FullName + " target = ref global::PyExt.Interop.ValueRuntime.Value<" + model.FullName + ">(self);");
        if (needsFrame)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromInstance(self);");
    }

    // Like Python's own values it is made by __new__ and never again: there is no __init__ that could change it.
    public static void EmitConstructor(CodeWriter writer, BindingModel binding, ClassModel model, MethodModel constructor)
    {
        int count = CallEmitter.Arguments(constructor).Length;
        string room = "nint* bound = stackalloc nint[" + System.Math.Max(count, 1) + "];";
        writer.Line(CallEmitter.SignatureDeclaration("ConstructorSignature", model.PythonName + ".__new__", constructor, implicitArguments: 1)).Line();
        EntryPoint.Open(writer, "New", "nint", "nint type, nint args, nint keywords", "type, args, keywords", "0");
        writer.Line(room);
        writer.Line("return ConstructorSignature.BindTuple(args, keywords, bound) ? Construct(type, bound) : 0;");
        writer.Close().Line();
        EntryPoint.Open(writer, "NewVector", "nint", "nint type, nint* args, nuint flags, nint keywords", "type, args, flags, keywords", "0");
        writer.Line("nint count = global::PyExt.Interop.PySignature.CountOf(flags);");
        writer.Line("return global::PyExt.Interop.PySignature.IsDirect(count, keywords, " + count + ") ? Construct(type, args) : ConstructBound(type, args, count, keywords);");
        writer.Close().Line();
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        writer.Open("private static nint ConstructBound(nint type, nint* args, nint count, nint keywords)");
        writer.Line(room);
        writer.Line("return ConstructorSignature.BindVector(args, count, keywords, bound) ? Construct(type, bound) : 0;");
        writer.Close().Line();
        writer.Open("private static nint Construct(nint type, nint* args)");
        bool needsFrame = constructor.Parameters.Any(parameter => parameter.Kind != ParameterKind.Argument || parameter.Conversion!.NeedsFrame);
        if (needsFrame)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromClass(type);");
        CallEmitter.OpenFrame(writer, needsFrame);
        CallEmitter.EmitConversions(writer, constructor, "ConstructorSignature", "return {signature}.FailConversion({index});");
        writer.Line("return global::PyExt.Interop.ValueRuntime.New(type, new " + model.FullName + "(" + CallEmitter.ArgumentList(constructor, binding.Module.FullName) + "));");
        CallEmitter.CloseFrame(writer, needsFrame);
        writer.Close().Line();
    }

    /// <summary>The way without the module's state, which most operators of values can go: all operands and the result are values of the same type.</summary>
    public static void EmitOperator(CodeWriter writer, ClassModel model, OperatorModel operation)
    {
        bool isClosed = operation.Overloads.Any(overload => overload.Return?.CSharpType == model.FullName
            && CallEmitter.Arguments(overload).All(argument => argument.Conversion!.CSharpType == model.FullName));
        if (!isClosed)
            return;
        string type = "global::PyExt.Interop.ValueRuntime.CommonType<" + model.FullName + ">(self, " + (operation.IsUnary ? "self" : "other") + ")";
        string left = Value(model, "self");
        string result = operation.IsUnary ? operation.Symbol + left : left + " " + operation.Symbol + " " + Value(model, "other");
        writer.Line("nint type = " + type + ";");
        writer.Line("if (type != 0)").Line("    return global::PyExt.Interop.ValueRuntime.New(type, " + result + ");");
    }

    private static string Value(ClassModel model, string operand) => "global::PyExt.Interop.ValueRuntime.Value<" + model.FullName + ">(" + operand + ")";
}
