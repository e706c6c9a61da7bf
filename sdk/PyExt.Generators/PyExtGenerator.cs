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
        public const string ClassSources = nameof(ClassSources);
        public const string ClassStubs = nameof(ClassStubs);
        public const string ModuleSource = nameof(ModuleSource);
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
        RegisterCode(context, Models(modules, StepNames.Modules), Models(classes, StepNames.Classes), Models(conversions, StepNames.Conversions), project);
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

    // Each file from no more than it is made of: a change in one class makes the file of that class and the stub anew, and no other.
    private static void RegisterCode(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<ImmutableArray<ModuleModel>> modules,
        IncrementalValueProvider<ImmutableArray<ClassModel>> classes,
        IncrementalValueProvider<ImmutableArray<ConversionModel>> conversions,
        IncrementalValueProvider<ProjectModel> project)
    {
        IncrementalValueProvider<ModuleModel?> module = modules.Select(static (all, _) => all.Length == 1 ? all[0] : null);
        IncrementalValueProvider<ModuleContext?> around = module.Combine(project)
            .Select(static (pair, _) => pair.Left is null ? null : new ModuleContext(pair.Right, pair.Left.FullName, pair.Left.IsLocked));
        IncrementalValuesProvider<BoundClass> bound = classes.SelectMany(static (all, _) => ClassOrder.Sort(all));
        IncrementalValueProvider<EquatableArray<string>> hidden = module.Combine(bound.Collect())
            .Select(static (pair, _) => pair.Left is null ? default : StubHints.Hidden(pair.Left, pair.Right));

        IncrementalValuesProvider<SourceModel?> classSources = bound.Combine(around)
            .Select(static (pair, _) => pair.Right is null ? null : ClassEmitter.Emit(pair.Right, pair.Left)).WithTrackingName(StepNames.ClassSources);
        context.RegisterSourceOutput(classSources, static (output, source) => Add(output, source));

        IncrementalValueProvider<(EquatableArray<string> Bindings, bool HasHandles)> summary = bound.Collect().Select(static (all, _) => (
            new EquatableArray<string>(ImmutableArray.CreateRange(all, one => ConverterCatalog.BindingName(one.Model.FullName))),
            all.Any(one => one.Model.HandleFields.Count != 0)));
        IncrementalValueProvider<SourceModel?> moduleSource = module.Combine(project).Combine(summary).Combine(conversions)
            .Select(static (all, _) => all.Left.Left.Left is null
                ? null
                : new BindingModel(all.Left.Left.Right, all.Left.Left.Left, all.Left.Right.Bindings, all.Left.Right.HasHandles, Distinct(all.Right)))
            .Select(static (binding, _) => binding is null ? null : new SourceModel("PyModule.g.cs", ModuleEmitter.Emit(binding))).WithTrackingName(StepNames.ModuleSource);
        context.RegisterSourceOutput(moduleSource, static (output, source) => Add(output, source));

        IncrementalValuesProvider<StubModel> classStubs = bound.Combine(hidden)
            .Select(static (pair, _) => StubEmitter.Emit(pair.Left, pair.Right)).WithTrackingName(StepNames.ClassStubs);
        IncrementalValueProvider<SourceModel?> metadata = module.Combine(project).Combine(classStubs.Collect()).Combine(hidden)
            .Select(static (all, _) => all.Left.Left.Left is null
                ? null
                : new SourceModel("ModuleMetadata.g.cs", MetadataEmitter.Emit(all.Left.Left.Right, StubEmitter.Emit(all.Left.Left.Left, all.Left.Right, all.Right))));
        context.RegisterSourceOutput(metadata, static (output, source) => Add(output, source));
    }

    private static void Add(SourceProductionContext output, SourceModel? source)
    {
        if (source is not null)
            output.AddSource(source.HintName, source.Text);
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

    private static ImmutableArray<ConversionModel> Distinct(ImmutableArray<ConversionModel> conversions) =>
        conversions.Where(model => !model.IsRefStruct)
            .GroupBy(model => model.CSharpType).Select(group => group.First()).OrderBy(model => model.CSharpType, System.StringComparer.Ordinal).ToImmutableArray();
}
