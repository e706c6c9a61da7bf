using PyExt.Wheel.Elf;

namespace PyExt.Wheel.Verification;

/// <summary>Checks that every extension module can be imported under its file name, on the platform of the tag.</summary>
internal static class ExtensionRules
{
    private const string Abi3Suffix = ".abi3.so";

    public static bool IsNative(string path) => Path.GetExtension(path) is ".so" or ".pyd" or ".dll" or ".dylib";

    public static List<string> Check(WheelContents contents)
    {
        List<string> problems = [];
        bool isLinux = contents.Name.Tag.Platform.All(platform => platform.Contains("linux", StringComparison.Ordinal));
        foreach ((string path, byte[] content) in contents.Files.Where(file => isLinux && file.Key.EndsWith(Abi3Suffix, StringComparison.Ordinal)))
            problems.AddRange(Check(contents, path, content));
        if (contents.Name.Tag.Platform.Contains("any") && contents.Files.Keys.FirstOrDefault(IsNative) is string native)
            problems.Add($"it holds the native library '{native}' although its platform tag is 'any'");
        return problems;
    }

    private static IEnumerable<string> Check(WheelContents contents, string path, byte[] content)
    {
        ElfFile file;
        string? unreadable = null;
        try
        {
            file = ElfFile.Parse(content, path);
        }
        catch (WheelException exception)
        {
            unreadable = exception.Message;
            file = null!;
        }

        if (unreadable is not null)
        {
            yield return unreadable;
            yield break;
        }

        if (!contents.Name.Tag.Abi.Any(abi => abi.StartsWith("abi3", StringComparison.Ordinal)))
            yield return $"'{path}' is an abi3 module, but the ABI tag is '{string.Join('.', contents.Name.Tag.Abi)}'";
        foreach (string platform in contents.Name.Tag.Platform.Where(platform => !PlatformTags.Matches(platform, file.Machine)))
            yield return $"'{path}' is built for {file.Machine}, but the platform tag is '{platform}'";

        string function = "PyInit_" + Path.GetFileName(path)[..^Abi3Suffix.Length];
        if (!file.DynamicSymbols.Any(symbol => symbol.Name == function && symbol is { IsDefined: true, IsFunction: true }))
            yield return $"'{path}' does not export {function}, so Python could not import it";
    }
}
