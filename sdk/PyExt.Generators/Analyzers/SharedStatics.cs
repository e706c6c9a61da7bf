using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// The types and fields that the project lists as <c>PySharedStatic</c> items: the one way to keep a mutable static past PYX0001, which nothing in the source can silence. The scan of the
/// finished binary asks each item for its reason. An item that names a package or an assembly is for that scan only.
/// </summary>
internal sealed class SharedStatics
{
    private readonly ImmutableHashSet<string> _names;

    private SharedStatics(ImmutableHashSet<string> names) => _names = names;

    /// <summary>Reads the names that the build passes on.</summary>
    public static SharedStatics Read(AnalyzerOptions options)
    {
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property._PyExtSharedStatics", out string? names);
        return new SharedStatics((names ?? "").Split('|').Select(name => name.Trim().Replace('+', '.')).Where(name => name.Length != 0).ToImmutableHashSet(StringComparer.Ordinal));
    }

    /// <summary>Whether a static field, property or event is listed, or the type that declares it.</summary>
    public bool Contains(ISymbol member)
    {
        if (_names.IsEmpty)
            return false;
        string type = NameOf(member.ContainingType);
        return _names.Contains(type) || _names.Contains(type + "." + member.Name);
    }

    private static string NameOf(INamedTypeSymbol type)
    {
        var names = new List<string>();
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            names.Insert(0, current.MetadataName);
        string name = string.Join(".", names);
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + name : name;
    }
}
