using System.Collections.Generic;

namespace PyExt.Generators.Reading;

/// <summary>C# operators and the type slots of CPython's <c>typeslots.h</c> that they fill.</summary>
internal static class OperatorTable
{
    public static readonly IReadOnlyDictionary<string, Entry> Arithmetic = new Dictionary<string, Entry>
    {
        ["op_Addition"] = new("+", 7, "add", IsUnary: false),
        ["op_BitwiseAnd"] = new("&", 8, "and", IsUnary: false),
        ["op_OnesComplement"] = new("~", 27, "invert", IsUnary: true),
        ["op_LeftShift"] = new("<<", 28, "lshift", IsUnary: false),
        ["op_Multiply"] = new("*", 29, "mul", IsUnary: false),
        ["op_UnaryNegation"] = new("-", 30, "neg", IsUnary: true),
        ["op_BitwiseOr"] = new("|", 31, "or", IsUnary: false),
        ["op_UnaryPlus"] = new("+", 32, "pos", IsUnary: true),
        ["op_Modulus"] = new("%", 34, "mod", IsUnary: false),
        ["op_RightShift"] = new(">>", 35, "rshift", IsUnary: false),
        ["op_Subtraction"] = new("-", 36, "sub", IsUnary: false),
        ["op_Division"] = new("/", 37, "truediv", IsUnary: false),
        ["op_ExclusiveOr"] = new("^", 38, "xor", IsUnary: false),
    };

    /// <summary>Comparison operators: the C# symbol and the <c>RichComparison</c> constant.</summary>
    public static readonly IReadOnlyDictionary<string, (string Symbol, string Constant)> Comparisons = new Dictionary<string, (string, string)>
    {
        ["op_LessThan"] = ("<", "Lt"),
        ["op_LessThanOrEqual"] = ("<=", "Le"),
        ["op_Equality"] = ("==", "Eq"),
        ["op_Inequality"] = ("!=", "Ne"),
        ["op_GreaterThan"] = (">", "Gt"),
        ["op_GreaterThanOrEqual"] = (">=", "Ge"),
    };

    /// <param name="Symbol">The operator in C#.</param>
    /// <param name="Slot">The slot id.</param>
    /// <param name="Method">The Python method without underscores: <c>add</c> for <c>__add__</c> and <c>__radd__</c>.</param>
    /// <param name="IsUnary">Whether it has one operand.</param>
    internal readonly record struct Entry(string Symbol, int Slot, string Method, bool IsUnary);
}
