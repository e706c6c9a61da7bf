using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// With <c>PyGil=NotUsed</c>: PYX0013, an exported class whose instances can change and that says nothing about threads; PYX0014, one that says <c>Frozen</c> and is not.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadingModeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [ThreadingDescriptors.NoThreadingMode, ThreadingDescriptors.NotFrozen];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.ReadGil(start.Options) is { } promise)
                start.RegisterSymbolStartAction(symbol => Start(symbol, promise), SymbolKind.NamedType);
        });
    }

    private static void Start(SymbolStartAnalysisContext context, Promise promise)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!PythonApi.IsExportedType(type) || type.IsStatic || (!type.IsValueType && ThreadingModes.Of(type) is ThreadingMode.Locked or ThreadingMode.Manual))
            return;
        // Parameters of a primary constructor that members use are fields in all but name.
        var captured = new ConcurrentDictionary<IParameterSymbol, bool>(SymbolEqualityComparer.Default);
        context.RegisterOperationAction(operation => Collect(operation, type, captured), OperationKind.ParameterReference);
        context.RegisterSymbolEndAction(end => Report(end, promise, type, captured));
    }

    private static void Collect(OperationAnalysisContext context, INamedTypeSymbol type, ConcurrentDictionary<IParameterSymbol, bool> captured)
    {
        var reference = (IParameterReferenceOperation)context.Operation;
        if (CapturedParameters.IsCaptured(reference, context.ContainingSymbol) && SymbolEqualityComparer.Default.Equals(context.ContainingSymbol.ContainingType, type))
            captured.AddOrUpdate(reference.Parameter, CapturedParameters.IsChanged(reference), (_, changed) => changed || CapturedParameters.IsChanged(reference));
    }

    private static void Report(SymbolAnalysisContext context, Promise promise, INamedTypeSymbol type, ConcurrentDictionary<IParameterSymbol, bool> captured)
    {
        // The value of a struct is copied out of the Python object by whoever uses it: no lock would be everybody's.
        bool isDeclared = type.IsValueType || ThreadingModes.Of(type) == ThreadingMode.Frozen;
        foreach ((ISymbol member, string reason) in Reasons(type, captured))
        {
            if (isDeclared)
            {
                context.ReportDiagnostic(promise.Diagnostic(ThreadingDescriptors.NotFrozen, Place(member, type), type.Name, type.IsValueType ? "a struct, and its values are copied without a lock" : "PyThreading.Frozen", member.Name, reason));
                continue;
            }
            context.ReportDiagnostic(promise.Diagnostic(ThreadingDescriptors.NoThreadingMode, Place(type, type), type.Name, member.Name, reason));
            return;
        }
    }

    private static IEnumerable<(ISymbol Member, string Reason)> Reasons(INamedTypeSymbol type, ConcurrentDictionary<IParameterSymbol, bool> captured)
    {
        IEnumerable<(ISymbol Member, string Reason)> parameters = captured.OrderBy(parameter => parameter.Key.Ordinal)
            .Select(parameter => ((ISymbol)parameter.Key, parameter.Value ? "is assigned by a member" : Immutability.TypeReason(parameter.Key.Type)))
            .Where(parameter => parameter.Item2 is not null).Select(parameter => (parameter.Item1, parameter.Item2!));
        IEnumerable<(ISymbol Member, string Reason)> bases = type.BaseType is { } baseType && PythonApi.BelongsToPython(baseType) && ThreadingModes.Of(baseType) is ThreadingMode.Locked or ThreadingMode.Manual
            ? [(type.BaseType, "is a base that can change")]
            : [];
        return Immutability.ChangingMembers(type).Concat(parameters).Concat(bases);
    }

    private static Location Place(ISymbol symbol, INamedTypeSymbol type) =>
        symbol.Locations.FirstOrDefault(location => location.IsInSource) ?? type.Locations.FirstOrDefault() ?? Location.None;
}
