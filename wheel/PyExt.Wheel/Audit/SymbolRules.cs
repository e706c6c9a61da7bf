using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Audit;

/// <summary>The rules about symbols, which hold for every format.</summary>
internal static class SymbolRules
{
    private const int MostListed = 12;

    /// <summary>An extension module exports its init function and nothing else.</summary>
    /// <param name="name">The file.</param>
    /// <param name="exports">What it exports.</param>
    /// <param name="isFunction">Whether the init function is among them and a function.</param>
    /// <param name="module">The module.</param>
    /// <param name="findings">What is wrong.</param>
    public static void CheckExports(string name, IReadOnlyList<string> exports, bool isFunction, ModuleName module, List<Finding> findings)
    {
        string[] otherModules = isFunction ? [] : [.. exports.Where(export => export != module.InitFunction && export.StartsWith("PyInit_", StringComparison.Ordinal))];
        if (!isFunction)
        {
            string instead = otherModules.Length > 0 ? $" (it exports {Listed(otherModules)} instead)" : "";
            findings.Add(new Finding(
                DiagnosticCodes.InitFunctionMissing,
                $"{name} does not export the function {module.InitFunction}{instead}, so Python could not import '{module}'. The project needs one [PyModule] class, compiled with the same PyModuleName."));
        }

        string[] others = [.. exports.Where(export => export != module.InitFunction && !otherModules.Contains(export))];
        if (others.Length > 0)
        {
            findings.Add(new Finding(
                DiagnosticCodes.UnexpectedExports,
                $"{name} exports {Listed(others)} besides {module.InitFunction}; such symbols can collide with those of other extension modules. Remove the EntryPoint of the [UnmanagedCallersOnly] methods concerned, or the linker options that export them."));
        }
    }

    /// <summary>A module of the Stable ABI uses only what the oldest Python already promised.</summary>
    /// <param name="name">The file.</param>
    /// <param name="symbols">The symbols that it uses and does not define.</param>
    /// <param name="minimum">The oldest Python.</param>
    /// <param name="findings">What is wrong.</param>
    public static void CheckStableAbi(string name, IEnumerable<string> symbols, PythonVersion minimum, List<Finding> findings)
    {
        string[] used = PythonSymbols(symbols);
        string[] outside = [.. used.Where(symbol => StableAbi.AddedIn(symbol) is null)];
        if (outside.Length > 0)
        {
            findings.Add(new Finding(
                DiagnosticCodes.StableAbi,
                $"{name} uses {Listed(outside)}, which {(outside.Length == 1 ? "is" : "are")} not part of CPython's Stable ABI, so an abi3 wheel may not use {(outside.Length == 1 ? "it" : "them")}. Call functions of the limited API instead."));
        }

        string[] newer = [.. used.Where(symbol => StableAbi.AddedIn(symbol) > minimum)];
        if (newer.Length > 0)
        {
            PythonVersion needed = newer.Max(symbol => StableAbi.AddedIn(symbol)!.Value);
            findings.Add(new Finding(
                DiagnosticCodes.StableAbi,
                $"{name} uses {Listed([.. newer.Select(symbol => $"{symbol} (since {StableAbi.AddedIn(symbol)})")])}, but PyMinimumVersion is {minimum}. Look {(newer.Length == 1 ? "it" : "them")} up at run time, or set PyMinimumVersion to {needed}."));
        }
    }

    /// <summary>CPython's symbols among others, once each and sorted.</summary>
    public static string[] PythonSymbols(IEnumerable<string> symbols) =>
        [.. symbols.Where(StableAbi.IsPythonSymbol).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Names for a message, which gets no longer than a few of them.</summary>
    public static string Listed(IReadOnlyList<string> names) => names.Count <= MostListed
        ? string.Join(", ", names)
        : string.Join(", ", names.Take(MostListed)) + $" and {names.Count - MostListed} more";
}
