using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0009: handles that the generated <c>tp_traverse</c> does not visit. It visits the fields and auto-properties of type <c>PyHandle</c> of exported classes, and nothing behind them. In
/// other classes it is a warning only: an object that lives for a call, a work item for instance, keeps no cycle alive.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HiddenHandleAnalyzer : DiagnosticAnalyzer
{
    private const string OneHandle = "Keep the objects in a Python list or dict (py.NewList(), py.NewDict()) and that in a field of type PyHandle.";
    private const string OwnField = "Assign it to a field of type PyHandle.";
    private const string ExportedField = "Move it to a field of the [PyModule] class or of a [PyClass] class.";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SoundnessDescriptors.HiddenHandle];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is not { } promise)
                return;
            var captured = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
            start.RegisterSymbolAction(symbol => AnalyzeType(symbol, promise), SymbolKind.NamedType);
            start.RegisterOperationAction(operation => AnalyzeParameter(operation, captured, promise), OperationKind.ParameterReference);
        });
    }

    // The fields behind auto-properties get no action of their own, so each type is gone through as a whole.
    private static void AnalyzeType(SymbolAnalysisContext context, Promise promise)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsRefLikeType)
            return;
        bool isExported = PythonApi.BelongsToPython(type);
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            ISymbol member = field.AssociatedSymbol ?? field;
            if (field.IsStatic || !Holds(field.Type) || (isExported && Known.IsHandle(field.Type)) || IsGenerated(member))
                continue;
            Location location = member.Locations.FirstOrDefault() ?? Location.None;
            context.ReportDiagnostic(isExported
                ? promise.Diagnostic(SoundnessDescriptors.HiddenHandle, location, Display(member), "holds handles behind the type " + field.Type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), OneHandle)
                : promise.Diagnostic(SoundnessDescriptors.HiddenHandle, DiagnosticSeverity.Warning, location, Display(member), "is a handle in a class that is not exported", ExportedField));
        }
    }

    // class Node(PyHandle payload) { PyObject Get(Py py) => payload.Get(py); } keeps it in a field that has no name.
    private static void AnalyzeParameter(OperationAnalysisContext context, ConcurrentDictionary<ISymbol, bool> captured, Promise promise)
    {
        IParameterSymbol parameter = ((IParameterReferenceOperation)context.Operation).Parameter;
        if (!Holds(parameter.Type)
            || parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            || !constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(context.CancellationToken) is TypeDeclarationSyntax)
            || context.ContainingSymbol is not IMethodSymbol { MethodKind: not MethodKind.Constructor }
            || constructor.ContainingType.IsRefLikeType
            || !captured.TryAdd(parameter, true))
            return;
        DiagnosticSeverity severity = PythonApi.BelongsToPython(constructor.ContainingType) ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        context.ReportDiagnostic(promise.Diagnostic(
            SoundnessDescriptors.HiddenHandle, severity, parameter.Locations.FirstOrDefault() ?? Location.None, parameter.Name, "is a captured parameter, which becomes a field without a name", OwnField));
    }

    private static bool Holds(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Holds(array.ElementType),
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } or INamedTypeSymbol { Name: "WeakReference" } => false,
        INamedTypeSymbol named => Known.IsHandle(named) || named.TypeArguments.Any(Holds),
        _ => false,
    };

    private static bool IsGenerated(ISymbol member) => member.IsImplicitlyDeclared;

    private static string Display(ISymbol member) => member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
