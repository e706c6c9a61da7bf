using System.Linq;
using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Reading;

/// <summary>Names of the runtime that the generator looks for.</summary>
internal static class Known
{
    public const string PyModule = "PyExt.PyModuleAttribute";
    public const string PyClass = "PyExt.PyClassAttribute";
    public const string PyIgnore = "PyExt.PyIgnoreAttribute";
    public const string PyName = "PyExt.PyNameAttribute";
    public const string PyArgs = "PyExt.PyArgsAttribute";
    public const string PyKwargs = "PyExt.PyKwargsAttribute";
    public const string PyUtf8 = "PyExt.PyUtf8Attribute";
    public const string PyPositionalOnly = "PyExt.PyPositionalOnlyAttribute";
    public const string PyKeywordOnly = "PyExt.PyKeywordOnlyAttribute";
    public const string ProcessShared = "PyExt.ProcessSharedAttribute";
    public const string PyConverter = "PyExt.Interop.PyConverterAttribute";
    public const string Converter = "PyExt.Interop.IPyConverter`1";
    public const string InteropNamespace = "PyExt.Interop";
    public const string ConvertersNamespace = "PyExt.Converters";
    public const string Token = "PyExt.Py";
    public const string Object = "PyExt.PyObject";
    public const string Tuple = "PyExt.PyTuple";
    public const string Dict = "PyExt.PyDict";
    public const string Scope = "PyExt.PyScope";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string Handle = "PyExt.PyHandle";

    /// <summary>With nullable annotations: what a local of the type is declared as.</summary>
    public static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static AttributeData? Attribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == name);

    public static bool Has(ISymbol symbol, string attribute) => Attribute(symbol, attribute) is not null;

    public static bool Is(ITypeSymbol type, string name) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString() == name;

    public static bool IsHandle(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "PyHandle", ContainingNamespace: { Name: "PyExt", ContainingNamespace.IsGlobalNamespace: true } };
}
