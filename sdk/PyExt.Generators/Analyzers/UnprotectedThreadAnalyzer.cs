using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0010: a thread, task, timer or pool item that changes fields of the <c>[PyModule]</c> or <c>[PyClass]</c> object it was started from. It holds no GIL, so Python's threads see the
/// change in the middle. Found is what stands in the lambda itself, outside a lock and outside <c>TryAttach</c>; a warning, because the object may not be in use anywhere else.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnprotectedThreadAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SoundnessDescriptors.UnprotectedThread];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is not { } promise)
                return;
            start.RegisterOperationAction(operation => Analyze(operation, promise), OperationKind.AnonymousFunction);
            AfterAwait.Register(start, promise);
        });
    }

    private static void Analyze(OperationAnalysisContext context, Promise promise)
    {
        var lambda = (IAnonymousFunctionOperation)context.Operation;
        if (!PythonApi.BelongsToPython(context.ContainingSymbol.ContainingType) || !RunsElsewhere(lambda))
            return;
        foreach (IOperation operation in PythonApi.Body(lambda.Body))
        {
            IOperation? target = operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation increment => increment.Target,
                _ => null,
            };
            if (target is IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: { IsStatic: false } member } && IsState(member) && !IsLocked(operation, lambda))
                context.ReportDiagnostic(promise.Diagnostic(SoundnessDescriptors.UnprotectedThread, target.Syntax.GetLocation(), member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), "changed on a thread that is attached to no interpreter"));
        }
    }

    private static bool IsState(ISymbol member) => member is IFieldSymbol { IsVolatile: false } or IPropertySymbol;

    // new Thread(() => …), Task.Run(() => …), Task.Factory.StartNew, ThreadPool.QueueUserWorkItem, new Timer(_ => …), Parallel.For.
    internal static bool RunsElsewhere(IAnonymousFunctionOperation lambda)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
            parent = parent.Parent;
        return parent is IArgumentOperation { Parent: var call } && call switch
        {
            IObjectCreationOperation { Constructor.ContainingType: { Name: "Thread" or "Timer" or "Task", ContainingNamespace: { } space } } => IsThreading(space),
            IInvocationOperation { TargetMethod: { Name: "Run" or "StartNew" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "For" or "ForEach" or "Invoke" or "ContinueWith", ContainingType: { Name: "Task" or "TaskFactory" or "ThreadPool" or "Parallel", ContainingNamespace: { } space } } } => IsThreading(space),
            _ => false,
        };
    }

    private static bool IsThreading(INamespaceSymbol space) => space.ToDisplayString() is "System.Threading" or "System.Threading.Tasks" or "System.Timers";

    /// <summary>Whether the operation stands under a lock within the function.</summary>
    internal static bool IsLocked(IOperation operation, IOperation function)
    {
        for (IOperation inner = operation, outer = operation.Parent!; inner != function && outer is not null; inner = outer, outer = outer.Parent!)
        {
            if (LockedRegions.Gate(outer) is not null)
                return true;
            if (outer is IBlockOperation block && LockedRegions.Declarations(block, inner).Any(declaration => LockedRegions.Gate(declaration) is not null))
                return true;
        }
        return false;
    }
}
