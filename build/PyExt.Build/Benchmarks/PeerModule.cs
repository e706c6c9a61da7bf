namespace PyExt.Build.Benchmarks;

/// <summary>The benchmark module as one binding system makes it, or why it is missing.</summary>
/// <param name="Name">The module's import name.</param>
/// <param name="Title">The system's name in tables.</param>
/// <param name="Version">The versions that made it.</param>
/// <param name="Form">How it was built.</param>
/// <param name="BuildTime">How long a build from clean took.</param>
/// <param name="BinarySize">Bytes of the native library.</param>
/// <param name="Missing">Why there is none; null when there is one.</param>
internal sealed record PeerModule(string Name, string Title, string Version, string Form, TimeSpan BuildTime, long BinarySize, string? Missing)
{
    /// <summary>A module that could not be built or does not do what it should.</summary>
    public static PeerModule Failed(string name, string title, string reason) => new(name, title, "", "", TimeSpan.Zero, 0, OneLine(reason));

    /// <summary>The same module, found wanting.</summary>
    public PeerModule But(string reason) => this with { Missing = OneLine(reason) };

    // The line of an error message that names the error, for a table's cell.
    private static string OneLine(string text)
    {
        string[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        string line = lines.FirstOrDefault(line => line.StartsWith("error", StringComparison.Ordinal) || line.Contains(": error", StringComparison.Ordinal))
            ?? lines.LastOrDefault(line => line.Contains("Error", StringComparison.Ordinal))
            ?? lines.LastOrDefault()
            ?? "no reason given";
        return (line.Length > 240 ? line[..240] + " …" : line).Replace('|', '/');
    }
}
