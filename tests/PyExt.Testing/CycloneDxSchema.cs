using NJsonSchema;
using PyExt.Build;

namespace PyExt.Testing;

/// <summary>The JSON schema of CycloneDX 1.6.</summary>
public static class CycloneDxSchema
{
    private static readonly Lazy<Task<JsonSchema>> Schema = new(() =>
        JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "tests", "PyExt.Testing", "Data", "cyclonedx", "bom-1.6.SNAPSHOT.schema.json")));

    /// <summary>What is wrong with a bill of materials; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> Problems(string json) =>
        [.. (await Schema.Value).Validate(json).Select(error => error.ToString())];
}
