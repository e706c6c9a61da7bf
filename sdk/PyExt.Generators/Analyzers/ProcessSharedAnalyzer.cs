using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0004: <c>[ProcessShared]</c> is a claim, and this checks it against every use in the project: the member cannot change, or is a concurrent collection or a lock, or changes by atomic
/// operations only, or is used under one lock only.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessSharedAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SoundnessDescriptors.ProcessSharedDoesNotHold];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // Or `generated_code = true` in an .editorconfig would silence the rule.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is not { } promise)
                return;
            var uses = new ConcurrentDictionary<ISymbol, ConcurrentBag<ProcessSharedUse>>(SymbolEqualityComparer.Default);
            start.RegisterSymbolAction(
                symbol =>
                {
                    if (Mutability.IsProcessShared(symbol.Symbol))
                        uses.GetOrAdd(symbol.Symbol, static _ => []);
                },
                SymbolKind.Field, SymbolKind.Property);
            start.RegisterOperationAction(
                operation =>
                {
                    var reference = (IMemberReferenceOperation)operation.Operation;
                    if (Mutability.IsProcessShared(reference.Member.OriginalDefinition) && ProcessSharedUse.From(reference, operation.ContainingSymbol) is { } use)
                        uses.GetOrAdd(reference.Member.OriginalDefinition, static _ => []).Add(use);
                },
                OperationKind.FieldReference, OperationKind.PropertyReference);
            start.RegisterCompilationEndAction(end =>
            {
                foreach (KeyValuePair<ISymbol, ConcurrentBag<ProcessSharedUse>> member in uses)
                {
                    if (ProcessSharedProof.Failure(member.Key, [.. member.Value.OrderBy(use => use.Line).ThenBy(use => use.Position)]) is { } reason)
                        end.ReportDiagnostic(promise.Diagnostic(
                            SoundnessDescriptors.ProcessSharedDoesNotHold, member.Key.Locations.FirstOrDefault() ?? Location.None,
                            member.Key.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), reason));
                }
            });
        });
    }
}
