using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Tests.Naming;

public sealed class WheelPlatformTests
{
    [Theory]
    [InlineData("manylinux_2_17_x86_64", "linux-x64")]
    [InlineData("manylinux2014_aarch64", "linux-arm64")]
    [InlineData("linux_x86_64", "linux-x64")]
    [InlineData("musllinux_1_2_x86_64", "linux-musl-x64")]
    [InlineData("musllinux_1_2_aarch64", "linux-musl-arm64")]
    [InlineData("macosx_12_0_x86_64", "osx-x64")]
    [InlineData("macosx_12_0_arm64", "osx-arm64")]
    [InlineData("win_amd64", "win-x64")]
    [InlineData("win_arm64", "win-arm64")]
    [InlineData("win32", null)]
    [InlineData("any", null)]
    [InlineData("manylinux_2_17_arm64", null)] // macOS's spelling
    [InlineData("macosx_12_0_aarch64", null)]
    [InlineData("manylinux_x86_64", null)]
    [InlineData("macosx_12_0_universal2", null)]
    [InlineData("x86_64", null)]
    [InlineData("", null)]
    public void A_tag_belongs_to_one_platform(string tag, string? platform) => Assert.Equal(platform, WheelPlatform.OfTag(tag)?.RuntimeIdentifier);

    [Fact]
    public void Every_platform_is_found_by_its_name() =>
        Assert.All(WheelPlatform.All, platform => Assert.Same(platform, WheelPlatform.Find(platform.RuntimeIdentifier)));

    [Fact]
    public void Others_are_not_found() => Assert.Null(WheelPlatform.Find("linux-s390x"));
}
