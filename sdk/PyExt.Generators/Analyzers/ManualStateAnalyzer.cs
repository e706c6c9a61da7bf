using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0015: <c>PyThreading.Manual</c> is a claim, and this checks it against every use in the project, as PYX0004 does for statics: each member that can change is volatile, changes by atomic
/// operations only, is a concurrent collection, or is used under one lock only.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ManualStateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [ThreadingDescriptors.NotSynchronized];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.ReadGil(start.Options) is not { } promise)
                return;
            var uses = new ConcurrentDictionary<ISymbol, ConcurrentBag<(ProcessSharedUse Use, bool IsOfThis)>>(SymbolEqualityComparer.Default);
            var types = new ConcurrentBag<INamedTypeSymbol>();
            start.RegisterSymbolAction(
                symbol =>
                {
                    if (symbol.Symbol is INamedTypeSymbol { IsStatic: false } type && PythonApi.BelongsToPython(type) && ThreadingModes.Of(type) == ThreadingMode.Manual)
                        types.Add(type);
                },
                SymbolKind.NamedType);
            start.RegisterOperationAction(
                operation =>
                {
                    var reference = (IMemberReferenceOperation)operation.Operation;
                    ISymbol member = reference.Member.OriginalDefinition;
                    if (!member.IsStatic && member.ContainingType is { } owner && ThreadingModes.Of(owner) == ThreadingMode.Manual && ProcessSharedUse.From(reference, operation.ContainingSymbol) is { } use)
                        uses.GetOrAdd(member, static _ => []).Add((use, reference.Instance is IInstanceReferenceOperation));
                },
                OperationKind.FieldReference, OperationKind.PropertyReference);
            start.RegisterOperationAction(
                operation =>
                {
                    var reference = (IParameterReferenceOperation)operation.Operation;
                    if (CapturedParameters.IsCaptured(reference, operation.ContainingSymbol) && ThreadingModes.Of(operation.ContainingSymbol.ContainingType) == ThreadingMode.Manual
                        && (CapturedParameters.IsChanged(reference) || Mutability.IsMutable(reference.Parameter.Type)))
                    {
                        operation.ReportDiagnostic(promise.Diagnostic(
                            ThreadingDescriptors.NotSynchronized, reference.Syntax.GetLocation(), operation.ContainingSymbol.ContainingType.Name + "." + reference.Parameter.Name, "is a parameter of the primary constructor that works like a field: make it one"));
                    }
                },
                OperationKind.ParameterReference);
            start.RegisterCompilationEndAction(end =>
            {
                foreach (INamedTypeSymbol type in types)
                    Report(end, promise, type, uses);
            });
        });
    }

    private static void Report(
        CompilationAnalysisContext context, Promise promise, INamedTypeSymbol type, ConcurrentDictionary<ISymbol, ConcurrentBag<(ProcessSharedUse Use, bool IsOfThis)>> uses)
    {
        foreach ((ISymbol member, _) in Immutability.ChangingMembers(type))
        {
            (ProcessSharedUse Use, bool IsOfThis)[] found = uses.TryGetValue(member, out var bag) ? [.. bag.OrderBy(use => use.Use.Line).ThenBy(use => use.Use.Position)] : [];
            if (ManualProof.Failure(member, found) is { } reason)
                context.ReportDiagnostic(promise.Diagnostic(ThreadingDescriptors.NotSynchronized, member.Locations.FirstOrDefault() ?? Location.None, type.Name + "." + member.Name, reason));
        }
        if (type.BaseType is { } baseType && PythonApi.BelongsToPython(baseType) && ThreadingModes.Of(baseType) == ThreadingMode.Locked)
            context.ReportDiagnostic(promise.Diagnostic(ThreadingDescriptors.NotSynchronized, type.Locations.FirstOrDefault() ?? Location.None, type.Name, "derives from '" + baseType.Name + "', whose members rely on the lock of PyThreading.Locked"));
    }
}
