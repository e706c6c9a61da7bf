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
        // Like Python's own values, a struct is made by __new__ and never again: there is no __init__ that could change it.
        CallEmitter.EmitSignature(writer, "ConstructorSignature", model.PythonName + (model.IsValue ? ".__new__" : ".__init__"), constructor, implicitArguments: 1);
        if (model.IsValue)
        {
            EntryPoint.EmitNew(writer, "New", "ConstructorSignature", "NewVectorBody");
        }
        EntryPoint.OpenVectorcall(writer, "NewVector", "ConstructorSignature", constructor);
        EmitBody(writer, module, model, constructor);
        EntryPoint.Close(writer);
        if (!model.IsValue)
            EmitConstruct(writer, module, model, constructor);
    }

    private static void EmitBody(CodeWriter writer, ModuleContext module, ClassModel model, MethodModel constructor)
    {
        bool needsFrame = CallEmitter.ParametersNeedFrame(constructor);
        if (!model.IsValue)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromOwnClass(type);");
        else if (needsFrame)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromClass(type);");
        CallEmitter.OpenFrame(writer, needsFrame);
        CallEmitter.EmitConversions(writer, constructor, "ConstructorSignature");
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
        CallEmitter.EmitConversions(writer, constructor, "ConstructorSignature", "FailConstruction");
        string[] locked = CriticalSectionEmitter.ObjectsOf(module, constructor, isSelfLocked: false);
        CriticalSectionEmitter.Open(writer, locked);
        writer.Line("return new " + model.FullName + "(" + CallEmitter.ArgumentList(constructor, module.FullName) + ");");
        CriticalSectionEmitter.Close(writer, locked);
        writer.Close().Line();
    }
}
