using System.Linq;
using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>Emits <c>PyInit_…</c>, the module's definition and its functions.</summary>
internal static class ModuleEmitter
{
    public static string Emit(BindingModel binding)
    {
        ModuleModel module = binding.Module;
        CodeWriter writer = new CodeWriter().Header();
        if (module.HandleFields.Count != 0)
        {
            TraversalEmitter.Emit(writer, module.Declaration, module.HandleFields, baseHasHandles: false, "");
            writer.Line();
        }
        writer.Line("namespace PyExt.Generated").Open();
        writer.Line("/// <summary>The Python module <c>" + binding.Project.ModuleName + "</c>.</summary>");
        writer.Line("[global::System.CodeDom.Compiler.GeneratedCode(\"PyExt\", null)]");
        writer.Line("[global::System.Runtime.CompilerServices.SkipLocalsInit]");
        writer.Open("internal static unsafe class PyModuleBinding");
        EmitInit(writer, binding);
        EmitDefinition(writer, binding);
        EmitInitialize(writer, binding);
        foreach (MethodModel method in module.Methods)
            EmitFunction(writer, binding, method);
        writer.Close().Close();
        return writer.ToString();
    }

    private static void EmitInit(CodeWriter writer, BindingModel binding)
    {
        writer.Line("[global::System.Runtime.InteropServices.UnmanagedCallersOnly(EntryPoint = \"PyInit_" + binding.ShortName + "\", CallConvs = [typeof(global::System.Runtime.CompilerServices.CallConvCdecl)])]");
        writer.Open("private static nint PyInit()");
        writer.Open("try").Line("return global::PyExt.Interop.ModuleRuntime.Init(Define);").Close();
        EntryPoint.Catch(writer, "0");
        writer.Close().Line();
    }

    private static void EmitDefinition(CodeWriter writer, BindingModel binding)
    {
        ModuleModel module = binding.Module;
        writer.Line("private static global::PyExt.Interop.PyModuleDefinition Define() => new()").Open();
        writer.Line("Name = " + CodeWriter.Literal(binding.Project.ModuleName) + ",");
        writer.Line("Documentation = " + CodeWriter.Literal(module.Documentation) + ",");
        writer.Line("MultipleInterpreters = global::PyExt.Interop.PyMultipleInterpreters." + Promise(binding.Project) + ",");
        writer.Line("Gil = global::PyExt.Interop.PyGil." + (binding.Project.IsGilNotUsed ? "NotUsed" : "Used") + ",");
        if (!module.Declaration.IsStatic)
            writer.Line("CreateInstance = static py => new " + module.FullName + "(" + (module.TakesToken ? "py" : "") + "),");
        if (binding.Module.Constants.Count != 0)
            writer.Line("Initialize = Initialize,");
        if (binding.Conversions.Count != 0)
            writer.Line("RegisterConverters = RegisterConverters,");
        writer.Line("Methods =").Line("[");
        foreach (MethodModel method in module.Methods)
        {
            writer.Line("    new(" + CodeWriter.Utf8Literal(method.PythonName) + ", " + EntryPoint.FastCallAddress(EntryPoint.Name("Call", method.PythonName)) + ", global::PyExt.Interop.PyMethod.FastCall, "
                + CodeWriter.Utf8Literal(CallEmitter.Documentation(method.PythonName, "$module", method, method.Documentation)) + "),");
        }
        writer.Line("],");
        if (binding.HasHandles)
            writer.Line("HasHandles = true,");
        writer.Line("Types = [" + string.Join(", ", binding.ClassBindings.Select(name => name + ".Definition")) + "],");
        writer.Close(";").Line();
    }

    private static string Promise(ProjectModel project) => project.MultipleInterpreters is "SharedGil" or "PerInterpreterGil" ? project.MultipleInterpreters : "NotSupported";

    private static void EmitInitialize(CodeWriter writer, BindingModel binding)
    {
        if (binding.Module.Constants.Count != 0)
        {
            writer.Open("private static void Initialize(global::PyExt.Py py, global::PyExt.PyObject module)");
            foreach (ConstantModel constant in binding.Module.Constants)
                EmitConstant(writer, "module", binding.Module.FullName, constant);
            writer.Close().Line();
        }
        if (binding.Conversions.Count == 0)
            return;
        writer.Open("private static void RegisterConverters()");
        foreach (ConversionModel conversion in binding.Conversions)
            writer.Line("global::PyExt.Interop.PyConverters.Use<" + conversion.CSharpType + ", " + conversion.Converter + ">();");
        writer.Close().Line();
    }

    /// <summary>Sets a constant as an attribute of a module or class.</summary>
    public static void EmitConstant(CodeWriter writer, string target, string owner, ConstantModel constant) =>
        writer.Line("global::PyExt.Interop.PyCall.SetConstant(py, " + target + ", " + CodeWriter.Literal(constant.PythonName) + ", "
            + constant.Conversion.Converter + ".ToPython(py, " + owner + "." + CodeWriter.Identifier(constant.Name) + "));");

    private static void EmitFunction(CodeWriter writer, BindingModel binding, MethodModel method)
    {
        ModuleModel module = binding.Module;
        bool needsFrame = !method.IsStatic || CallEmitter.NeedsFrame(method);
        string entry = EntryPoint.Name("Call", method.PythonName);
        string signature = EntryPoint.Name("Signature", method.PythonName);
        CallEmitter.EmitSignature(writer, signature, method.PythonName, method, implicitArguments: 0);
        EntryPoint.OpenFastCall(writer, entry, signature, method);
        // Not every function that takes an object reaches the module's state.
        bool needsInstance = !method.IsStatic || method.Parameters.Any(parameter => parameter.Kind == ParameterKind.Module);
        if (needsInstance)
            writer.Line("global::PyExt.Interop.ModuleState state = global::PyExt.Interop.ModuleState.FromModule(self);");
        CallEmitter.OpenFrame(writer, needsFrame, needsInstance ? "state" : "self");
        CallEmitter.EmitConversions(writer, method, signature);
        string target = method.IsStatic ? module.FullName : CallEmitter.ModuleInstance(module.FullName);
        string[] locked = CriticalSectionEmitter.ObjectsOf(binding.Context, method, module.IsLocked);
        CriticalSectionEmitter.Open(writer, locked);
        CallEmitter.EmitReturn(writer, method, target + "." + CodeWriter.Identifier(method.Name) + "(" + CallEmitter.ArgumentList(method, module.FullName) + ")", null, locked);
        CriticalSectionEmitter.Close(writer, locked);
        CallEmitter.CloseFrame(writer, needsFrame);
        EntryPoint.Close(writer);
    }
}
