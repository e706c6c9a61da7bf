namespace PyExt.Generated;

/// <summary>What the source generator writes into a user's assembly.</summary>
internal static class ModuleMetadata
{
    public const string FormatVersion = "1";
    public const string ModuleName = "pkg._native";
    public const string Stub = "def größe() -> int: ...\n# \"quoted\" 💡\n";
    public const int Other = 3;
}
