using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Emitting;
using PyExt.Generators.Models;
using PyExt.Generators.Reading;

namespace PyExt.Generators;

/// <summary>
/// Generates the binding: <c>PyInit_…</c>, an entry point for every exported member, the type specs, and the stub. Models hold no symbols or syntax, so an edit that changes
/// no exported signature regenerates nothing.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class PyExtGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for the tests of incrementality.</summary>
    internal static class StepNames
    {
        public const string Modules = nameof(Modules);
        public const string Classes = nameof(Classes);
        public const string Conversions = nameof(Conversions);
        public const string Project = nameof(Project);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<Read<ModuleModel>>> modules = context.SyntaxProvider.ForAttributeWithMetadataName(
            Known.PyModule,
            static (node, _) => node is TypeDeclarationSyntax,
            static (attribute, _) => ModuleReader.Read((INamedTypeSymbol)attribute.TargetSymbol, attribute.SemanticModel.Compilation))
            .WithTrackingName(StepNames.Modules).Collect();
        IncrementalValueProvider<ImmutableArray<Read<ClassModel>>> classes = context.SyntaxProvider.ForAttributeWithMetadataName(
            Known.PyClass,
            static (node, _) => node is TypeDeclarationSyntax,
            static (attribute, _) => ClassReader.Read((INamedTypeSymbol)attribute.TargetSymbol, attribute.SemanticModel.Compilation))
            .WithTrackingName(StepNames.Classes).Collect();
        IncrementalValueProvider<ImmutableArray<Read<ConversionModel>>> conversions = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => CallReader.IsCandidate(node),
            static (syntax, cancellation) => CallReader.Read(syntax, cancellation))
            .Where(static read => read is not null).Select(static (read, _) => read!)
            .WithTrackingName(StepNames.Conversions).Collect();
        IncrementalValueProvider<ProjectModel> project = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider)
            .Select(static (pair, _) => ReadProject(pair.Left, pair.Right)).WithTrackingName(StepNames.Project);

        context.RegisterSourceOutput(
            modules.Combine(classes).Combine(conversions).Combine(project),
            static (output, all) => Execute(output, all.Left.Left.Left, all.Left.Left.Right, all.Left.Right, all.Right));
    }

    private static ProjectModel ReadProject(AnalyzerConfigOptionsProvider options, Compilation compilation)
    {
        options.GlobalOptions.TryGetValue("build_property.PyModuleName", out string? name);
        options.GlobalOptions.TryGetValue("build_property.PyMultipleInterpreters", out string? interpreters);
        // A class library that only shares code with an extension project references the runtime too, but declares nothing.
        return new ProjectModel(
            string.IsNullOrEmpty(name) ? PythonNames.SnakeCase(compilation.AssemblyName ?? "module") : name!,
            interpreters ?? "",
            !string.IsNullOrEmpty(interpreters));
    }

    private static void Execute(
        SourceProductionContext output,
        ImmutableArray<Read<ModuleModel>> modules,
        ImmutableArray<Read<ClassModel>> classes,
        ImmutableArray<Read<ConversionModel>> conversions,
        ProjectModel project)
    {
        foreach (DiagnosticInfo diagnostic in modules.SelectMany(read => read.Diagnostics)
            .Concat(classes.SelectMany(read => read.Diagnostics)).Concat(conversions.SelectMany(read => read.Diagnostics)))
            output.ReportDiagnostic(diagnostic.ToDiagnostic());
        if (modules.Length == 0)
        {
            if (project.IsExtension)
                output.ReportDiagnostic(Diagnostic.Create(Descriptors.NoModule, Location.None, project.ModuleName));
            return;
        }
        ModuleModel[] models = modules.Select(read => read.Model).OfType<ModuleModel>().ToArray();
        for (int i = 1; i < models.Length; i++)
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.TwoModules, models[i].Location?.ToLocation(), models[0].Declaration.Name, models[i].Declaration.Name, project.ModuleName));
        if (models.Length != 1)
            return;
        ImmutableArray<ClassModel> ordered = ClassOrder.Sort(classes.Select(read => read.Model).OfType<ClassModel>(), output);
        var module = new BindingModel(project, models[0], ordered, Distinct(conversions));
        output.AddSource("PyModule.g.cs", ModuleEmitter.Emit(module));
        foreach (ClassModel @class in ordered)
            output.AddSource("PyClass." + @class.FullName.Replace("global::", "") + ".g.cs", ClassEmitter.Emit(module, @class));
        output.AddSource("ModuleMetadata.g.cs", MetadataEmitter.Emit(module));
    }

    private static ImmutableArray<ConversionModel> Distinct(ImmutableArray<Read<ConversionModel>> conversions) =>
        conversions.Select(read => read.Model).OfType<ConversionModel>().Where(model => !model.IsRefStruct)
            .GroupBy(model => model.CSharpType).Select(group => group.First()).OrderBy(model => model.CSharpType, System.StringComparer.Ordinal).ToImmutableArray();
}
