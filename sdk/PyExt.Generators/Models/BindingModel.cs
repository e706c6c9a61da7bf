namespace PyExt.Generators.Models;

/// <summary>Everything that the module's own file is made of: of its classes only what they are called, so that a change inside one of them does not make it anew.</summary>
/// <param name="Project">What the project declares.</param>
/// <param name="Module">The module.</param>
/// <param name="ClassBindings">The generated class of each exported class, in the order of the module's types.</param>
/// <param name="HasHandles">Whether instances of a class hold handles.</param>
/// <param name="Conversions">The types that <c>As</c> and <c>From</c> convert.</param>
internal sealed record BindingModel(
    ProjectModel Project, ModuleModel Module, EquatableArray<string> ClassBindings, bool HasHandles, EquatableArray<ConversionModel> Conversions)
{
    /// <summary>The last part of the import name: what <c>PyInit_…</c> ends in.</summary>
    public string ShortName => Project.ModuleName.Substring(Project.ModuleName.LastIndexOf('.') + 1);

    /// <summary>What the binding of a function needs to know.</summary>
    public ModuleContext Context => new(Project, Module.FullName, Module.IsLocked);
}

/// <summary>What the binding of a function or class needs to know of the module around it.</summary>
internal sealed record ModuleContext(ProjectModel Project, string FullName, bool IsLocked);

/// <summary>A class at its place among the module's types.</summary>
/// <param name="Model">The class.</param>
/// <param name="Index">Its index in the module's types.</param>
/// <param name="BaseIndex">That of its base, or -1.</param>
/// <param name="BasePythonName">Its base's Python name, or null.</param>
internal sealed record BoundClass(ClassModel Model, int Index, int BaseIndex, string? BasePythonName);

/// <summary>A generated file.</summary>
internal sealed record SourceModel(string HintName, string Text);

/// <summary>A class in the stub.</summary>
/// <param name="Text">Its definition.</param>
/// <param name="Modules">What it needs imported.</param>
internal sealed record StubModel(string Text, EquatableArray<string> Modules);
