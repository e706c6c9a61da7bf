namespace PyExt.Tasks.Toolchain;

/// <summary>What kind of machine the build runs on, as far as installing a package on it goes.</summary>
public sealed class HostSystem
{
    private readonly string _packageManager;

    private HostSystem(bool isWindows, bool isMacOS, string packageManager)
    {
        IsWindows = isWindows;
        IsMacOS = isMacOS;
        _packageManager = packageManager;
    }

    /// <summary>Whether this is Windows.</summary>
    public bool IsWindows { get; }

    /// <summary>Whether this is macOS.</summary>
    public bool IsMacOS { get; }

    /// <summary>The command that installs a compiler with its linker and C library files.</summary>
    public string InstallCompiler => _packageManager switch
    {
        "xcode" => "Run: xcode-select --install",
        "apt" => "Run: sudo apt-get install -y gcc libc6-dev",
        "dnf" => "Run: sudo dnf install -y gcc",
        "apk" => "Run: apk add gcc musl-dev binutils",
        "zypper" => "Run: sudo zypper install -y gcc",
        "pacman" => "Run: sudo pacman -S --needed gcc",
        _ => "Install gcc or clang with your system's package manager.",
    };

    /// <summary>The command that installs objcopy.</summary>
    public string InstallBinutils => _packageManager switch
    {
        "apt" => "Run: sudo apt-get install -y binutils",
        "dnf" => "Run: sudo dnf install -y binutils",
        "apk" => "Run: apk add binutils",
        "zypper" => "Run: sudo zypper install -y binutils",
        "pacman" => "Run: sudo pacman -S --needed binutils",
        _ => "Install binutils with your system's package manager, or set StripSymbols to false.",
    };

    /// <summary>The command that installs what links for other architectures; its packages have the same names nearly everywhere.</summary>
    public string InstallCrossLinker => Install("clang lld llvm");

    /// <summary>The command that installs llvm-objcopy.</summary>
    public string InstallLlvm => Install("llvm");

    /// <summary>The machine this process runs on.</summary>
    public static HostSystem Current()
    {
        if (OperatingSystem.IsWindows())
            return new HostSystem(isWindows: true, isMacOS: false, "");
        return OperatingSystem.IsMacOS()
            ? new HostSystem(isWindows: false, isMacOS: true, "xcode")
            : FromOsRelease(File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "");
    }

    /// <summary>A Linux distribution, from the text of its os-release file.</summary>
    /// <param name="osRelease">The file's text.</param>
    public static HostSystem FromOsRelease(string osRelease)
    {
        ArgumentNullException.ThrowIfNull(osRelease);
        string[] names = [.. osRelease.Split('\n')
            .Where(line => line.StartsWith("ID=", StringComparison.Ordinal) || line.StartsWith("ID_LIKE=", StringComparison.Ordinal))
            .SelectMany(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('"', '\'').Split(' '))];
        string packageManager = names.Select(PackageManager).FirstOrDefault(manager => manager.Length > 0) ?? "";
        return new HostSystem(isWindows: false, isMacOS: false, packageManager);
    }

    private string Install(string packages) => _packageManager switch
    {
        "apt" => $"Run: sudo apt-get install -y {packages}",
        "dnf" => $"Run: sudo dnf install -y {packages}",
        "apk" => $"Run: apk add {packages}",
        "zypper" => $"Run: sudo zypper install -y {packages}",
        "pacman" => $"Run: sudo pacman -S --needed {packages}",
        _ => $"Install {packages.Replace(" ", ", ", StringComparison.Ordinal)} with your system's package manager.",
    };

    private static string PackageManager(string distribution) => distribution switch
    {
        "debian" or "ubuntu" => "apt",
        "fedora" or "rhel" or "centos" or "amzn" => "dnf",
        "alpine" => "apk",
        "suse" or "opensuse" or "sles" => "zypper",
        "arch" => "pacman",
        _ => "",
    };
}
