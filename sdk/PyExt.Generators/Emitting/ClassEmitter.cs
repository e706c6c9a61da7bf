using System.Linq;
using PyExt.Generators.Models;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Emitting;

/// <summary>Emits a <c>[PyClass]</c> class: its partial half, its definition, and its methods and properties.</summary>
internal static class ClassEmitter
{
    public static SourceModel Emit(ModuleContext module, BoundClass bound)
    {
        ClassModel model = bound.Model;
        CodeWriter writer = new CodeWriter().Header();
        EmitPartial(writer, bound);
        writer.Line();
        writer.Line("namespace PyExt.Generated").Open();
        writer.Line("/// <summary>The Python class <c>" + module.Project.ModuleName + "." + model.PythonName + "</c>.</summary>");
        writer.Line("[global::System.CodeDom.Compiler.GeneratedCode(\"PyExt\", null)]");
        writer.Line("[global::System.Runtime.CompilerServices.SkipLocalsInit]");
        writer.Open("internal static unsafe class " + ConverterCatalog.BindingName(model.FullName));
        EmitDefinition(writer, module, bound);
        if (model.Constructor is not null)
            ConstructorEmitter.Emit(writer, module, model, model.Constructor);
        foreach (MethodModel method in model.Methods)
            EmitMethod(writer, module, model, method);
        foreach (PropertyModel property in model.Properties)
            EmitProperty(writer, module, model, property);
        SlotEmitter.Emit(writer, module, model);
        if (!model.IsValue)
            EmitConverter(writer, bound);
        writer.Close().Close();
        return new SourceModel("PyClass." + model.FullName.Replace("global::", "") + ".g.cs", writer.ToString());
    }

    private static void EmitPartial(CodeWriter writer, BoundClass bound)
    {
        ClassModel model = bound.Model;
        bool hasHandles = model.HandleFields.Count != 0;
        if (model.IsValue)
        {
            ValueEmitter.EmitPartial(writer, model, bound.Index);
            return;
        }
        TraversalEmitter.OpenDeclaration(writer, model.Declaration,
            "global::PyExt.Interop.IPyClass<" + model.FullName + ">" + (hasHandles ? ", global::PyExt.Interop.IPyTraversable" : ""));
        if (bound.BaseIndex < 0)
        {
            writer.Line("private global::PyExt.Interop.PyInstanceHeader _pyHeader;").Line();
            writer.Line("ref global::PyExt.Interop.PyInstanceHeader global::PyExt.Interop.IPyInstance.PyHeader => ref _pyHeader;").Line();
        }
        writer.Line("int global::PyExt.Interop.IPyInstance.PyTypeIndex => " + bound.Index + ";").Line();
        writer.Line("static int global::PyExt.Interop.IPyClass<" + model.FullName + ">.PyClassIndex => " + bound.Index + ";");
        if (hasHandles)
        {
            writer.Line();
            TraversalEmitter.EmitMembers(writer, model.Declaration, model.HandleFields, model.BaseHasHandles);
        }
        TraversalEmitter.CloseDeclaration(writer, model.Declaration);
    }

    private static void EmitDefinition(CodeWriter writer, ModuleContext module, BoundClass bound)
    {
        ClassModel model = bound.Model;
        writer.Line("internal static global::PyExt.Interop.PyTypeDefinition Definition => new()").Open();
        writer.Line("QualifiedName = " + CodeWriter.Utf8Literal(module.Project.ModuleName + "." + model.PythonName) + ",");
        string? documentation = model.Constructor is null ? model.Documentation : CallEmitter.Documentation(model.PythonName, null, model.Constructor, model.Documentation);
        if (documentation is not null)
            writer.Line("Documentation = " + CodeWriter.Utf8Literal(documentation) + ",");
        writer.Line("BaseIndex = " + bound.BaseIndex + ",");
        if (model.IsValue)
            writer.Line("ValueSize = sizeof(" + model.FullName + "),");
        else if (model.Constructor is not null)
            writer.Line("Constructor = new(&ConstructorSignature, &Construct),");
        if (model.Constants.Count != 0)
            writer.Line("Initialize = Initialize,");
        writer.Line("Methods =").Line("[");
        foreach (MethodModel method in model.Methods)
        {
            string self = method.IsStatic ? "$type" : "$self";
            writer.Line("    new(" + CodeWriter.Utf8Literal(method.PythonName) + ", " + EntryPoint.FastCallAddress(EntryPoint.Name("Call", method.PythonName)) + ", global::PyExt.Interop.PyMethod.FastCall"
                + (method.IsStatic ? " | global::PyExt.Interop.PyMethod.Class" : "") + ", "
                + CodeWriter.Utf8Literal(CallEmitter.Documentation(method.PythonName, self, method, method.Documentation)) + "),");
        }
        writer.Line("],");
        writer.Line("Properties =").Line("[");
        foreach (PropertyModel property in model.Properties)
        {
            writer.Line("    new(" + CodeWriter.Utf8Literal(property.PythonName) + ", "
                + (property.CanRead ? EntryPoint.Address(EntryPoint.Name("Get", property.PythonName), "nint, nint", "nint") : "0") + ", "
                + (property.CanWrite ? EntryPoint.Address(EntryPoint.Name("Set", property.PythonName), "nint, nint, nint", "int") : "0") + ", "
                + CodeWriter.Utf8Literal(property.Documentation) + "),");
        }
        writer.Line("],");
        writer.Line("Slots =").Line("[");
        foreach (string slot in SlotEmitter.Table(model).Concat(ConstructorEmitter.Slots(model)))
            writer.Line("    " + slot + ",");
        writer.Line("],");
        writer.Close(";").Line();
        if (model.Constants.Count != 0)
        {
            writer.Open("private static void Initialize(global::PyExt.Py py, global::PyExt.PyObject type)");
            foreach (ConstantModel constant in model.Constants)
                ModuleEmitter.EmitConstant(writer, "type", model.FullName, constant);
            writer.Close().Line();
        }
    }

    private static void EmitConverter(CodeWriter writer, BoundClass bound)
    {
        ClassModel model = bound.Model;
        const string token = "global::PyExt.Py py";
        writer.Line("/// <summary>Converts instances.</summary>");
        writer.Open("internal readonly struct Converter : global::PyExt.Interop.IPyConverter<" + model.FullName + ">");
        writer.Open("public static bool TryFromPython(" + token + ", nint value, [global::System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out " + model.FullName + " result)");
        writer.Line("result = global::System.Runtime.CompilerServices.Unsafe.As<" + model.FullName + ">(global::PyExt.Interop.InstanceRuntime.Unwrap(py, value, " + bound.Index + "));");
        writer.Line("return result is not null;");
        writer.Close().Line();
        writer.Open("public static nint ToPython(" + token + ", " + model.FullName + " value)");
        writer.Line("if (value is null)").Line("    return global::PyExt.Interop.PyCall.None();");
        writer.Line("var instance = (global::PyExt.Interop.IPyInstance)value;");
        writer.Line("return global::PyExt.Interop.InstanceRuntime.Wrap(py, value, ref instance.PyHeader, instance.PyTypeIndex);");
        writer.Close();
        writer.Close();
    }

    private static void EmitMethod(CodeWriter writer, ModuleContext module, ClassModel model, MethodModel method)
    {
        bool needsFrame = CallEmitter.NeedsFrame(method);
        string entry = EntryPoint.Name("Call", method.PythonName);
        string signature = EntryPoint.Name("Signature", method.PythonName);
        // CPython counts self; a static method is a classmethod to Python, whose class it counts as well.
        CallEmitter.EmitSignature(writer, signature, model.PythonName + "." + method.PythonName, method, implicitArguments: 1);
        EntryPoint.OpenFastCall(writer, entry, signature, method);
        if (!method.IsStatic)
            EmitTarget(writer, model, needsFrame);
        else if (needsFrame)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromClass(self);");
        CallEmitter.OpenFrame(writer, needsFrame);
        CallEmitter.EmitConversions(writer, method, signature);
        string[] locked = CriticalSectionEmitter.ObjectsOf(module, method, model.IsLocked);
        CriticalSectionEmitter.Open(writer, locked);
        CallEmitter.EmitReturn(
            writer, method, (method.IsStatic ? model.FullName : "target") + "." + CodeWriter.Identifier(method.Name) + "(" + CallEmitter.ArgumentList(method, module.FullName) + ")", model.PythonName, KeptBy(model, method, locked));
        CriticalSectionEmitter.Close(writer, locked);
        CallEmitter.CloseFrame(writer, needsFrame);
        EntryPoint.Close(writer);
    }

    /// <summary>
    /// The Python objects that an iterator keeps: those that its steps lock, and the instance where it has handles, so that Python's garbage collector finds the way from the iterator to them.
    /// </summary>
    public static string[] KeptBy(ClassModel model, MethodModel method, string[] locked) =>
        locked.Contains("self") || method.IsStatic || model.IsValue || !(model.HandleFields.Count != 0 || model.BaseHasHandles) ? locked : [.. locked, "self"];

    private static void EmitProperty(CodeWriter writer, ModuleContext module, ClassModel model, PropertyModel property)
    {
        string[] locked = CriticalSectionEmitter.Self(module, model);
        bool needsFrame = property.Conversion.NeedsFrame;
        if (property.CanRead)
        {
            EntryPoint.Open(writer, EntryPoint.Name("Get", property.PythonName), "nint", "nint self, nint closure", "self, closure");
            EmitTarget(writer, model, needsFrame);
            CallEmitter.OpenFrame(writer, needsFrame);
            CriticalSectionEmitter.Open(writer, locked);
            CallEmitter.EmitReturn(writer, property.Conversion, "target." + CodeWriter.Identifier(property.Name));
            CriticalSectionEmitter.Close(writer, locked);
            CallEmitter.CloseFrame(writer, needsFrame);
            EntryPoint.Close(writer);
        }
        if (property.CanWrite)
        {
            EntryPoint.Open(writer, EntryPoint.Name("Set", property.PythonName), "int", "nint self, nint value, nint closure", "self, value, closure");
            writer.Line("if (!global::PyExt.Interop.PyCall.IsAssignment(value, " + CodeWriter.Literal(property.PythonName) + "))").Line("    return -1;");
            EmitTarget(writer, model, needsFrame);
            CallEmitter.OpenFrame(writer, needsFrame);
            writer.Line("if (!" + property.Conversion.Converter + ".TryFromPython(py, value, out var converted))");
            writer.Line("    return global::PyExt.Interop.PyCall.FailSetter(" + CodeWriter.Literal(property.PythonName) + ");");
            CriticalSectionEmitter.Open(writer, locked);
            writer.Line("target." + CodeWriter.Identifier(property.Name) + " = converted;").Line("return 0;");
            CriticalSectionEmitter.Close(writer, locked);
            CallEmitter.CloseFrame(writer, needsFrame, error: "-1");
            EntryPoint.Close(writer, "-1");
        }
    }

    /// <summary>The C# object behind <c>self</c>, and its module's state where that is needed.</summary>
    public static void EmitTarget(CodeWriter writer, ClassModel model, bool needsFrame)
    {
        if (model.IsValue)
        {
            ValueEmitter.EmitTarget(writer, model, needsFrame);
            return;
        }
        writer.Line(model.FullName + " target = global::PyExt.Interop.InstanceRuntime.Self<" + model.FullName + ">(self);");
        if (needsFrame)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.InstanceRuntime.State(target);");
    }
}
