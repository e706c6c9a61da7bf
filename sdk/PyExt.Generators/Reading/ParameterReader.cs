using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>Reads the parameters of a method, and how Python passes each of them.</summary>
internal sealed class ParameterReader(MemberReader reader, IMethodSymbol method, bool isModule)
{
    private static readonly string[] PassingAttributes = [Known.PyPositionalOnly, Known.PyKeywordOnly, Known.PyArgs, Known.PyKwargs];

    // [PyPositionalOnly] is for those before it, too.
    private readonly int _lastPositionalOnly = method.Parameters.LastOrDefault(parameter => Known.Has(parameter, Known.PyPositionalOnly))?.Ordinal ?? -1;
    private bool _isKeywordOnly;
    private IParameterSymbol? _varPositional;
    private IParameterSymbol? _varKeyword;

    /// <summary>The parameters in the order of C#, or null with diagnostics. Those that take one argument stand in the order of Python: positional ones before keyword-only ones.</summary>
    public EquatableArray<ParameterModel>? Read()
    {
        var parameters = ImmutableArray.CreateBuilder<ParameterModel>(method.Parameters.Length);
        var names = new ParameterNames(reader, method, isModule);
        bool complete = true;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            ParameterModel? model = Read(parameter);
            if (model is null || (model.IsPassed && !names.Add(model.PythonName, parameter)))
                complete = false;
            else
                parameters.Add(model);
        }
        return complete ? parameters.ToImmutable() : null;
    }

    private ParameterModel? Read(IParameterSymbol parameter)
    {
        bool isCancellation = Known.Is(parameter.Type, Known.CancellationToken) && method.MethodKind == MethodKind.Ordinary && ResultReader.Read(method.ReturnType).Kind == ResultKind.Coroutine;
        if (isCancellation || MemberReader.IsInjected(parameter))
        {
            return PassingAttributes.FirstOrDefault(name => Known.Has(parameter, name)) is { } attribute
                ? Refuse(parameter, "is filled in by the generated code and no argument, so " + Brackets(attribute) + " says nothing about it. Remove the attribute")
                : new ParameterModel(isCancellation ? ParameterKind.Cancellation : Known.Is(parameter.Type, Known.Token) ? ParameterKind.Token : ParameterKind.Module, parameter.Name, "", null);
        }
        if (method.MethodKind == MethodKind.UserDefinedOperator && PassingAttributes.FirstOrDefault(name => Known.Has(parameter, name)) is { } found)
            return Refuse(parameter, "is an operand, which Python passes itself, so " + Brackets(found) + " says nothing about it. Remove the attribute");
        if (parameter.RefKind is not (RefKind.None or RefKind.In))
        {
            reader.Report(Descriptors.UnsupportedMember, parameter, method.Name, "its parameter '" + parameter.Name + "' is passed by reference; return a tuple instead");
            return null;
        }
        bool isVarPositional = parameter.IsParams || Known.Has(parameter, Known.PyArgs);
        bool isVarKeyword = Known.Has(parameter, Known.PyKwargs);
        if (isVarPositional && isVarKeyword)
            return Refuse(parameter, "is both *args and **kwargs. Make them two parameters");
        return isVarPositional ? ReadVarPositional(parameter) : isVarKeyword ? ReadVarKeyword(parameter) : ReadArgument(parameter);
    }

    private ParameterModel? ReadArgument(IParameterSymbol parameter)
    {
        _isKeywordOnly |= Known.Has(parameter, Known.PyKeywordOnly);
        if (_isKeywordOnly && parameter.Ordinal <= _lastPositionalOnly)
            return Refuse(parameter, "is keyword-only, and positional-only by the [PyPositionalOnly] " + (parameter.Ordinal == _lastPositionalOnly ? "on it" : "behind it") + ". In Python those are different parameters, the positional-only ones first");
        ConversionModel? conversion = reader.Resolve(parameter.Type, parameter, "'" + parameter.Name + "'");
        if (conversion is null)
            return null;
        return new ParameterModel(
            ParameterKind.Argument,
            parameter.Name,
            NameOf(parameter),
            conversion,
            parameter.HasExplicitDefaultValue ? DefaultValues.CSharp(parameter) : null,
            parameter.HasExplicitDefaultValue ? DefaultValues.Python(parameter) : null,
            ThreadingModes.IsLocked(parameter.Type),
            _isKeywordOnly ? ArgumentPassing.KeywordOnly : parameter.Ordinal <= _lastPositionalOnly ? ArgumentPassing.PositionalOnly : ArgumentPassing.PositionalOrKeyword);
    }

    private ParameterModel? ReadVarPositional(IParameterSymbol parameter)
    {
        if (!IsOnlyOne(parameter, ref _varPositional, "*args"))
            return null;
        // As in Python, where nothing can be given by position behind it.
        _isKeywordOnly = true;
        if (Known.Is(parameter.Type, Known.Tuple))
            return Objects(ParameterKind.VarPositional, parameter);
        return VariableTypes.OfItems(parameter.Type) is ({ } item, var shape)
            ? Converted(ParameterKind.VarPositional, parameter, item, shape)
            : Refuse(parameter, "is *args, which a PyTuple, an array, a list, a set or a span takes, and '" + parameter.Type.ToDisplayString() + "' is none of them");
    }

    private ParameterModel? ReadVarKeyword(IParameterSymbol parameter)
    {
        if (!IsOnlyOne(parameter, ref _varKeyword, "**kwargs"))
            return null;
        if (Known.Is(parameter.Type, Known.Dict))
            return Objects(ParameterKind.VarKeyword, parameter);
        return VariableTypes.OfValues(parameter.Type) is { } value
            ? Converted(ParameterKind.VarKeyword, parameter, value, VariableShape.Dictionary)
            : Refuse(parameter, "is **kwargs, which a PyDict, a Dictionary<string, T> or an IReadOnlyDictionary<string, T> takes, and '" + parameter.Type.ToDisplayString() + "' is none of them");
    }

    private bool IsOnlyOne(IParameterSymbol parameter, ref IParameterSymbol? first, string what)
    {
        if (first is not null)
        {
            Refuse(parameter, "is a second " + what + ": '" + first.Name + "' is the first, and Python has one");
            return false;
        }
        first = parameter;
        string? attribute = Known.Has(parameter, Known.PyKeywordOnly) ? Known.PyKeywordOnly : Known.Has(parameter, Known.PyPositionalOnly) ? Known.PyPositionalOnly : null;
        if (attribute is null)
            return true;
        Refuse(parameter, "is " + what + ", so " + Brackets(attribute) + " says nothing about it. Move the attribute to " + (attribute == Known.PyKeywordOnly
            ? "the first parameter that is to be keyword-only"
            : "the last parameter that is to be positional-only"));
        return false;
    }

    private ParameterModel? Objects(ParameterKind kind, IParameterSymbol parameter)
    {
        if (!Utf8Text.IsAsked(parameter))
            return new(kind, parameter.Name, NameOf(parameter), new ConversionModel("", "", "object", "object", NeedsFrame: true, IsRefStruct: true));
        Utf8Text.Refuse(reader, parameter.Type, parameter, "'" + parameter.Name + "'");
        return null;
    }

    private ParameterModel? Converted(ParameterKind kind, IParameterSymbol parameter, ITypeSymbol item, VariableShape shape)
    {
        ConversionModel? conversion = reader.Resolve(item, parameter, "'" + parameter.Name + "'");
        string type = parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Known.TypeFormat);
        return conversion is null ? null : new ParameterModel(kind, parameter.Name, NameOf(parameter), conversion, Variable: shape, CSharpType: type);
    }

    private string NameOf(IParameterSymbol parameter) => reader.NameOf(parameter, PythonNames.SnakeCase(parameter.Name));

    private ParameterModel? Refuse(IParameterSymbol parameter, string problem)
    {
        string name = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name;
        reader.Report(Descriptors.WrongParameterKind, parameter, parameter.Name, method.ContainingType.Name + "." + name, problem);
        return null;
    }

    private static string Brackets(string attribute) => "[" + attribute.Substring("PyExt.".Length, attribute.Length - "PyExt.Attribute".Length) + "]";
}
