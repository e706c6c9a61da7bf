using System.Collections.Frozen;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Audit;

/// <summary>The symbols of CPython's Stable ABI.</summary>
public static class StableAbi
{
    private static readonly Lazy<FrozenDictionary<string, PythonVersion>> Table = new(Load);

    /// <summary>Whether a name belongs to CPython's namespace.</summary>
    /// <param name="symbol">The name of a symbol.</param>
    /// <returns>Whether it starts with <c>Py</c> or <c>_Py</c>.</returns>
    public static bool IsPythonSymbol(string symbol) =>
        symbol.StartsWith("Py", StringComparison.Ordinal) || symbol.StartsWith("_Py", StringComparison.Ordinal);

    /// <summary>The version in which a symbol entered the Stable ABI.</summary>
    /// <param name="symbol">The name of the symbol.</param>
    /// <returns>The version, or null when the symbol is not part of it.</returns>
    public static PythonVersion? AddedIn(string symbol) => Table.Value.TryGetValue(symbol, out PythonVersion version) ? version : null;

    private static FrozenDictionary<string, PythonVersion> Load() => DataFile.ReadLines("stable_abi.txt").ToFrozenDictionary(
        words => words[0],
        words => PythonVersion.TryParse(words[1], out PythonVersion version) ? version : throw new InvalidDataException($"stable_abi.txt: {words[0]}"));
}
