using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0008: a wait that keeps the GIL. Attached is what Python calls (exported members) and what takes a <c>Py</c> or an object; a lambda without one runs who knows where, in
/// <c>AllowThreads</c> for instance, and is left alone. A warning: a wait may be certain to be short, and the task may be complete.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingWaitAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SoundnessDescriptors.BlockingWait];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is { } promise)
                start.RegisterOperationAction(operation => Analyze(operation, promise), OperationKind.Invocation, OperationKind.PropertyReference);
        });
    }

    private static void Analyze(OperationAnalysisContext context, Promise promise)
    {
        ISymbol member = context.Operation is IInvocationOperation invocation ? invocation.TargetMethod : ((IPropertyReferenceOperation)context.Operation).Property;
        if (!Blocks(member) || ReturnsAtOnce(context.Operation) || !IsAttached(context))
            return;
        context.ReportDiagnostic(promise.Diagnostic(SoundnessDescriptors.BlockingWait, context.Operation.Syntax.GetLocation(), PythonApi.Name(member)));
    }

    private static bool IsAttached(OperationAnalysisContext context)
    {
        IMethodSymbol? function = PythonApi.EnclosingFunction(context.Operation, context.ContainingSymbol);
        if (function is null)
            return false;
        bool isMember = SymbolEqualityComparer.Default.Equals(function, context.ContainingSymbol);
        return PythonApi.IsAttached(function) || (isMember && PythonApi.IsExported(function));
    }

    private static bool Blocks(ISymbol member) => (member.ContainingType?.ContainingNamespace?.ToDisplayString(), member.ContainingType?.Name, member.Name) switch
    {
        ("System.Threading.Tasks", "Task", "Wait" or "WaitAll" or "WaitAny" or "Result") => true,
        ("System.Threading.Tasks", "ValueTask", "Result") => true,
        ("System.Threading.Tasks", "Parallel", "For" or "ForEach" or "Invoke") => true,
        ("System.Runtime.CompilerServices", _, "GetResult") => member.ContainingType!.Name.EndsWith("Awaiter", System.StringComparison.Ordinal),
        ("System.Threading", "Thread", "Join" or "Sleep") => true,
        ("System.Threading", "WaitHandle", "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait") => true,
        ("System.Threading", "SemaphoreSlim" or "ManualResetEventSlim" or "CountdownEvent" or "Monitor", "Wait") => true,
        ("System.Threading", "Barrier", "SignalAndWait") => true,
        ("System.Collections.Concurrent", "BlockingCollection", "Take" or "TryTake" or "GetConsumingEnumerable" or "TakeFromAny") => member is not IMethodSymbol { Name: "TryTake", Parameters.Length: 1 },
        ("System.Diagnostics", "Process", "WaitForExit" or "WaitForInputIdle") => true,
        _ => false,
    };

    // Wait(0), Sleep(0), WaitOne(TimeSpan.Zero): a look, not a wait.
    private static bool ReturnsAtOnce(IOperation operation) => operation is IInvocationOperation invocation && invocation.Arguments.Any(argument =>
        argument.Parameter?.Name is "millisecondsTimeout" or "milliseconds" or "timeout"
        && (argument.Value.ConstantValue is { HasValue: true, Value: 0 } || argument.Value is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } }));
}
