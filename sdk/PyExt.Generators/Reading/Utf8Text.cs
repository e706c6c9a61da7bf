using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary><c>[PyUtf8]</c>: bytes that are text.</summary>
internal static class Utf8Text
{
    private const string Type = "System.ReadOnlySpan<byte>";

    /// <summary>Whether a parameter, a property, or what a method returns has the attribute.</summary>
    public static bool IsAsked(ISymbol symbol) => symbol is IMethodSymbol method
        ? method.GetReturnTypeAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == Known.PyUtf8)
        : Known.Has(symbol, Known.PyUtf8);

    /// <summary>The conversion, or null with a diagnostic where the type is another one.</summary>
    public static ConversionModel? Conversion(MemberReader reader, ITypeSymbol type, ISymbol symbol, string what)
    {
        if (Known.Is(type, Type))
            return new ConversionModel("global::" + Type, "global::PyExt.Converters.Utf8Converter", "str", "str", NeedsFrame: true, IsRefStruct: true);
        Refuse(reader, type, symbol, what);
        return null;
    }

    /// <summary>Says that the type has no text in UTF-8.</summary>
    public static void Refuse(MemberReader reader, ITypeSymbol type, ISymbol symbol, string what) =>
        reader.Report(Descriptors.WrongUtf8, symbol, what, type.ToDisplayString());
}
