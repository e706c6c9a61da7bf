using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0005: no Python API in static constructors, static field initializers and module initializers. .NET runs them once per process, on whichever thread comes first, and there is one
/// .NET runtime for all interpreters. A lambda that is only made there may use Python: it runs later, with the <c>Py</c> it is given.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticInitializerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SoundnessDescriptors.PythonInStaticInitializer];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // Or `generated_code = true` in an .editorconfig would silence the rule.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is { } promise)
                start.RegisterOperationBlockAction(block => Analyze(block, promise));
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, Promise promise)
    {
        if (Initializer(context.OwningSymbol) is not { } initializer)
            return;
        foreach (IOperation block in context.OperationBlocks)
        {
            foreach (IOperation operation in PythonApi.Body(block))
            {
                // Of py.Import(…).Call() the innermost is reported; the rest follows from it.
                if (PythonApi.Used(operation) is { } used && !HasPythonInside(operation))
                    context.ReportDiagnostic(promise.Diagnostic(SoundnessDescriptors.PythonInStaticInitializer, operation.Syntax.GetLocation(), PythonApi.Name(used), initializer));
            }
        }
    }

    private static bool HasPythonInside(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is IOperation { Kind: OperationKind.AnonymousFunction })
                continue;
            foreach (IOperation inner in PythonApi.Body(child))
            {
                if (PythonApi.Used(inner) is not null)
                    return true;
            }
        }
        return false;
    }

    private static string? Initializer(ISymbol owner) => owner switch
    {
        IMethodSymbol { MethodKind: MethodKind.StaticConstructor } => "the static constructor of '" + owner.ContainingType.Name + "'",
        IMethodSymbol method when Known.Has(method, "System.Runtime.CompilerServices.ModuleInitializerAttribute") => "the module initializer '" + method.Name + "'",
        IFieldSymbol { IsStatic: true, AssociatedSymbol: { } property } => "the initializer of the static '" + property.Name + "'",
        IFieldSymbol or IPropertySymbol when owner.IsStatic => "the initializer of the static '" + owner.Name + "'",
        _ => null,
    };
}
