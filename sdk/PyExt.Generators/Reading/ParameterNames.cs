using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Diagnostics;

namespace PyExt.Generators.Reading;

/// <summary>Finds two parameters with one Python name; the first may be the one that Python passes itself.</summary>
internal sealed class ParameterNames
{
    private readonly MemberReader _reader;
    private readonly IMethodSymbol _method;
    private readonly Dictionary<string, string> _names = [];

    public ParameterNames(MemberReader reader, IMethodSymbol method, bool isModule)
    {
        _reader = reader;
        _method = method;
        // A module's functions get neither. Operands are given by position alone, but two of one name would not read well either.
        if (isModule || method.MethodKind == MethodKind.UserDefinedOperator)
            return;
        if (method.IsStatic)
            _names.Add("cls", "the class");
        else
            _names.Add("self", "the instance");
    }

    public bool Add(string name, IParameterSymbol parameter)
    {
        if (!_names.TryGetValue(name, out string? first))
        {
            _names.Add(name, "'" + parameter.Name + "'");
            return true;
        }
        string method = _method.MethodKind == MethodKind.Constructor ? _method.ContainingType.Name : _method.Name;
        _reader.Report(Descriptors.DuplicateParameter, parameter, _method.ContainingType.Name + "." + method, name, first);
        return false;
    }
}
