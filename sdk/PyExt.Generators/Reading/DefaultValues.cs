using System;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PyExt.Generators.Reading;

/// <summary>Default values of parameters, in C# and in Python.</summary>
internal static class DefaultValues
{
    public static string CSharp(IParameterSymbol parameter) => parameter.ExplicitDefaultValue switch
    {
        null => "default",
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        float.NaN => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
        object value => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default",
    };

    /// <summary>A literal that <c>inspect.signature</c> can evaluate; <c>...</c> where there is none.</summary>
    public static string Python(IParameterSymbol parameter) => parameter.ExplicitDefaultValue switch
    {
        null when parameter.Type.IsRefLikeType => Utf8Text.IsAsked(parameter) ? "''" : "b''",
        null => "None",
        bool truth => truth ? "True" : "False",
        string text => Quote(text),
        char c => Quote(c.ToString()),
        double number => Float(number),
        float number => Float(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "...",
    };

    /// <summary>The same literal with escapes for all that is not ASCII: <c>inspect.signature</c> reads no others.</summary>
    public static string Ascii(string literal)
    {
        var ascii = new StringBuilder();
        for (int i = 0; i < literal.Length; i++)
        {
            char c = literal[i];
            if (c < 0x80)
                ascii.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < literal.Length && char.IsLowSurrogate(literal[i + 1]))
                ascii.Append("\\U").Append(char.ConvertToUtf32(c, literal[++i]).ToString("x8", CultureInfo.InvariantCulture));
            else
                ascii.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        return ascii.ToString();
    }

    private static string Float(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            return "...";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'E', 'e']) >= 0 ? text : text + ".0";
    }

    // As repr() does: double quotes only where they save escapes, and everything that does not print by its number.
    private static string Quote(string text)
    {
        char quote = text.IndexOf('\'') >= 0 && text.IndexOf('"') < 0 ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (c == quote || c == '\\')
                quoted.Append('\\').Append(c);
            else if (c is '\n' or '\r' or '\t')
                quoted.Append('\\').Append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
            else if (IsPrintable(CharUnicodeInfo.GetUnicodeCategory(text, i), c))
                quoted.Append(c).Append(isPair ? text.Substring(++i, 1) : "");
            else if (isPair)
                quoted.Append("\\U").Append(char.ConvertToUtf32(c, text[++i]).ToString("x8", CultureInfo.InvariantCulture));
            else
                quoted.Append(c < 0x100 ? "\\x" : "\\u").Append(((int)c).ToString(c < 0x100 ? "x2" : "x4", CultureInfo.InvariantCulture));
        }
        return quoted.Append(quote).ToString();
    }

    private static bool IsPrintable(UnicodeCategory category, char c) => c == ' ' || category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
