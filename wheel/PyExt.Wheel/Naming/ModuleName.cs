using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Naming;

/// <summary>The dotted import name of an extension module.</summary>
public sealed partial class ModuleName
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield");

    private ModuleName(string fullName)
    {
        FullName = fullName;
        Packages = fullName.Split('.')[..^1];
        Stem = fullName[(fullName.LastIndexOf('.') + 1)..];
    }

    /// <summary>The whole name, such as <c>fastmd._native</c>.</summary>
    public string FullName { get; }

    /// <summary>The packages around the module, outermost first; empty for a top-level module.</summary>
    public IReadOnlyList<string> Packages { get; }

    /// <summary>The last part, such as <c>_native</c>.</summary>
    public string Stem { get; }

    /// <summary>The function that CPython looks up, such as <c>PyInit__native</c>.</summary>
    public string InitFunction => "PyInit_" + Stem;

    /// <summary>Checks and wraps a module name.</summary>
    /// <param name="name">The dotted name.</param>
    /// <returns>The name.</returns>
    /// <exception cref="WheelException">PYX1003: a part is not an ASCII Python identifier.</exception>
    public static ModuleName Parse(string name)
    {
        string? wrong = WrongPart(name);
        return wrong is null
            ? new ModuleName(name)
            : throw new WheelException(
                DiagnosticCodes.ModuleName,
                $"The module name '{name}' cannot be imported: '{wrong}' is not a Python identifier. Set PyModuleName to identifiers of ASCII letters, digits and '_', joined by dots, such as 'fastmd' or 'fastmd._native'.");
    }

    /// <summary>Whether a name is that of a module which PyExt could have made.</summary>
    internal static bool IsValid(string name) => WrongPart(name) is null;

    /// <inheritdoc />
    public override string ToString() => FullName;

    private static string? WrongPart(string name) => name.Split('.').FirstOrDefault(part => !Identifier().IsMatch(part) || Keywords.Contains(part));

    // CPython accepts other letters too, but spells their init function in punycode ("PyInitU_…"); the generator writes ASCII only.
    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier();
}
