using System.Collections.Generic;
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
        public const string Diagnostics = nameof(Diagnostics);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Read<ModuleModel>> modules = context.SyntaxProvider.ForAttributeWithMetadataName(
            Known.PyModule,
            static (node, _) => node is TypeDeclarationSyntax,
            static (attribute, _) => ModuleReader.Read((INamedTypeSymbol)attribute.TargetSymbol, attribute.SemanticModel.Compilation));
        IncrementalValuesProvider<Read<ClassModel>> classes = context.SyntaxProvider.ForAttributeWithMetadataName(
            Known.PyClass,
            static (node, _) => node is TypeDeclarationSyntax,
            static (attribute, _) => ClassReader.Read((INamedTypeSymbol)attribute.TargetSymbol, attribute.SemanticModel.Compilation));
        IncrementalValuesProvider<Read<ConversionModel>> conversions = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => CallReader.IsCandidate(node),
            static (syntax, cancellation) => CallReader.Read(syntax, cancellation))
            .Where(static read => read is not null).Select(static (read, _) => read!);
        IncrementalValueProvider<ProjectModel> project = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider)
            .Select(static (pair, _) => ReadProject(pair.Left, pair.Right)).WithTrackingName(StepNames.Project);

        // Code comes of the models alone; what depends on line numbers goes another way.
        context.RegisterSourceOutput(
            Models(modules, StepNames.Modules).Combine(Models(classes, StepNames.Classes)).Combine(Models(conversions, StepNames.Conversions)).Combine(project),
            static (output, all) => Emit(output, all.Left.Left.Left, all.Left.Left.Right, all.Left.Right, all.Right));
        context.RegisterSourceOutput(
            modules.Collect().Combine(classes.Collect()).Combine(conversions.Collect()).Combine(project)
                .Select(static (all, _) => new EquatableArray<DiagnosticInfo>(Diagnose(all.Left.Left.Left, all.Left.Left.Right, all.Left.Right, all.Right).ToImmutableArray()))
                .WithTrackingName(StepNames.Diagnostics),
            static (output, diagnostics) =>
            {
                foreach (DiagnosticInfo diagnostic in diagnostics)
                    output.ReportDiagnostic(diagnostic.ToDiagnostic());
            });
    }

    private static IncrementalValueProvider<ImmutableArray<T>> Models<T>(IncrementalValuesProvider<Read<T>> reads, string step)
        where T : class =>
        reads.Select(static (read, _) => read.Model).Where(static model => model is not null).Select(static (model, _) => model!).WithTrackingName(step).Collect();

    private static ProjectModel ReadProject(AnalyzerConfigOptionsProvider options, Compilation compilation)
    {
        options.GlobalOptions.TryGetValue("build_property.PyModuleName", out string? name);
        options.GlobalOptions.TryGetValue("build_property.PyMultipleInterpreters", out string? interpreters);
        options.GlobalOptions.TryGetValue("build_property.PyGil", out string? gil);
        // A class library that only shares code with an extension project references the runtime too, but declares nothing.
        return new ProjectModel(
            string.IsNullOrEmpty(name) ? PythonNames.SnakeCase(compilation.AssemblyName ?? "module") : name!,
            interpreters ?? "",
            gil == "NotUsed",
            !string.IsNullOrEmpty(interpreters));
    }

    private static IEnumerable<DiagnosticInfo> Diagnose(
        ImmutableArray<Read<ModuleModel>> modules, ImmutableArray<Read<ClassModel>> classes, ImmutableArray<Read<ConversionModel>> conversions, ProjectModel project)
    {
        foreach (DiagnosticInfo diagnostic in modules.SelectMany(read => read.Diagnostics)
            .Concat(classes.SelectMany(read => read.Diagnostics)).Concat(conversions.SelectMany(read => read.Diagnostics)))
            yield return diagnostic;
        if (modules.Length == 0 && project.IsExtension)
            yield return DiagnosticInfo.Create(Descriptors.NoModule, location: null, project.ModuleName);
        Read<ModuleModel>[] bound = modules.Where(read => read.Model is not null).ToArray();
        foreach (Read<ModuleModel> other in bound.Skip(1))
            yield return DiagnosticInfo.Create(Descriptors.TwoModules, other.Location, bound[0].Model!.Declaration.Name, other.Model!.Declaration.Name, project.ModuleName);
        if (bound.Length == 1)
        {
            foreach (DiagnosticInfo diagnostic in ClassOrder.Duplicates(classes, bound[0].Model!))
                yield return diagnostic;
        }
    }

    private static void Emit(
        SourceProductionContext output, ImmutableArray<ModuleModel> modules, ImmutableArray<ClassModel> classes, ImmutableArray<ConversionModel> conversions, ProjectModel project)
    {
        if (modules.Length != 1)
            return;
        ImmutableArray<ClassModel> ordered = ClassOrder.Sort(classes);
        var module = new BindingModel(project, modules[0], ordered, Distinct(conversions));
        output.AddSource("PyModule.g.cs", ModuleEmitter.Emit(module));
        foreach (ClassModel @class in ordered)
            output.AddSource("PyClass." + @class.FullName.Replace("global::", "") + ".g.cs", ClassEmitter.Emit(module, @class));
        output.AddSource("ModuleMetadata.g.cs", MetadataEmitter.Emit(module));
    }

    private static ImmutableArray<ConversionModel> Distinct(ImmutableArray<ConversionModel> conversions) =>
        conversions.Where(model => !model.IsRefStruct)
            .GroupBy(model => model.CSharpType).Select(group => group.First()).OrderBy(model => model.CSharpType, System.StringComparer.Ordinal).ToImmutableArray();
}
