using PyExt.Tasks.Toolchain;

namespace PyExt.Tasks.Tests;

public sealed class ToolchainRulesTests
{
    private const string Debian = "PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n";

    [Theory]
    [InlineData("clang gcc", "", "clang")]
    [InlineData("gcc", "", "gcc")]
    [InlineData("gcc tcc", "tcc", "tcc")]
    public void The_driver_is_the_requested_one_or_clang_or_gcc(string installed, string requested, string expected)
    {
        Assert.Null(Rules(installed).CheckDriver(requested, out string driver));
        Assert.Equal(expected, driver);
    }

    [Theory]
    [InlineData("ID=debian", "Run: sudo apt-get install -y gcc libc6-dev")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", "Run: sudo apt-get install -y gcc libc6-dev")]
    [InlineData("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", "Run: sudo dnf install -y gcc")]
    [InlineData("ID=alpine", "Run: apk add gcc musl-dev binutils")]
    [InlineData("ID='arch'", "Run: sudo pacman -S --needed gcc")]
    [InlineData("ID=opensuse-leap\nID_LIKE=\"suse opensuse\"", "Run: sudo zypper install -y gcc")]
    [InlineData("ID=plan9", "Install gcc or clang with your system's package manager.")]
    [InlineData("", "Install gcc or clang with your system's package manager.")]
    public void Without_a_driver_the_system_s_own_command_is_named(string osRelease, string advice)
    {
        Wheel.Finding? finding = new ToolchainRules(_ => false, HostSystem.FromOsRelease(osRelease)).CheckDriver("", out string driver);

        Assert.NotNull(finding);
        Assert.Equal(("PYX2001", ""), (finding.Code, driver));
        Assert.EndsWith(advice, finding.Message);
    }

    [Fact]
    public void A_requested_driver_that_is_missing_is_named()
    {
        Wheel.Finding? finding = Rules("gcc").CheckDriver("icc", out _);

        Assert.NotNull(finding);
        Assert.Equal("PYX2001", finding.Code);
        Assert.StartsWith("CppCompilerAndLinker is 'icc', which is not on PATH.", finding.Message);
    }

    [Theory]
    [InlineData("objcopy", "gcc", "", true)]
    [InlineData("objcopy", "clang-18", "", true)]
    [InlineData("llvm-objcopy", "clang", "", true)]
    [InlineData("llvm-objcopy", "gcc", "", false)]
    [InlineData("objcopy", "gcc", "my-objcopy", false)]
    [InlineData("my-objcopy", "gcc", "my-objcopy", true)]
    public void Objcopy_belongs_to_the_driver(string installed, string driver, string requested, bool isThere) =>
        Assert.Equal(isThere ? null : "PYX2002", Rules(installed).CheckObjCopy(driver, requested)?.Code);

    [Fact]
    public void A_trial_link_is_quoted()
    {
        ToolchainRules rules = Rules("gcc");

        Assert.Null(rules.CheckLink("gcc", "", complaint: null));
        Assert.Equal(
            "gcc is there but cannot link a shared library: ld: cannot find crti.o. It may lack a linker or the C library's development files. Run: sudo apt-get install -y gcc libc6-dev",
            rules.CheckLink("gcc", "bfd", "ld: cannot find crti.o.")?.Message);
        Assert.EndsWith("LinkerFlavor is 'lld': install that linker, or remove the property.", rules.CheckLink("gcc", "lld", "cannot find 'ld'")?.Message);
    }

    private static ToolchainRules Rules(string installed) => new(installed.Split(' ').Contains, HostSystem.FromOsRelease(Debian));
}
