using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;

namespace PyExt.Generators.Analyzers;

/// <summary>PYX0006: <c>Console</c> writes past <c>sys.stdout</c> and takes SIGINT. A warning: nothing is unsound, but Ctrl-C and redirection no longer work as Python's users expect.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConsoleUseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SoundnessDescriptors.ConsoleUse];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is not { } promise || start.Compilation.GetTypeByMetadataName("System.Console") is not { } console)
                return;
            start.RegisterOperationAction(
                operation => Analyze(operation, console, promise),
                OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.EventReference, OperationKind.MethodReference);
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol console, Promise promise)
    {
        ISymbol member = context.Operation switch
        {
            IInvocationOperation invocation => invocation.TargetMethod,
            IMemberReferenceOperation reference => reference.Member,
            _ => console,
        };
        if (SymbolEqualityComparer.Default.Equals(member.ContainingType, console))
            context.ReportDiagnostic(promise.Diagnostic(SoundnessDescriptors.ConsoleUse, context.Operation.Syntax.GetLocation(), "Console." + member.Name));
    }
}
