namespace PyExt.Wheel.Elf.Editing;

/// <summary>What to change in what a shared object tells the loader.</summary>
internal sealed record ElfEdit
{
    /// <summary>The library's own name, or null to leave it.</summary>
    public string? SoName { get; init; }

    /// <summary>Other names for libraries that it needs.</summary>
    public IReadOnlyDictionary<string, string> Needed { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its libraries are looked for: empty for no path of its own, null to leave it.</summary>
    public string? RunPath { get; init; }
}
