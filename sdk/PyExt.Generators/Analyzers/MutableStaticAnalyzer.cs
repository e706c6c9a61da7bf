using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
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
            start.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.PyMultipleInterpreters", out string? promise);
            if (string.IsNullOrEmpty(promise))
                return;
            DiagnosticSeverity severity = promise == "NotSupported" ? DiagnosticSeverity.Info : DiagnosticSeverity.Error;
            start.RegisterSymbolAction(symbol => Analyze(symbol, severity), SymbolKind.Field, SymbolKind.Property, SymbolKind.Event);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, DiagnosticSeverity severity)
    {
        ISymbol symbol = context.Symbol;
        if (!symbol.IsStatic || Known.Has(symbol, Known.ProcessShared))
            return;
        bool isMutable = symbol switch
        {
            IFieldSymbol field => IsMutable(field),
            IPropertySymbol property => BackingField(property) is { } field && IsMutable(field),
            IEventSymbol @event => @event.AddMethod is { IsImplicitlyDeclared: true },
            _ => false,
        };
        if (!isMutable)
            return;
        Location location = symbol.Locations.FirstOrDefault() ?? Location.None;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.MutableStatic, location, severity, null, null, symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)));
    }

    private static bool IsMutable(IFieldSymbol field) => !field.IsConst && (!field.IsReadOnly || IsThreadStatic(field) || IsMutable(field.Type));

    // The compiler's own fields get no action: an auto-property is judged by the field behind it.
    private static IFieldSymbol? BackingField(IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static bool IsThreadStatic(IFieldSymbol field) => Known.Has(field, "System.ThreadStaticAttribute");

    /// <summary>Whether a readonly field of the type holds state that can change. Types that nothing is known of pass: they are the pack-time scan's.</summary>
    private static bool IsMutable(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol => true,
        INamedTypeSymbol { Name: "AsyncLocal" or "ThreadLocal" or "StringBuilder" or "Random" or "Lazy" or "WeakReference" or "StrongBox" or "Memory" or "PriorityQueue" } => true,
        INamedTypeSymbol named => BelongsToInterpreter(named) || IsCollection(named),
        _ => false,
    };

    // An exported object remembers its Python object, and a handle is one.
    private static bool BelongsToInterpreter(INamedTypeSymbol type) => Known.IsHandle(type) || Known.Has(type, Known.PyClass) || Known.Has(type, Known.PyModule);

    // The mutable collections implement ICollection<T>; immutable, frozen and read-only ones do so as well, by name.
    private static bool IsCollection(INamedTypeSymbol type) =>
        type.AllInterfaces.Concat([type]).Any(i => i is { Name: "ICollection" or "IProducerConsumerCollection", ContainingNamespace.Name: "Generic" or "Concurrent" or "Collections" })
        && !(type.Name.StartsWith("Immutable", System.StringComparison.Ordinal)
            || type.Name.StartsWith("IImmutable", System.StringComparison.Ordinal)
            || type.Name.StartsWith("Frozen", System.StringComparison.Ordinal)
            || type.Name.StartsWith("ReadOnly", System.StringComparison.Ordinal));
}
