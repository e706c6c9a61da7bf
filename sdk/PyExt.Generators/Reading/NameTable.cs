using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Diagnostics;

namespace PyExt.Generators.Reading;

/// <summary>Finds two members with one Python name.</summary>
internal sealed class NameTable(MemberReader reader)
{
    private readonly Dictionary<string, ISymbol> _names = [];

    public bool Add(string name, ISymbol member)
    {
        if (!_names.TryGetValue(name, out ISymbol? first))
        {
            _names.Add(name, member);
            return true;
        }
        reader.Report(Descriptors.DuplicateName, member, Describe(first), Describe(member), name);
        return false;
    }

    private static string Describe(ISymbol member) => member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
