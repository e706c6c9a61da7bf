using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0016: state of a <c>PyThreading.Locked</c> object that is used where its critical section is not held. Generated code enters the section of the object itself and of arguments whose class
/// is locked, for the time of one call; everything else is found here: other objects, code that runs detached, on another thread or later, and more objects than a critical section takes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockedStateAnalyzer : DiagnosticAnalyzer
{
    private const int MostObjects = 2;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [ThreadingDescriptors.LockNotHeld];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.ReadGil(start.Options) is not { } promise)
                return;
            start.RegisterOperationAction(
                operation => Analyze(operation, promise),
                OperationKind.FieldReference, OperationKind.PropertyReference, OperationKind.EventReference, OperationKind.MethodReference, OperationKind.Invocation);
            start.RegisterOperationAction(
                operation => AnalyzeArguments(operation, promise),
                OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.Binary, OperationKind.Unary);
            start.RegisterOperationAction(operation => AnalyzeParameter(operation, promise), OperationKind.ParameterReference);
            start.RegisterSymbolAction(symbol => Count(symbol, promise), SymbolKind.Method);
        });
    }

    private static void Analyze(OperationAnalysisContext context, Promise promise)
    {
        (ISymbol member, IOperation? instance) = context.Operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Instance),
            IMemberReferenceOperation reference => (reference.Member, reference.Instance),
            _ => throw new System.ArgumentException(context.Operation.Kind.ToString(), nameof(context)),
        };
        if (instance is null || context.Operation.Parent is INameOfOperation || !ThreadingModes.IsLocked(member.ContainingType) || !IsState(member.OriginalDefinition))
            return;
        if (LockedCode.Problem(context.Operation, instance, context.ContainingSymbol) is { } problem)
            context.ReportDiagnostic(promise.Diagnostic(ThreadingDescriptors.LockNotHeld, context.Operation.Syntax.GetLocation(), member.ContainingType.Name + "." + member.Name, problem));
    }

    private static void AnalyzeParameter(OperationAnalysisContext context, Promise promise)
    {
        var reference = (IParameterReferenceOperation)context.Operation;
        bool isState = CapturedParameters.IsCaptured(reference, context.ContainingSymbol) && ThreadingModes.IsLocked(context.ContainingSymbol.ContainingType)
            && (CapturedParameters.IsChanged(reference) || Immutability.TypeReason(reference.Parameter.Type) is not null);
        if (isState && LockedCode.ProblemOfThis(reference, context.ContainingSymbol) is { } problem)
            context.ReportDiagnostic(promise.Diagnostic(ThreadingDescriptors.LockNotHeld, reference.Syntax.GetLocation(), context.ContainingSymbol.ContainingType.Name + "." + reference.Parameter.Name, problem));
    }

    // A member that Python calls relies on its caller for its arguments. C# that calls it has to hold their sections itself.
    private static void AnalyzeArguments(OperationAnalysisContext context, Promise promise)
    {
        (IMethodSymbol? Callee, IOperation[] Values) operation = context.Operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments.Select(argument => argument.Value).ToArray()),
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments.Select(argument => argument.Value).ToArray()),
            IBinaryOperation binary => (binary.OperatorMethod, new[] { binary.LeftOperand, binary.RightOperand }),
            IUnaryOperation unary => (unary.OperatorMethod, new[] { unary.Operand }),
            _ => default,
        };
        if (operation.Callee is not { } callee || !PythonApi.IsExported(callee))
            return;
        foreach (IOperation value in operation.Values.Where(value => ThreadingModes.IsLocked(LockedCode.Unwrap(value).Type) && !value.ConstantValue.HasValue))
        {
            if (LockedCode.Problem(context.Operation, value, context.ContainingSymbol) is { } problem)
                context.ReportDiagnostic(promise.Diagnostic(ThreadingDescriptors.LockNotHeld, value.Syntax.GetLocation(), PythonApi.Name(callee), problem));
        }
    }

    // What the critical section protects: members that can change, and members with code, which may use those.
    private static bool IsState(ISymbol member) => member switch
    {
        IFieldSymbol field => Immutability.Reason(field) is not null,
        IPropertySymbol property => property.ContainingType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) is not { } field
            || Immutability.Reason(field) is not null,
        _ => true,
    };

    private static void Count(SymbolAnalysisContext context, Promise promise)
    {
        var method = (IMethodSymbol)context.Symbol;
        bool isCalled = method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator && PythonApi.IsExported(method);
        if (!isCalled)
            return;
        int objects = method.Parameters.Count(parameter => ThreadingModes.IsLocked(parameter.Type));
        if (!method.IsStatic && method.MethodKind != MethodKind.Constructor && ThreadingModes.IsLocked(method.ContainingType))
            objects++;
        if (objects > MostObjects)
            context.ReportDiagnostic(promise.Diagnostic(ThreadingDescriptors.LockNotHeld, method.Locations.FirstOrDefault() ?? Location.None, PythonApi.Name(method), "a critical section takes two objects, and this member takes " + objects));
    }
}
