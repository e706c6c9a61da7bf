using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Audit;

/// <summary>What a library for Windows may need without bringing it along.</summary>
internal static partial class WindowsLibraries
{
    private static readonly Lazy<FrozenSet<string>> Known = new(() =>
        DataFile.ReadLines("windows_libraries.txt").SelectMany(words => words).ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether every user of Python on Windows has a library.</summary>
    public static bool Allows(string library) => Known.Value.Contains(library)
        || library.StartsWith("api-ms-win-", StringComparison.OrdinalIgnoreCase)
        || library.StartsWith("ext-ms-win-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a library is Python itself, of whatever version.</summary>
    public static bool IsPython(string library) => Python().IsMatch(library);

    /// <summary>Whether it is the Python that only one version has; <c>python3.dll</c> serves them all.</summary>
    public static bool IsVersionOfPython(string library) => IsPython(library) && !Known.Value.Contains(library);

    [GeneratedRegex(@"^(lib)?python[0-9.]+t?(_d)?\.dll\z", RegexOptions.IgnoreCase)]
    private static partial Regex Python();
}
