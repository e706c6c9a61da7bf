using System.Collections.Generic;
using System.Linq;
using System.Text;
using PyExt.Generators.Models;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Emitting;

/// <summary>Writes the <c>.pyi</c> stub (PEP 484, PEP 561) of the module.</summary>
internal static class StubEmitter
{
    public static string Emit(BindingModel binding)
    {
        var body = new StringBuilder();
        Documentation(body, binding.Module.Documentation, "");
        int start = body.Length;
        foreach (ConstantModel constant in binding.Module.Constants)
            body.Append(constant.PythonName).Append(": Final[").Append(constant.Conversion.Hint).Append("]\n");
        foreach (MethodModel method in binding.Module.Methods)
            Function(body, method, "", null);
        foreach (ClassModel model in binding.Classes)
            Class(body, model, binding);
        string text = body.ToString();
        var imports = new StringBuilder();
        if (text.Contains("collections.abc."))
            imports.Append("import collections.abc\n");
        if (text.Contains(": Final["))
            imports.Append("from typing import Final\n");
        if (imports.Length != 0)
            imports.Append('\n');
        return text.Substring(0, start) + (start != 0 ? "\n" : "") + imports + text.Substring(start).TrimStart('\n');
    }

    private static void Class(StringBuilder body, ClassModel model, BindingModel binding)
    {
        int baseIndex = binding.IndexOf(model.BaseFullName);
        body.Append('\n').Append("class ").Append(model.PythonName).Append(baseIndex < 0 ? "" : "(" + binding.Classes[baseIndex].PythonName + ")").Append(":\n");
        int start = body.Length;
        Documentation(body, model.Documentation, "    ");
        foreach (ConstantModel constant in model.Constants)
            body.Append("    ").Append(constant.PythonName).Append(": Final[").Append(constant.Conversion.Hint).Append("]\n");
        if (model.Constructor is not null)
            Function(body, model.Constructor, "    ", "self", returns: "None");
        foreach (PropertyModel property in model.Properties)
            Property(body, property);
        foreach (MethodModel method in model.Methods)
            Function(body, method, "    ", method.IsStatic ? "cls" : "self");
        foreach (OperatorModel operation in model.Operators)
            Operator(body, operation, model);
        foreach (string comparison in model.Comparisons.Where(name => name is not ("op_Equality" or "op_Inequality")))
            body.Append("    def __").Append(OperatorTable.Comparisons[comparison].Constant.ToLowerInvariant()).Append("__(self, other: ").Append(model.PythonName).Append(", /) -> bool: ...\n");
        if (model.HasEquals || model.Comparisons.Contains("op_Equality"))
            body.Append("    def __eq__(self, other: object, /) -> bool: ...\n");
        if (model.HasHash)
            body.Append("    def __hash__(self) -> int: ...\n");
        if (body.Length == start)
            body.Append("    ...\n");
    }

    private static void Property(StringBuilder body, PropertyModel property)
    {
        if (property.CanRead)
        {
            body.Append("    @property\n    def ").Append(property.PythonName).Append("(self) -> ").Append(property.Conversion.Hint).Append(':');
            Body(body, property.Documentation, "    ");
        }
        if (!property.CanWrite)
            return;
        if (property.CanRead)
            body.Append("    @").Append(property.PythonName).Append(".setter\n    def ").Append(property.PythonName);
        else
            body.Append("    def _set_").Append(property.PythonName);
        body.Append("(self, value: ").Append(property.Conversion.ParameterHint).Append(") -> None: ...\n");
        if (!property.CanRead)
            body.Append("    ").Append(property.PythonName).Append(" = property(None, _set_").Append(property.PythonName).Append(")\n");
    }

    // Python looks at the left operand's method first, then at the right one's reflected method.
    private static void Operator(StringBuilder body, OperatorModel operation, ClassModel model)
    {
        string name = OperatorTable.StubNames[operation.Slot];
        if (operation.IsUnary)
        {
            body.Append("    def __").Append(name).Append("__(self) -> ").Append(operation.Overloads[0].Return?.Hint ?? "None").Append(": ...\n");
            return;
        }
        MethodModel[] left = operation.Overloads.Where(overload => overload.Parameters[0].Conversion!.Hint == model.PythonName).ToArray();
        MethodModel[] right = operation.Overloads.Except(left).ToArray();
        if (left.Length != 0)
            Operand(body, "__" + name + "__", left, operand: 1);
        if (right.Length != 0)
            Operand(body, "__r" + name + "__", right, operand: 0);
    }

    private static void Operand(StringBuilder body, string name, MethodModel[] overloads, int operand)
    {
        string types = string.Join(" | ", overloads.Select(overload => overload.Parameters[operand].Conversion!.ParameterHint).Distinct());
        string results = string.Join(" | ", overloads.Select(overload => overload.Return?.Hint ?? "None").Distinct());
        body.Append("    def ").Append(name).Append("(self, other: ").Append(types).Append(", /) -> ").Append(results).Append(": ...\n");
    }

    private static void Function(StringBuilder body, MethodModel method, string indent, string? self, string? returns = null)
    {
        IEnumerable<string> parameters = CallEmitter.Arguments(method).Select(parameter =>
            parameter.PythonName + ": " + parameter.Conversion!.ParameterHint + (parameter.DefaultPython is null ? "" : " = " + parameter.DefaultPython));
        if (self is not null)
            parameters = new[] { self }.Concat(parameters);
        if (self == "cls")
            body.Append(indent).Append("@classmethod\n");
        body.Append(indent).Append("def ").Append(method.PythonName).Append('(').Append(string.Join(", ", parameters)).Append(") -> ")
            .Append(returns ?? method.Return?.Hint ?? "None").Append(':');
        Body(body, method.Documentation, indent);
    }

    private static void Body(StringBuilder body, string? documentation, string indent)
    {
        if (documentation is null)
        {
            body.Append(" ...\n");
            return;
        }
        body.Append('\n');
        Documentation(body, documentation, indent + "    ");
    }

    private static void Documentation(StringBuilder body, string? text, string indent)
    {
        if (text is null)
            return;
        string escaped = text.Replace("\\", "\\\\").Replace("\"\"\"", "\\\"\\\"\\\"");
        string[] lines = escaped.Split('\n');
        if (lines.Length == 1 && !escaped.EndsWith("\"", System.StringComparison.Ordinal))
        {
            body.Append(indent).Append("\"\"\"").Append(escaped).Append("\"\"\"\n");
            return;
        }
        body.Append(indent).Append("\"\"\"").Append(lines[0]).Append('\n');
        foreach (string line in lines.Skip(1))
            body.Append(line.Length == 0 ? "" : indent + line).Append('\n');
        body.Append(indent).Append("\"\"\"\n");
    }
}
