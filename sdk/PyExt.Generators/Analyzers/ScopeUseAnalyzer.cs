using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0003: a <c>PyScope</c> is opened by the <c>using</c> that ends it, and is used for its token only. C# ties the scope's objects to the variable but lets anybody copy a struct:
/// <c>using (copy) { }</c> would release the objects while the variable, and so the objects, are still in reach.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScopeUseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptors.ScopeUse];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        // Everything that a value can come from.
        context.RegisterOperationAction(
            Analyze,
            OperationKind.Invocation,
            OperationKind.FunctionPointerInvocation,
            OperationKind.LocalReference,
            OperationKind.ParameterReference,
            OperationKind.FieldReference,
            OperationKind.PropertyReference,
            OperationKind.ObjectCreation,
            OperationKind.TypeParameterObjectCreation,
            OperationKind.DefaultValue);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        IOperation operation = context.Operation;
        if (operation.Type is null || !Known.Is(operation.Type, Known.Scope))
            return;
        bool isFine = operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "Scope", ContainingType: { } type } } => Known.Is(type, Known.Token) && IsOpenedByUsing(operation),
            ILocalReferenceOperation => operation.Parent is IPropertyReferenceOperation { Property.Name: "Py" },
            _ => false,
        };
        if (!isFine)
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ScopeUse, operation.Syntax.GetLocation()));
    }

    // using PyScope s = …; or using (PyScope s = …) { … }
    private static bool IsOpenedByUsing(IOperation operation) =>
        operation.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Parent: IVariableDeclarationOperation { Parent: IVariableDeclarationGroupOperation group } } }
        && group.Parent is IUsingDeclarationOperation or IUsingOperation;
}
