using System.Linq;
using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>Emits what a <c>[PyClass]</c> struct has instead of a class's: its instances hold the value itself (PEP 697).</summary>
internal static class ValueEmitter
{
    public static void EmitPartial(CodeWriter writer, ClassModel model, int index)
    {
        string contract = "global::PyExt.Interop.IPyValue<" + model.FullName + ">";
        TraversalEmitter.OpenDeclaration(writer, model.Declaration, contract);
        writer.Line("static int " + contract + ".PyClassIndex => " + index + ";");
        TraversalEmitter.CloseDeclaration(writer, model.Declaration);
    }

    /// <summary>The value in <c>self</c>, and its module's state where that is needed.</summary>
    public static void EmitTarget(CodeWriter writer, ClassModel model, bool needsFrame)
    {
        writer.Line("ref " + model.FullName + " target = ref global::PyExt.Interop.ValueRuntime.Value<" + model.FullName + ">(self);");
        if (needsFrame)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromInstance(self);");
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
