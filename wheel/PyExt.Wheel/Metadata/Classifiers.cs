using System.Collections.Frozen;
using PyExt.Wheel.Audit;

namespace PyExt.Wheel.Metadata;

/// <summary>The classifiers that the package index knows.</summary>
internal static class Classifiers
{
    // The index refuses to publish what carries one of these: a use of its own.
    private const string Private = "Private ::";

    private static readonly Lazy<FrozenDictionary<string, string?>> Table = new(() => DataFile.Lines("classifiers.txt")
        .Select(line => line.Split('\t'))
        .ToFrozenDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1]["deprecated:".Length..].Trim() : null, StringComparer.Ordinal));

    /// <summary>What is wrong with a classifier for good, or null.</summary>
    public static string? Problem(string classifier) => Table.Value.TryGetValue(classifier, out string? replacement) && replacement is not null
        ? $"the package index no longer accepts it. {(replacement.Length > 0 ? $"Use {replacement}." : "Remove it.")}"
        : null;

    /// <summary>Why a classifier may be refused, or null. The list of this library may be older than the index's.</summary>
    public static string? Doubt(string classifier) => Table.Value.ContainsKey(classifier) || classifier.StartsWith(Private, StringComparison.Ordinal)
        ? null
        : $"The classifier '{classifier}' is not one that the package index was known to have{Spelling.Suggestion(classifier, Table.Value.Keys)}. See https://pypi.org/classifiers/.";
}
