using System.Collections.Generic;
using System.Linq;
using PyExt.Generators.Models;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Emitting;

/// <summary>Emits the type slots: <c>repr</c>, hash, comparison and operators.</summary>
internal static class SlotEmitter
{
    private const int Hash = 59;
    private const int Repr = 66;
    private const int RichCompare = 67;
    private const int Iter = 62;
    private const int IterNext = 63;

    /// <summary>The entries of the definition's slot table.</summary>
    public static IEnumerable<string> Table(ClassModel model)
    {
        if (model.HasToString)
            yield return Entry(Repr, EntryPoint.Address("Repr", "nint", "nint"));
        if (HasComparison(model))
            yield return Entry(RichCompare, EntryPoint.Address("Compare", "nint, nint, int", "nint"));
        if (model.HasHash)
            yield return Entry(Hash, EntryPoint.Address("Hash", "nint", "nint"));
        else if (HasEquality(model))
            yield return Entry(Hash, "0"); // compares by value and has no hash: not hashable
        if (model.Iteration.GetEnumerator is not null || model.Iteration.Current is not null)
            yield return Entry(Iter, EntryPoint.Address("Iter", "nint", "nint"));
        if (model.Iteration.Current is not null)
            yield return Entry(IterNext, EntryPoint.Address("IterNext", "nint", "nint"));
        foreach (OperatorModel operation in model.Operators)
            yield return Entry(operation.Slot, EntryPoint.Address(operation.Name, operation.IsUnary ? "nint" : "nint, nint", "nint"));
    }

    public static void Emit(CodeWriter writer, ModuleContext module, ClassModel model)
    {
        string[] locked = CriticalSectionEmitter.Self(module, model);
        if (model.HasToString)
        {
            EntryPoint.Open(writer, "Repr", "nint", "nint self", "self");
            ClassEmitter.EmitTarget(writer, model, needsFrame: false);
            CallEmitter.OpenFrame(writer, needsFrame: false);
            CriticalSectionEmitter.Open(writer, locked);
            writer.Line("return global::PyExt.Converters.StringConverter.ToPython(py, target.ToString() ?? \"\");");
            CriticalSectionEmitter.Close(writer, locked);
            EntryPoint.Close(writer);
        }
        if (model.HasHash)
        {
            EntryPoint.Open(writer, "Hash", "nint", "nint self", "self");
            ClassEmitter.EmitTarget(writer, model, needsFrame: false);
            CriticalSectionEmitter.Open(writer, locked);
            writer.Line("return global::PyExt.Interop.PyCall.Hash(target.GetHashCode());");
            CriticalSectionEmitter.Close(writer, locked);
            EntryPoint.Close(writer, "-1");
        }
        EmitIteration(writer, module, model, locked);
        if (HasComparison(model))
            EmitComparison(writer, model, locked.Length == 0 ? [] : ["self", "other"]);
        foreach (OperatorModel operation in model.Operators)
            EmitOperator(writer, module, model, operation);
    }

    private static string Entry(int slot, string function) => "new(" + slot + ", " + function + ")";

    /// <summary>Whether instances compare by value.</summary>
    public static bool HasEquality(ClassModel model) => model.HasEquals || model.Comparisons.Contains("op_Equality");

    private static bool HasComparison(ClassModel model) => model.HasEquals || model.Comparisons.Count != 0;

    private static void EmitComparison(CodeWriter writer, ClassModel model, string[] locked)
    {
        string converter = ConverterCatalog.ClassConverter(model.FullName);
        EntryPoint.Open(writer, "Compare", "nint", "nint self, nint other, int operation", "self, other, operation");
        ClassEmitter.EmitTarget(writer, model, needsFrame: !model.IsValue);
        CallEmitter.OpenFrame(writer, needsFrame: !model.IsValue);
        if (model.IsValue)
        {
            writer.Line("if (!global::PyExt.Interop.ValueRuntime.TryGetOther(self, other, out " + model.FullName + " right))");
            writer.Line("    return global::PyExt.Interop.PyCall.NotImplemented();");
        }
        else
        {
            writer.Line("if (!" + converter + ".TryFromPython(py, other, out var right))");
            writer.Line("    return global::PyExt.Interop.PyCall.IsOtherType() ? global::PyExt.Interop.PyCall.NotImplemented() : 0;");
        }
        CriticalSectionEmitter.Open(writer, locked);
        writer.Line("switch (operation)").Open();
        foreach (KeyValuePair<string, string> comparison in Cases(model))
            writer.Line("case global::PyExt.Interop.RichComparison." + comparison.Key + ": return global::PyExt.Converters.BooleanConverter.ToPython(py, " + comparison.Value + ");");
        writer.Line("default: return global::PyExt.Interop.PyCall.NotImplemented();");
        writer.Close();
        CriticalSectionEmitter.Close(writer, locked);
        CallEmitter.CloseFrame(writer, needsFrame: !model.IsValue);
        EntryPoint.Close(writer);
    }

    // Operators where there are some; == and != from Equals otherwise.
    private static IEnumerable<KeyValuePair<string, string>> Cases(ClassModel model)
    {
        foreach (string name in model.Comparisons)
        {
            (string symbol, string constant) = OperatorTable.Comparisons[name];
            yield return new KeyValuePair<string, string>(constant, "target " + symbol + " right");
        }
        if (model.HasEquals && !model.Comparisons.Contains("op_Equality"))
            yield return new KeyValuePair<string, string>("Eq", "target.Equals(right)");
        if (model.HasEquals && !model.Comparisons.Contains("op_Inequality"))
            yield return new KeyValuePair<string, string>("Ne", "!target.Equals(right)");
    }

    private static void EmitIteration(CodeWriter writer, ModuleContext module, ClassModel model, string[] locked)
    {
        if (model.Iteration.GetEnumerator is { } begin)
        {
            string[] objects = CriticalSectionEmitter.ObjectsOf(module, begin, model.IsLocked);
            EntryPoint.Open(writer, "Iter", "nint", "nint self", "self");
            ClassEmitter.EmitTarget(writer, model, needsFrame: true);
            CallEmitter.OpenFrame(writer, needsFrame: true);
            CriticalSectionEmitter.Open(writer, objects);
            CallEmitter.EmitReturn(writer, begin, "target.GetEnumerator(" + CallEmitter.ArgumentList(begin, module.FullName) + ")", model.PythonName, ClassEmitter.KeptBy(model, begin, objects));
            CriticalSectionEmitter.Close(writer, objects);
            CallEmitter.CloseFrame(writer, needsFrame: true);
            EntryPoint.Close(writer);
        }
        if (model.Iteration.Current is not { } item)
            return;
        if (model.Iteration.GetEnumerator is null)
        {
            EntryPoint.Open(writer, "Iter", "nint", "nint self", "self");
            writer.Line("return global::PyExt.Interop.IteratorRuntime.Self(self);");
            EntryPoint.Close(writer);
        }
        EntryPoint.Open(writer, "IterNext", "nint", "nint self", "self");
        ClassEmitter.EmitTarget(writer, model, item.NeedsFrame);
        CallEmitter.OpenFrame(writer, item.NeedsFrame);
        CriticalSectionEmitter.Open(writer, locked);
        writer.Line("if (!target.MoveNext())").Line("    return 0;");
        CallEmitter.EmitReturn(writer, item, "target.Current");
        CriticalSectionEmitter.Close(writer, locked);
        CallEmitter.CloseFrame(writer, item.NeedsFrame);
        EntryPoint.Close(writer);
    }

    private static void EmitOperator(CodeWriter writer, ModuleContext module, ClassModel model, OperatorModel operation)
    {
        string parameters = operation.IsUnary ? "nint self" : "nint self, nint other";
        EntryPoint.Open(writer, operation.Name, "nint", parameters, parameters.Replace("nint ", ""));
        if (model.IsValue)
            ValueEmitter.EmitOperator(writer, model, operation);
        // One operand is an instance of this class; for 2 * vector it is the right one.
        if (operation.IsUnary && model.IsValue)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromInstance(self);");
        else if (operation.IsUnary)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.InstanceRuntime.State(global::PyExt.Interop.InstanceRuntime.Self<" + model.FullName + ">(self));");
        else
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromOperands(self, other);");
        CallEmitter.OpenFrame(writer, needsFrame: true);
        foreach (MethodModel overload in operation.Overloads)
            EmitOverload(writer, overload, operation, CriticalSectionEmitter.Operands(module, overload));
        writer.Line("return global::PyExt.Interop.PyCall.NotImplemented();");
        CallEmitter.CloseFrame(writer, needsFrame: true);
        EntryPoint.Close(writer);
    }

    private static void EmitOverload(CodeWriter writer, MethodModel overload, OperatorModel operation, string[] locked)
    {
        ParameterModel[] operands = CallEmitter.Arguments(overload);
        string[] sources = ["self", "other"];
        string matches = string.Join(" && ", operands.Select((operand, i) => operand.Conversion!.Converter + ".TryFromPython(py, " + sources[i] + ", out var operand" + i + ")"));
        string call = operation.IsUnary ? operation.Symbol + "operand0" : "operand0 " + operation.Symbol + " operand1";
        writer.Open("");
        string result = "return " + (overload.Return?.Converter ?? "") + ".ToPython(py, " + call + ");";
        writer.Line("if (" + matches + ")");
        if (locked.Length == 0)
        {
            writer.Line("    " + result);
        }
        else
        {
            writer.Open();
            CriticalSectionEmitter.Open(writer, locked);
            writer.Line(result);
            CriticalSectionEmitter.Close(writer, locked);
            writer.Close();
        }
        writer.Line("if (!global::PyExt.Interop.PyCall.IsOtherType())").Line("    return 0;");
        writer.Close();
    }
}
