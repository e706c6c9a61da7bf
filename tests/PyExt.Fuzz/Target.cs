namespace PyExt.Fuzz;

/// <summary>Something that reads bytes it must not trust.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seeds">Real inputs, of which mutations are made.</param>
/// <param name="IsText">Whether mutations should look like text.</param>
/// <param name="Read">Reads an input; true when it was accepted, false when it was refused as it should be.</param>
public sealed record Target(string Name, IReadOnlyList<byte[]> Seeds, bool IsText, Func<byte[], bool> Read);
