using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>The classes of a module: bases before derived classes, by name otherwise, each Python name once.</summary>
internal static class ClassOrder
{
    public static ImmutableArray<BoundClass> Sort(IEnumerable<ClassModel> classes)
    {
        var byFullName = classes.GroupBy(model => model.FullName).Select(group => group.First())
            .GroupBy(model => model.PythonName).Select(First)
            .ToDictionary(model => model.FullName, StringComparer.Ordinal);
        ClassModel[] ordered = [.. byFullName.Values.OrderBy(model => Depth(model, byFullName)).ThenBy(model => model.FullName, StringComparer.Ordinal)];
        var indexes = new Dictionary<string, int>(ordered.Length, StringComparer.Ordinal);
        for (int i = 0; i < ordered.Length; i++)
            indexes.Add(ordered[i].FullName, i);
        return ImmutableArray.CreateRange(ordered.Select((model, index) =>
            model.BaseFullName is not null && indexes.TryGetValue(model.BaseFullName, out int baseIndex)
                ? new BoundClass(model, index, baseIndex, ordered[baseIndex].PythonName)
                : new BoundClass(model, index, -1, null)));
    }

    /// <summary>The classes that <see cref="Sort"/> leaves out, since another one has their name, and those that a member of the module would replace.</summary>
    public static IEnumerable<DiagnosticInfo> Duplicates(ImmutableArray<Read<ClassModel>> classes, ModuleModel module)
    {
        var members = module.Methods.Select(method => (method.PythonName, method.Name)).Concat(module.Constants.Select(constant => (constant.PythonName, constant.Name))).ToArray();
        foreach (Read<ClassModel> read in classes)
        {
            foreach ((string pythonName, string name) in members.Where(member => member.PythonName == read.Model?.PythonName))
                yield return DiagnosticInfo.Create(Descriptors.DuplicateName, read.Location, module.Declaration.Name + "." + name, read.Model!.Declaration.Name, pythonName);
        }
        foreach (IGrouping<string, Read<ClassModel>> group in classes.Where(read => read.Model is not null)
            .GroupBy(read => read.Model!.FullName).Select(group => group.First()).GroupBy(read => read.Model!.PythonName))
        {
            ClassModel first = First(group.Select(read => read.Model!));
            foreach (Read<ClassModel> read in group.Where(read => !ReferenceEquals(read.Model, first)))
                yield return DiagnosticInfo.Create(Descriptors.DuplicateName, read.Location, first.Declaration.Name, read.Model!.Declaration.Name, first.PythonName);
        }
    }

    private static ClassModel First(IEnumerable<ClassModel> models) => models.OrderBy(model => model.FullName, StringComparer.Ordinal).First();

    private static int Depth(ClassModel model, Dictionary<string, ClassModel> all)
    {
        int depth = 0;
        for (string? name = model.BaseFullName; name is not null && all.TryGetValue(name, out ClassModel? next); name = next.BaseFullName)
            depth++;
        return depth;
    }
}
