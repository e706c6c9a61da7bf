using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Reading;

namespace PyExt.Generators.Analyzers;

/// <summary>
/// PYX0012: CPython's C API by P/Invoke or by a pointer to its functions. <c>PyGILState_*</c> lands in the main interpreter, <c>PyState_*</c> needs single-phase init, and every other
/// function wants an attached thread, which only <c>Py</c> proves.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RawPythonAnalyzer : DiagnosticAnalyzer
{
    private static readonly Regex Library = new(@"(^|[/\\])(lib)?python3?[\d.]*[dt]*(\.(so|dll|dylib)[\d.]*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex Function = new("^_?Py(_|[A-Z])", RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SoundnessDescriptors.RawPython];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // Or `generated_code = true` in an .editorconfig would silence the rule.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Promise.Read(start.Options) is not { } promise)
                return;
            start.RegisterSymbolAction(symbol => AnalyzeImport(symbol, promise), SymbolKind.Method);
            start.RegisterOperationAction(operation => AnalyzeLookup(operation, promise), OperationKind.Invocation);
        });
    }

    private static void AnalyzeImport(SymbolAnalysisContext context, Promise promise)
    {
        var method = (IMethodSymbol)context.Symbol;
        // The half that .NET's generator writes for a LibraryImport.
        if (method.PartialDefinitionPart is not null)
            return;
        (string? library, string? function) = Import(method);
        if (IsLibrary(library) || IsFunction(function))
            context.ReportDiagnostic(promise.Diagnostic(SoundnessDescriptors.RawPython, method.Locations.FirstOrDefault() ?? Location.None, function ?? method.Name));
    }

    private static (string? Library, string? Function) Import(IMethodSymbol method)
    {
        if (method.GetDllImportData() is { } import)
            return (import.ModuleName, import.EntryPointName ?? method.Name);
        if (Known.Attribute(method, "System.Runtime.InteropServices.LibraryImportAttribute") is not { } attribute)
            return default;
        string? entryPoint = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "EntryPoint").Value.Value as string;
        return (attribute.ConstructorArguments.FirstOrDefault().Value as string, entryPoint ?? method.Name);
    }

    // NativeLibrary.GetExport(handle, "PyList_New") and NativeLibrary.Load("libpython3.13.so").
    private static void AnalyzeLookup(OperationAnalysisContext context, Promise promise)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.TargetMethod is not { ContainingType.Name: "NativeLibrary" } method)
            return;
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Value.ConstantValue is not { HasValue: true, Value: string name })
                continue;
            if (method.Name is "GetExport" or "TryGetExport" ? IsFunction(name) : IsLibrary(name))
                context.ReportDiagnostic(promise.Diagnostic(SoundnessDescriptors.RawPython, argument.Value.Syntax.GetLocation(), name));
        }
    }

    private static bool IsLibrary(string? name) => name is not null && Library.IsMatch(name);

    private static bool IsFunction(string? name) => name is not null && Function.IsMatch(name);
}
