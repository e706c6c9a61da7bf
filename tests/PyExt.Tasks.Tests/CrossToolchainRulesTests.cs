using PyExt.Tasks.Projects;
using PyExt.Tasks.Toolchain;
using PyExt.Wheel;
using PyExt.Wheel.Naming;

namespace PyExt.Tasks.Tests;

public sealed class CrossToolchainRulesTests
{
    [Theory]
    [InlineData("clang ld.lld llvm-objcopy", "", "", "clang lld llvm-objcopy")]
    [InlineData("clang ld.lld aarch64-linux-gnu-objcopy", "", "", "clang lld aarch64-linux-gnu-objcopy")]
    [InlineData("clang llvm-objcopy", "", "", "clang lld llvm-objcopy")] // lld may be beside clang: the trial link tells
    [InlineData("clang llvm-objcopy aarch64-linux-gnu-gcc aarch64-linux-gnu-objcopy", "", "", "aarch64-linux-gnu-gcc bfd aarch64-linux-gnu-objcopy")]
    [InlineData("gcc objcopy aarch64-linux-gnu-gcc aarch64-linux-gnu-objcopy", "", "", "aarch64-linux-gnu-gcc bfd aarch64-linux-gnu-objcopy")]
    [InlineData("clang-18 llvm-objcopy", "clang-18", "", "clang-18 lld llvm-objcopy")]
    [InlineData("clang ld.lld llvm-objcopy", "", "mold", "clang mold llvm-objcopy")]
    public void What_is_there_and_asked_for_is_taken(string installed, string driver, string flavor, string expected)
    {
        Finding? finding = Rules(installed).Choose(driver, flavor, "", strips: true, out CrossToolchain toolchain);

        Assert.Null(finding);
        Assert.Equal(expected, $"{toolchain.Driver} {toolchain.LinkerFlavor} {toolchain.ObjCopy}");
    }

    [Theory]
    [InlineData("gcc objcopy", "", "PYX2010", "Linking for linux-arm64 on this machine needs clang and lld, or aarch64-linux-gnu-gcc; they are not on PATH. Run: sudo apt-get install -y clang lld llvm")]
    [InlineData("clang", "icc", "PYX2001", "CppCompilerAndLinker is 'icc', which is not on PATH. Install it, or remove the property to use clang with lld or aarch64-linux-gnu-gcc.")]
    [InlineData("clang ld.lld objcopy", "", "PYX2002", "llvm-objcopy and aarch64-linux-gnu-objcopy are not on PATH, and stripping the debug symbols of a module for linux-arm64 needs one of them. Run: sudo apt-get install -y llvm")]
    public void What_is_missing_is_named_with_its_package(string installed, string driver, string code, string message)
    {
        Finding? finding = Rules(installed).Choose(driver, "", "", strips: true, out _);

        Assert.Equal((code, message), (finding?.Code, finding?.Message));
    }

    [Fact]
    public void Without_stripping_no_objcopy_is_needed() => Assert.Null(Rules("clang ld.lld").Choose("", "", "", strips: false, out _));

    [Fact]
    public void A_trial_link_is_quoted()
    {
        CrossToolchainRules rules = Rules("clang");

        Assert.Null(rules.CheckLink(new CrossToolchain("clang", "lld", ""), complaint: null));
        Assert.Equal(
            "clang is there but cannot link a shared library for linux-arm64: clang: error: invalid linker name. It may lack the linker lld. Run: sudo apt-get install -y clang lld llvm",
            rules.CheckLink(new CrossToolchain("clang", "lld", ""), "clang: error: invalid linker name")?.Message);
        Assert.Contains("name a compiler for that platform", rules.CheckLink(new CrossToolchain("icc", "bfd", ""), "no")?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-arm64", "linux-x64", null)]
    [InlineData("linux-musl-x64", "linux-x64", null)]
    [InlineData("osx-x64", "osx-arm64", null)]
    [InlineData("win-arm64", "win-x64", null)]
    [InlineData("win-x64", "linux-x64", "Windows")]
    [InlineData("osx-arm64", "linux-x64", "macOS")]
    [InlineData("linux-x64", "osx-arm64", "Linux")]
    public void Another_operating_system_is_refused(string target, string host, string? system)
    {
        Finding? finding = CrossToolchainRules.CheckSystem(WheelPlatform.Find(target)!, host);

        Assert.Equal(system is null ? null : "PYX2011", finding?.Code);
        if (system is not null)
            Assert.StartsWith($"A module for {target} can only be linked on {system}, and this machine is {host}.", finding!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-x64;linux-arm64", null)]
    [InlineData("linux-amd64", "RuntimeIdentifiers names 'linux-amd64' (did you mean linux-arm64?), for which there are no wheels.")]
    [InlineData("win-x64;any;ios-arm64", "RuntimeIdentifiers names 'any' and 'ios-arm64' (did you mean osx-arm64?), for which there are no wheels.")]
    public void Platforms_without_wheels_are_named(string platforms, string? message)
    {
        Finding? finding = PlatformRules.Check("RuntimeIdentifiers", platforms.Split(';'));

        Assert.Equal(message is null, finding is null);
        if (message is not null)
            Assert.StartsWith(message, finding!.Message, StringComparison.Ordinal);
    }

    private static CrossToolchainRules Rules(string installed) =>
        new(installed.Split(' ').Contains, HostSystem.FromOsRelease("ID=debian"), WheelPlatform.Find("linux-arm64")!);
}
