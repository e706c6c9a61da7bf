using System.Collections.Generic;

namespace PyExt.Generators.Reading;

/// <summary>C# operators and the type slots of CPython's <c>typeslots.h</c> that they fill.</summary>
internal static class OperatorTable
{
    public static readonly IReadOnlyDictionary<string, Entry> Arithmetic = new Dictionary<string, Entry>
    {
        ["op_Addition"] = new("+", 7, "nb_add", IsUnary: false),
        ["op_BitwiseAnd"] = new("&", 8, "nb_and", IsUnary: false),
        ["op_OnesComplement"] = new("~", 27, "nb_invert", IsUnary: true),
        ["op_LeftShift"] = new("<<", 28, "nb_lshift", IsUnary: false),
        ["op_Multiply"] = new("*", 29, "nb_multiply", IsUnary: false),
        ["op_UnaryNegation"] = new("-", 30, "nb_negative", IsUnary: true),
        ["op_BitwiseOr"] = new("|", 31, "nb_or", IsUnary: false),
        ["op_UnaryPlus"] = new("+", 32, "nb_positive", IsUnary: true),
        ["op_Modulus"] = new("%", 34, "nb_remainder", IsUnary: false),
        ["op_RightShift"] = new(">>", 35, "nb_rshift", IsUnary: false),
        ["op_Subtraction"] = new("-", 36, "nb_subtract", IsUnary: false),
        ["op_Division"] = new("/", 37, "nb_true_divide", IsUnary: false),
        ["op_ExclusiveOr"] = new("^", 38, "nb_xor", IsUnary: false),
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

    /// <summary>The Python method of a slot, for stubs: <c>nb_add</c> → <c>__add__</c> and <c>__radd__</c>.</summary>
    public static readonly IReadOnlyDictionary<int, string> StubNames = new Dictionary<int, string>
    {
        [7] = "add",
        [8] = "and",
        [27] = "invert",
        [28] = "lshift",
        [29] = "mul",
        [30] = "neg",
        [31] = "or",
        [32] = "pos",
        [34] = "mod",
        [35] = "rshift",
        [36] = "sub",
        [37] = "truediv",
        [38] = "xor",
    };

    internal readonly record struct Entry(string Symbol, int Slot, string SlotName, bool IsUnary);
}
