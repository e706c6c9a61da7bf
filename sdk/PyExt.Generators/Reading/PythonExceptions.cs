using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Reading;

/// <summary>The Python exceptions that .NET exceptions become: what <c>PyExt.Interop.ExceptionTranslator</c> does at run time, for docstrings.</summary>
internal static class PythonExceptions
{
    private const string Other = "RuntimeError";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["System.ArgumentNullException"] = "TypeError",
        ["System.ArgumentException"] = "ValueError",
        ["System.FormatException"] = "ValueError",
        ["System.InvalidCastException"] = "TypeError",
        ["System.Collections.Generic.KeyNotFoundException"] = "KeyError",
        ["System.IndexOutOfRangeException"] = "IndexError",
        ["System.DivideByZeroException"] = "ZeroDivisionError",
        ["System.OverflowException"] = "OverflowError",
        ["System.ArithmeticException"] = "ArithmeticError",
        ["System.NotImplementedException"] = "NotImplementedError",
        ["System.IO.FileNotFoundException"] = "FileNotFoundError",
        ["System.IO.DirectoryNotFoundException"] = "FileNotFoundError",
        ["System.UnauthorizedAccessException"] = "PermissionError",
        ["System.IO.EndOfStreamException"] = "EOFError",
        ["System.IO.IOException"] = "OSError",
        ["System.TimeoutException"] = "TimeoutError",
        ["System.OutOfMemoryException"] = "MemoryError",

        // Any: it carries an exception of Python's own.
        ["PyExt.PyException"] = "Exception",
    };

    /// <summary>The name of the exception that Python code catches: that of the nearest base class with a counterpart.</summary>
    public static string NameOf(INamedTypeSymbol exception)
    {
        for (INamedTypeSymbol? type = exception; type is not null; type = type.BaseType)
        {
            if (Names.TryGetValue(type.ToDisplayString(), out string? name))
                return name;
        }
        return Other;
    }
}
