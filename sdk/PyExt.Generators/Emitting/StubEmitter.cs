using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using PyExt.Generators.Models;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Emitting;

/// <summary>Writes the <c>.pyi</c> stub (PEP 484, PEP 561) of the module, laid out by PEP 8.</summary>
internal sealed class StubEmitter
{
    private const string MemberIndent = "    ";

    private readonly StubHints _hints;
    private readonly StringBuilder _body = new();

    private StubEmitter(EquatableArray<string> hidden) => _hints = new StubHints(hidden);

    /// <summary>The stub.</summary>
    /// <param name="module">The module.</param>
    /// <param name="classes">Its classes, in order.</param>
    /// <param name="hidden">The names of <see cref="StubHints.Hidden"/>.</param>
    public static string Emit(ModuleModel module, ImmutableArray<StubModel> classes, EquatableArray<string> hidden)
    {
        var stub = new StubEmitter(hidden);
        stub.Module(module, classes);
        return stub._body.ToString();
    }

    /// <summary>The definition of a class.</summary>
    public static StubModel Emit(BoundClass bound, EquatableArray<string> hidden)
    {
        var stub = new StubEmitter(hidden);
        stub.Class(bound.Model, bound.BasePythonName);
        return new StubModel(stub._body.ToString(), stub._hints.Modules);
    }

    private void Module(ModuleModel module, ImmutableArray<StubModel> classes)
    {
        foreach (ConstantModel constant in module.Constants)
            Constant(constant, "");
        foreach (MethodModel method in module.Methods)
        {
            _body.Append("\n\n");
            Function(method, "", null);
        }
        foreach (StubModel model in classes)
            _body.Append("\n\n").Append(model.Text);
        // The hints have told by now what they need.
        string definitions = _body.ToString().TrimStart('\n');
        string[] modules = [.. _hints.Modules.Concat(classes.SelectMany(model => model.Modules)).Distinct().OrderBy(name => name, System.StringComparer.Ordinal)];
        _body.Clear();
        Documentation(module.Documentation, "");
        if (_body.Length != 0 && modules.Length != 0)
            _body.Append('\n');
        foreach (string name in modules)
            _body.Append("import ").Append(name).Append('\n');
        if (_body.Length != 0 && definitions.Length != 0)
            _body.Append(module.Constants.Count == 0 ? "\n\n" : "\n");
        _body.Append(definitions);
    }

    private void Constant(ConstantModel constant, string indent) =>
        _body.Append(indent).Append(constant.PythonName).Append(": ").Append(_hints.Use("typing.Final[" + constant.Conversion.Hint + "]")).Append('\n');

    private void Class(ClassModel model, string? basePythonName)
    {
        _body.Append("class ").Append(model.PythonName).Append(basePythonName is null ? "" : "(" + basePythonName + ")").Append(":\n");
        int start = _body.Length;
        Documentation(model.Documentation, MemberIndent);
        if (model.Documentation is not null && model.Constants.Count != 0)
            _body.Append('\n');
        foreach (ConstantModel constant in model.Constants)
            Constant(constant, MemberIndent);
        if (model.Constructor is not null)
            Member(start, () => Function(model.Constructor, MemberIndent, "self", returns: "None"));
        foreach (PropertyModel property in model.Properties)
            Property(start, property);
        foreach (MethodModel method in model.Methods)
            Member(start, () => Function(method, MemberIndent, method.IsStatic ? "cls" : "self"));
        foreach (OperatorModel operation in model.Operators)
            Operator(start, operation, model);
        foreach (string comparison in model.Comparisons.Where(name => name is not ("op_Equality" or "op_Inequality")))
            Special(start, OperatorTable.Comparisons[comparison].Constant.ToLowerInvariant(), "self, other: " + _hints.Use(ConverterCatalog.ClassHint(model.PythonName)) + ", /", "bool");
        if (model.Iteration.GetEnumerator is { } begin)
            Special(start, "iter", "self", StubHints.Result(begin));
        else if (model.Iteration.Current is not null)
            Special(start, "iter", "self", "typing.Self");
        if (model.Iteration.Current is { } item)
            Special(start, "next", "self", item.Hint);
        if (SlotEmitter.HasEquality(model))
            Special(start, "eq", "self, other: " + _hints.Use("object") + ", /", "bool");
        if (model.HasHash)
            Special(start, "hash", "self", "int");
        else if (SlotEmitter.HasEquality(model))
            Member(start, () => _body.Append("    __hash__: ").Append(_hints.Use("typing.ClassVar[None]")).Append("  # type: ignore[assignment]\n")); // as typeshed has it
        if (_body.Length == start)
            _body.Append("    ...\n");
    }

    /// <summary>Writes a member of a class, with a blank line before it unless it is the first.</summary>
    private void Member(int start, System.Action write)
    {
        if (_body.Length != start)
            _body.Append('\n');
        write();
    }

    private void Special(int start, string name, string parameters, string returns) =>
        Member(start, () => _body.Append("    def __").Append(name).Append("__(").Append(parameters).Append(") -> ").Append(_hints.Use(returns)).Append(": ...\n"));

    private void Property(int start, PropertyModel property)
    {
        if (property.CanRead)
        {
            Member(start, () =>
            {
                _body.Append("    @").Append(_hints.Use("property")).Append("\n    def ").Append(property.PythonName).Append("(self) -> ").Append(_hints.Use(property.Conversion.Hint)).Append(':');
                Body(property.Documentation, MemberIndent);
            });
        }
        if (!property.CanWrite)
            return;
        Member(start, () =>
        {
            if (property.CanRead)
                _body.Append("    @").Append(property.PythonName).Append(".setter\n    def ").Append(property.PythonName);
            else
                _body.Append("    def _set_").Append(property.PythonName);
            _body.Append("(self, value: ").Append(_hints.Use(property.Conversion.ParameterHint)).Append(") -> None: ...\n");
            if (!property.CanRead)
                _body.Append("\n    ").Append(property.PythonName).Append(" = ").Append(_hints.Use("property")).Append("(None, _set_").Append(property.PythonName).Append(")\n");
        });
    }

    // Python looks at the left operand's method first, then at the right one's reflected method.
    private void Operator(int start, OperatorModel operation, ClassModel model)
    {
        string name = operation.Method;
        if (operation.IsUnary)
        {
            Special(start, name, "self", operation.Overloads[0].Return?.Hint ?? "None");
            return;
        }
        MethodModel[] left = operation.Overloads.Where(overload => overload.Parameters[0].Conversion!.Hint == ConverterCatalog.ClassHint(model.PythonName)).ToArray();
        MethodModel[] right = operation.Overloads.Except(left).ToArray();
        if (left.Length != 0)
            Operand(start, name, left, operand: 1);
        if (right.Length != 0)
            Operand(start, "r" + name, right, operand: 0);
    }

    private void Operand(int start, string name, MethodModel[] overloads, int operand)
    {
        string types = string.Join(" | ", overloads.Select(overload => overload.Parameters[operand].Conversion!.ParameterHint).Distinct());
        string results = string.Join(" | ", overloads.Select(overload => overload.Return?.Hint ?? "None").Distinct());
        Special(start, name, "self, other: " + _hints.Use(types) + ", /", results);
    }

    private void Function(MethodModel method, string indent, string? self, string? returns = null)
    {
        IEnumerable<string> parameters = PythonParameters.Of(method, parameter =>
            parameter.StarredName + ": " + _hints.Use(parameter.Conversion!.ParameterHint) + (parameter.DefaultPython is null ? "" : " = " + parameter.DefaultPython));
        if (self is not null)
            parameters = new[] { self }.Concat(parameters);
        if (self == "cls")
            _body.Append(indent).Append('@').Append(_hints.Use("classmethod")).Append('\n');
        _body.Append(indent).Append(method.Result == ResultKind.Coroutine ? "async def " : "def ").Append(method.PythonName).Append('(').Append(string.Join(", ", parameters)).Append(") -> ")
            .Append(_hints.Use(returns ?? StubHints.Result(method))).Append(':');
        Body(method.Documentation, indent);
    }

    private void Body(string? documentation, string indent)
    {
        if (documentation is null)
        {
            _body.Append(" ...\n");
            return;
        }
        _body.Append('\n');
        Documentation(documentation, indent + MemberIndent);
    }

    private void Documentation(string? text, string indent)
    {
        if (text is null)
            return;
        string escaped = text.Replace("\\", "\\\\").Replace("\"\"\"", "\\\"\\\"\\\"");
        string[] lines = escaped.Split('\n');
        if (lines.Length == 1 && !escaped.EndsWith("\"", System.StringComparison.Ordinal))
        {
            _body.Append(indent).Append("\"\"\"").Append(escaped).Append("\"\"\"\n");
            return;
        }
        _body.Append(indent).Append("\"\"\"").Append(lines[0]).Append('\n');
        foreach (string line in lines.Skip(1))
            _body.Append(line.Length == 0 ? "" : indent + line).Append('\n');
        _body.Append(indent).Append("\"\"\"\n");
    }
}
