using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>Bases before derived classes, by name otherwise; two classes with one Python name are reported.</summary>
internal static class ClassOrder
{
    public static ImmutableArray<ClassModel> Sort(IEnumerable<ClassModel> classes, SourceProductionContext output)
    {
        var byName = new Dictionary<string, ClassModel>(StringComparer.Ordinal);
        var byFullName = new Dictionary<string, ClassModel>(StringComparer.Ordinal);
        foreach (ClassModel model in classes.OrderBy(model => model.FullName, StringComparer.Ordinal))
        {
            if (byFullName.ContainsKey(model.FullName))
                continue;
            if (byName.TryGetValue(model.PythonName, out ClassModel? first))
            {
                output.ReportDiagnostic(Diagnostic.Create(Descriptors.DuplicateName, model.Location?.ToLocation(), first.Declaration.Name, model.Declaration.Name, model.PythonName));
                continue;
            }
            byName.Add(model.PythonName, model);
            byFullName.Add(model.FullName, model);
        }
        return byFullName.Values.OrderBy(model => Depth(model, byFullName)).ThenBy(model => model.FullName, StringComparer.Ordinal).ToImmutableArray();
    }

    private static int Depth(ClassModel model, Dictionary<string, ClassModel> all)
    {
        int depth = 0;
        for (string? name = model.BaseFullName; name is not null && all.TryGetValue(name, out ClassModel? next); name = next.BaseFullName)
            depth++;
        return depth;
    }
}
