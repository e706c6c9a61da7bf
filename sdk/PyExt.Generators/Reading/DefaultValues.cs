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
        null => "None",
        bool truth => truth ? "True" : "False",
        string text => Quote(text),
        char c => Quote(c.ToString()),
        double number => Float(number),
        float number => Float(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "...",
    };

    private static string Float(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            return "...";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'E', 'e']) >= 0 ? text : text + ".0";
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '\'' => "\\'",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or (char)0x7F => "\\x" + ((int)c).ToString("x2", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }
        return quoted.Append('\'').ToString();
    }
}
