using System.Text.RegularExpressions;
using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Verification;

/// <summary>The platform tags that the package index accepts.</summary>
internal static partial class PlatformTags
{
    /// <summary>Whether the package index accepts a wheel with this platform tag.</summary>
    public static bool IsPublishable(string platform) => Publishable().IsMatch(platform);

    /// <summary>Whether the tag is the plain one of Linux, for wheels that stay on the machine or are repaired later.</summary>
    public static bool IsLocalLinux(string platform) => LocalLinux().IsMatch(platform);

    /// <summary>The format that the systems of a platform tag load, or null for one that is not known.</summary>
    public static BinaryFormat? FormatOf(string platform)
    {
        if (platform.Contains("linux", StringComparison.Ordinal) || platform.StartsWith("android", StringComparison.Ordinal))
            return BinaryFormat.Elf;
        if (platform.StartsWith("macosx", StringComparison.Ordinal) || platform.StartsWith("ios", StringComparison.Ordinal))
            return BinaryFormat.MachO;
        return platform.StartsWith("win", StringComparison.Ordinal) ? BinaryFormat.Pe : null;
    }

    /// <summary>The glibc that a manylinux tag promises, or null for another tag.</summary>
    public static Version? GlibcOf(string platform) => platform switch
    {
        ['m', 'a', 'n', 'y', 'l', 'i', 'n', 'u', 'x', '1', '_', ..] => new Version(2, 5),
        _ when platform.StartsWith("manylinux2010_", StringComparison.Ordinal) => new Version(2, 12),
        _ when platform.StartsWith("manylinux2014_", StringComparison.Ordinal) => new Version(2, 17),
        _ when Manylinux().Match(platform) is { Success: true } match && Version.TryParse($"{match.Groups["major"]}.{match.Groups["minor"]}", out Version? version) => version,
        _ => null,
    };

    /// <summary>The macOS and the architecture that a tag promises, or null for another tag.</summary>
    public static (Version Version, string Architecture)? MacOSOf(string platform) =>
        MacOS().Match(platform) is { Success: true } match && Version.TryParse($"{match.Groups["major"]}.{match.Groups["minor"]}", out Version? version)
            ? (version, match.Groups["architecture"].Value)
            : null;

    [GeneratedRegex(
        """
        ^(any|win32|win_amd64|win_arm64
        |macosx_10_[0-9]+_(x86_64|arm64|i386|ppc|ppc64|intel|fat|fat3|fat32|fat64|universal|universal2)
        |macosx_(11|12|13|14|15|26)_0_(x86_64|arm64|universal2)
        |manylinux(1|2010)_(x86_64|i686)
        |manylinux2014_(x86_64|i686|aarch64|armv7l|ppc64|ppc64le|s390x)
        |manylinux_[0-9]+_[0-9]+_(x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64|ppc64)
        |musllinux_[0-9]+_[0-9]+_(x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)
        |linux_(armv6l|armv7l)
        |ios_[0-9]+_[0-9]+_(arm64|x86_64)_(iphoneos|iphonesimulator)
        |android_[0-9]+_(armeabi_v7a|arm64_v8a|x86|x86_64)
        |pyemscripten_[0-9]+_[0-9]+_wasm32)\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Publishable();

    [GeneratedRegex(@"^linux_[a-z0-9_]+\z")]
    private static partial Regex LocalLinux();

    [GeneratedRegex(@"^manylinux_(?<major>[0-9]+)_(?<minor>[0-9]+)_")]
    private static partial Regex Manylinux();

    [GeneratedRegex(@"^macosx_(?<major>[0-9]+)_(?<minor>[0-9]+)_(?<architecture>\w+)\z")]
    private static partial Regex MacOS();
}
