using System;
using System.Collections.Immutable;

namespace PyExt.Generators.Models;

/// <summary>Everything that the emitters need.</summary>
internal sealed record BindingModel(ProjectModel Project, ModuleModel Module, ImmutableArray<ClassModel> Classes, ImmutableArray<ConversionModel> Conversions)
{
    /// <summary>The last part of the import name: what <c>PyInit_…</c> ends in.</summary>
    public string ShortName => Project.ModuleName.Substring(Project.ModuleName.LastIndexOf('.') + 1);

    /// <summary>The index of a class in the module's types, or -1.</summary>
    public int IndexOf(string? fullName)
    {
        for (int i = 0; i < Classes.Length; i++)
        {
            if (string.Equals(Classes[i].FullName, fullName, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }
}
