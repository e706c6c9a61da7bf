using System.Text.RegularExpressions;

namespace PyExt.Wheel.Naming;

/// <summary>The operating system, or the C library on Linux, that a wheel is for.</summary>
public enum WheelSystem
{
    /// <summary>Linux with glibc.</summary>
    Glibc,

    /// <summary>Linux with musl.</summary>
    Musl,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Windows.</summary>
    Windows,
}

/// <summary>A platform that wheels are made for: .NET's name of it, and how Python tags spell it.</summary>
public sealed partial class WheelPlatform
{
    private WheelPlatform(string runtimeIdentifier, WheelSystem system, string architecture)
    {
        RuntimeIdentifier = runtimeIdentifier;
        System = system;
        Architecture = architecture;
    }

    /// <summary>Every platform that CPython, its package index and NativeAOT have in common.</summary>
    public static IReadOnlyList<WheelPlatform> All { get; } =
    [
        new("linux-x64", WheelSystem.Glibc, "x86_64"),
        new("linux-arm64", WheelSystem.Glibc, "aarch64"),
        new("linux-musl-x64", WheelSystem.Musl, "x86_64"),
        new("linux-musl-arm64", WheelSystem.Musl, "aarch64"),
        new("osx-x64", WheelSystem.MacOS, "x86_64"),
        new("osx-arm64", WheelSystem.MacOS, "arm64"),
        new("win-x64", WheelSystem.Windows, "amd64"),
        new("win-arm64", WheelSystem.Windows, "arm64"),
    ];

    /// <summary>.NET's name, such as <c>linux-x64</c>.</summary>
    public string RuntimeIdentifier { get; }

    /// <summary>The operating system or C library.</summary>
    public WheelSystem System { get; }

    /// <summary>The architecture as this system's tags spell it: <c>aarch64</c> on Linux is <c>arm64</c> elsewhere.</summary>
    public string Architecture { get; }

    /// <summary>Whether it is Linux, with whatever C library.</summary>
    public bool IsLinux => System is WheelSystem.Glibc or WheelSystem.Musl;

    /// <summary>The form of its platform tags, for messages: <c>manylinux_*_x86_64</c>.</summary>
    public string TagForm => System switch
    {
        WheelSystem.Glibc => $"manylinux_*_{Architecture}",
        WheelSystem.Musl => $"musllinux_*_{Architecture}",
        WheelSystem.MacOS => $"macosx_*_{Architecture}",
        _ => $"win_{Architecture}",
    };

    /// <summary>Finds a platform.</summary>
    /// <param name="runtimeIdentifier">.NET's name.</param>
    /// <returns>The platform, or null when wheels cannot be made for it.</returns>
    public static WheelPlatform? Find(string runtimeIdentifier) => All.FirstOrDefault(platform => platform.RuntimeIdentifier == runtimeIdentifier);

    /// <summary>Finds the platform that a platform tag is for.</summary>
    /// <param name="tag">One tag, such as <c>manylinux_2_17_x86_64</c>.</param>
    /// <returns>The platform, or null when it is none of these.</returns>
    public static WheelPlatform? OfTag(string tag) => All.FirstOrDefault(platform => platform.Accepts(tag));

    /// <summary>Whether a platform tag is one of this platform's.</summary>
    /// <param name="tag">One tag, such as <c>manylinux_2_17_x86_64</c>.</param>
    /// <returns>Whether a wheel with this tag is for this platform.</returns>
    public bool Accepts(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (!tag.EndsWith('_' + Architecture, StringComparison.Ordinal))
            return false;
        string system = tag[..^(Architecture.Length + 1)];
        return System switch
        {
            WheelSystem.Glibc => system == "linux" || Manylinux().IsMatch(system),
            WheelSystem.Musl => Musllinux().IsMatch(system),
            WheelSystem.MacOS => MacOS().IsMatch(system),
            _ => system == "win",
        };
    }

    /// <summary>The runtime identifier.</summary>
    /// <returns>Such as <c>linux-x64</c>.</returns>
    public override string ToString() => RuntimeIdentifier;

    [GeneratedRegex(@"^manylinux(_[0-9]+_[0-9]+|1|2010|2014)\z")]
    private static partial Regex Manylinux();

    [GeneratedRegex(@"^musllinux_[0-9]+_[0-9]+\z")]
    private static partial Regex Musllinux();

    [GeneratedRegex(@"^macosx_[0-9]+_[0-9]+\z")]
    private static partial Regex MacOS();
}
