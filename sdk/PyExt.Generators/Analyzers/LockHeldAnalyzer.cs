using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0007: Python called, or attached to, with a managed lock held. A warning: a lock that no attached thread ever takes is harmless, and so is one whose Python call is certain not to
/// release the GIL; the rule cannot know either.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockHeldAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SoundnessDescriptors.LockHeld];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is not { } promise)
                return;
            start.RegisterOperationAction(
                operation => Analyze(operation, promise),
                OperationKind.Lock, OperationKind.Using, OperationKind.UsingDeclaration, OperationKind.Invocation);
        });
    }

    private static void Analyze(OperationAnalysisContext context, Promise promise)
    {
        IOperation operation = context.Operation;
        foreach (IOperation held in operation is IInvocationOperation enter ? LockedRegions.AfterEnter(enter) : LockedRegions.Body(operation))
        {
            if (PythonApi.Waiting(held) is { } name)
                context.ReportDiagnostic(promise.Diagnostic(SoundnessDescriptors.LockHeld, held.Syntax.GetLocation(), name, Line(operation)));
        }
    }

    private static int Line(IOperation operation) => operation.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
