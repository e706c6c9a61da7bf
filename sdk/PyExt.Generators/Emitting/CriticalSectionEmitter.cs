using System.Collections.Generic;
using System.Linq;
using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>
/// Emits the critical section of <c>PyThreading.Locked</c>: around the call and the conversion of its result, which may be a collection that the object goes on changing. Arguments are
/// converted before, since that can run Python code.
/// </summary>
internal static class CriticalSectionEmitter
{
    /// <summary>The Python objects whose state a member of a class reaches, as expressions of its body.</summary>
    public static string[] ObjectsOf(ModuleContext module, MethodModel method, bool isSelfLocked)
    {
        if (!module.Project.IsGilNotUsed)
            return [];
        IEnumerable<string> self = isSelfLocked && !method.IsStatic ? ["self"] : [];
        IEnumerable<string> state = module.IsLocked && method.Parameters.Any(parameter => parameter.Kind == ParameterKind.Module) ? ["state.Module"] : [];
        return [.. self, .. state, .. LockedArguments(method).Select(index => "args[" + index + "]")];
    }

    /// <summary>The object of a property or slot, if its class is locked.</summary>
    public static string[] Self(ModuleContext module, ClassModel model) => module.Project.IsGilNotUsed && model.IsLocked ? ["self"] : [];

    /// <summary>The operands of an operator whose classes are locked.</summary>
    public static string[] Operands(ModuleContext module, MethodModel overload) =>
        module.Project.IsGilNotUsed ? [.. LockedArguments(overload).Select(index => index == 0 ? "self" : "other")] : [];

    public static void Open(CodeWriter writer, string[] objects)
    {
        if (objects.Length == 0)
            return;
        writer.Line("global::PyExt.Interop.PyCriticalSection section = default;");
        writer.Line("section.Begin(" + string.Join(", ", objects.Take(2)) + ");"); // a third one is PYX0016
        writer.Open("try");
    }

    public static void Close(CodeWriter writer, string[] objects)
    {
        if (objects.Length == 0)
            return;
        writer.Close();
        writer.Open("finally").Line("section.End();").Close();
    }

    private static IEnumerable<int> LockedArguments(MethodModel method)
    {
        ParameterModel[] arguments = CallEmitter.Arguments(method);
        return Enumerable.Range(0, arguments.Length).Where(index => arguments[index].IsLocked);
    }
}
