using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0001: no mutable static state in a module that promises to work in several interpreters. They share the process: what is static is shared without the GIL that used to
/// protect it. An error with <c>SharedGil</c> and <c>PerInterpreterGil</c>, a suggestion with <c>NotSupported</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MutableStaticAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptors.MutableStatic];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is not { } promise)
                return;
            SharedStatics shared = SharedStatics.Read(start.Options);
            start.RegisterSymbolAction(symbol => Analyze(symbol, promise, shared), SymbolKind.Field, SymbolKind.Property, SymbolKind.Event);
            start.RegisterOperationAction(operation => AnalyzeDelegate(operation, promise, shared), OperationKind.FieldInitializer, OperationKind.PropertyInitializer);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, Promise promise, SharedStatics shared)
    {
        ISymbol symbol = context.Symbol;
        if (!symbol.IsStatic || Mutability.IsProcessShared(symbol) || shared.Contains(symbol))
            return;
        bool isMutable = symbol switch
        {
            IFieldSymbol field => IsMutable(field),
            IPropertySymbol property => BackingField(property) is { } field && IsMutable(field),
            IEventSymbol @event => @event.AddMethod is { IsImplicitlyDeclared: true },
            _ => false,
        };
        if (isMutable)
            context.ReportDiagnostic(Report(symbol, promise));
    }

    // A static readonly delegate can carry its cache with it: in the object whose method it is, or in a local that its lambda has captured.
    private static void AnalyzeDelegate(OperationAnalysisContext context, Promise promise, SharedStatics shared)
    {
        ISymbol? member = context.Operation switch
        {
            IFieldInitializerOperation { InitializedFields: [{ IsReadOnly: true } field, ..] } => field,
            IPropertyInitializerOperation { InitializedProperties: [{ SetMethod: null } property, ..] } => property,
            _ => null,
        };
        if (member is not { IsStatic: true } || Mutability.IsProcessShared(member) || shared.Contains(member) || (member as IFieldSymbol)?.Type.TypeKind is { } kind and not TypeKind.Delegate)
            return;
        foreach (IOperation operation in context.Operation.Descendants())
        {
            bool isCache = operation switch
            {
                IMethodReferenceOperation { Instance: { Type: { } owner } } => Mutability.IsMutable(owner),
                IAnonymousFunctionOperation lambda => lambda.Body.Descendants().Any(inner => ChangesOuter(inner, lambda.Symbol)),
                _ => false,
            };
            if (!isCache)
                continue;
            context.ReportDiagnostic(Report(member, promise));
            return;
        }
    }

    private static bool ChangesOuter(IOperation operation, IMethodSymbol lambda)
    {
        IOperation? target = operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation increment => increment.Target,
            _ => null,
        };
        ISymbol? variable = target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        for (ISymbol? function = variable?.ContainingSymbol; function is not null; function = function.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(function, lambda))
                return false;
        }
        return variable is not null;
    }

    private static Diagnostic Report(ISymbol symbol, Promise promise) => promise.Diagnostic(
        Descriptors.MutableStatic, symbol.Locations.FirstOrDefault() ?? Location.None, symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));

    private static bool IsMutable(IFieldSymbol field) => !field.IsConst && (!field.IsReadOnly || IsThreadStatic(field) || Mutability.IsMutable(field.Type));

    // The compiler's own fields get no action: an auto-property is judged by the field behind it.
    private static IFieldSymbol? BackingField(IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static bool IsThreadStatic(IFieldSymbol field) => Known.Has(field, "System.ThreadStaticAttribute");
}
