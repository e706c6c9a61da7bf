using System.Collections.Generic;
using System.Linq;
using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>Emits what calling a class does.</summary>
internal static class ConstructorEmitter
{
    private const int New = 65;
    private const int Vectorcall = 82;

    /// <summary>The slots that construct. (A class's <c>tp_new</c> and <c>tp_init</c> are the runtime's.)</summary>
    public static IEnumerable<string> Slots(ClassModel model)
    {
        if (model.Constructor is null)
            yield break;
        if (model.IsValue)
            yield return "new(" + New + ", " + EntryPoint.Address("New", "nint, nint, nint", "nint") + ")";
        // Since 3.14: without a tuple of the arguments, tp_new and tp_init.
        yield return "new(" + Vectorcall + ", " + EntryPoint.Address("NewVector", "nint, nint*, nuint, nint", "nint") + ")";
    }

    public static void Emit(CodeWriter writer, ModuleContext module, ClassModel model, MethodModel constructor)
    {
        int count = CallEmitter.Arguments(constructor).Length;
        // Like Python's own values, a struct is made by __new__ and never again: there is no __init__ that could change it.
        CallEmitter.EmitSignature(writer, "ConstructorSignature", model.PythonName + (model.IsValue ? ".__new__" : ".__init__"), constructor, implicitArguments: 1);
        if (model.IsValue)
        {
            EntryPoint.Open(writer, "New", "nint", "nint type, nint args, nint keywords", "type, args, keywords");
            writer.Line("nint* bound = stackalloc nint[" + System.Math.Max(count, 1) + "];");
            writer.Line("return ConstructorSignature().BindTuple(args, keywords, bound) ? NewVectorBody(type, bound) : 0;");
            EntryPoint.Close(writer);
        }
        EntryPoint.OpenVectorcall(writer, "NewVector", "ConstructorSignature", count);
        EmitBody(writer, module, model, constructor);
        EntryPoint.Close(writer);
        if (!model.IsValue)
            EmitConstruct(writer, module, model, constructor);
    }

    private static void EmitBody(CodeWriter writer, ModuleContext module, ClassModel model, MethodModel constructor)
    {
        bool needsFrame = constructor.Parameters.Any(parameter => parameter.Kind != ParameterKind.Argument || parameter.Conversion!.NeedsFrame);
        if (!model.IsValue)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromOwnClass(type);");
        else if (needsFrame)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromClass(type);");
        CallEmitter.OpenFrame(writer, needsFrame);
        CallEmitter.EmitConversions(writer, constructor, "ConstructorSignature", "return {signature}.FailConversion({index});");
        string made = "new " + model.FullName + "(" + CallEmitter.ArgumentList(constructor, module.FullName) + ")";
        string[] locked = CriticalSectionEmitter.ObjectsOf(module, constructor, isSelfLocked: false);
        CriticalSectionEmitter.Open(writer, locked);
        if (model.IsValue)
        {
            writer.Line("return global::PyExt.Interop.ValueRuntime.New(type, " + made + ");");
        }
        else
        {
            writer.Line("var instance = " + made + ";");
            writer.Line("return global::PyExt.Interop.InstanceRuntime.New(state, type, instance, ref ((global::PyExt.Interop.IPyInstance)instance).PyHeader);");
        }
        CriticalSectionEmitter.Close(writer, locked);
        CallEmitter.CloseFrame(writer, needsFrame);
    }

    // For tp_new and tp_init, where the Python object is there already and may be one of a Python subclass.
    private static void EmitConstruct(CodeWriter writer, ModuleContext module, ClassModel model, MethodModel constructor)
    {
        writer.Open("private static object? Construct(global::PyExt.Py py, nint* args)");
        if (constructor.Parameters.Any(parameter => parameter.Kind == ParameterKind.Module))
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.PyCall.State(py);");
        CallEmitter.EmitConversions(writer, constructor, "ConstructorSignature", "return {signature}.FailConstruction({index});");
        string[] locked = CriticalSectionEmitter.ObjectsOf(module, constructor, isSelfLocked: false);
        CriticalSectionEmitter.Open(writer, locked);
        writer.Line("return new " + model.FullName + "(" + CallEmitter.ArgumentList(constructor, module.FullName) + ");");
        CriticalSectionEmitter.Close(writer, locked);
        writer.Close().Line();
    }
}
