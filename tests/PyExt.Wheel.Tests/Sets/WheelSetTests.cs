using PyExt.Wheel.Sets;

namespace PyExt.Wheel.Tests.Sets;

/// <summary>The set is compared by the names of files; what is in them is the gate's matter.</summary>
public sealed class WheelSetTests : IDisposable
{
    private const string X64 = "fast_md-1.0.0b2-cp312-abi3-manylinux_2_17_x86_64.whl";
    private const string Arm64 = "fast_md-1.0.0b2-cp312-abi3-manylinux_2_28_aarch64.whl";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pyext-set-");

    [Fact]
    public void A_complete_set_is_named_member_by_member()
    {
        WheelSetReport report = Compare("linux-x64;linux-arm64;linux-musl-x64;osx-arm64;win-x64;sdist", X64, Arm64,
            "fast_md-1.0.0b2-cp312-abi3-musllinux_1_2_x86_64.whl", "fast_md-1.0.0b2-cp312-abi3-macosx_12_0_arm64.whl",
            "fast_md-1.0.0b2-cp312-abi3-win_amd64.whl", "fast_md-1.0.0b2.tar.gz", "notes.txt");

        Assert.Empty(report.Findings);
        Assert.Equal(
            ["linux-arm64", "linux-musl-x64", "linux-x64", "osx-arm64", "sdist", "win-x64"],
            report.Found.Select(file => file.Member).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_missing_member_is_named_with_its_form_and_command()
    {
        WheelSetReport report = Compare("linux-x64;win-x64;sdist", X64);

        Assert.Equal(
            [
                ("PYX4030", $"PyWheels lists win-x64, but '{_folder.FullName}' has no fast_md-1.0.0b2-cp312-abi3-win_amd64.whl. Make it with `dotnet pack -r win-x64`, where that is possible, or take it out of PyWheels."),
                ("PYX4030", $"PyWheels lists sdist, but '{_folder.FullName}' has no fast_md-1.0.0b2.tar.gz. Make it with `dotnet build -t:PackSdist`, where that is possible, or take it out of PyWheels."),
            ],
            report.Findings.Select(finding => (finding.Code, finding.Message)));
    }

    [Theory]
    [InlineData("fast_md-1.0.0b1-cp312-abi3-manylinux_2_17_aarch64.whl", "its version is 1.0.0b1, the project's is 1.0.0b2")]
    [InlineData("fastmd-1.0.0b2-cp312-abi3-manylinux_2_17_aarch64.whl", "it is of 'fastmd', not of 'fast_md'")]
    [InlineData("fast_md-1.0.0b2-1-cp312-abi3-manylinux_2_17_aarch64.whl", "its build number is 1, the project's is none")]
    [InlineData("fast_md-1.0.0b2-cp313-abi3-manylinux_2_17_aarch64.whl", "it is for cp313-abi3, the project for cp312-abi3")]
    [InlineData("fast_md-1.0.0b2-cp312-cp312-manylinux_2_17_aarch64.whl", "it is for cp312-cp312, the project for cp312-abi3")]
    [InlineData("fast_md-1.0.0b2-cp312-abi3-win_arm64.whl", "PyWheels does not list win-arm64")]
    [InlineData("fast_md-1.0.0b2-cp312-abi3-any.whl", "'any' is not the tag of one platform of PyWheels")]
    [InlineData("fast_md-1.0.0b2-cp312-abi3-macosx_12_0_arm64.macosx_12_0_x86_64.whl", "'macosx_12_0_arm64.macosx_12_0_x86_64' is not the tag of one platform of PyWheels")]
    [InlineData("fast_md-1.0.0b2-cp312-abi3-manylinux_2_28_x86_64.whl", "fast_md-1.0.0b2-cp312-abi3-manylinux_2_17_x86_64.whl is for linux-x64, too")]
    [InlineData("Fast-MD-1.0.0b2-cp312-abi3-manylinux_2_17_x86_64.whl", "'Fast' is not a normalised distribution name")]
    [InlineData("fast_md.whl", "the file name does not have the form")]
    [InlineData("fast_md-1.0.0b2.tar.gz", "PyWheels does not list sdist")]
    [InlineData("fast_md-1.0.0b1.tar.gz", "a source distribution of this version is called fast_md-1.0.0b2.tar.gz")]
    [InlineData("fast-md-1.0.0b2.zip", "a source distribution of this version is called fast_md-1.0.0b2.tar.gz")]
    public void A_stranger_is_named_with_what_is_wrong_about_it(string file, string reason)
    {
        WheelSetReport report = Compare("linux-x64", X64, file);

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("PYX4031", finding.Code);
        Assert.StartsWith($"{file} is not one of the project's wheels: ", finding.Message, StringComparison.Ordinal);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_one_finding()
    {
        Finding finding = Assert.Single(new WheelSet(Request(), ["linux-x64", "linux-arm64"]).Compare(Path.Combine(_folder.FullName, "nowhere")).Findings);

        Assert.Equal("PYX4030", finding.Code);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private WheelSetReport Compare(string members, params string[] files)
    {
        foreach (string file in files)
            File.WriteAllText(Path.Combine(_folder.FullName, file), "");
        return new WheelSet(Request(), members.Split(';')).Compare(_folder.FullName);
    }

    private DistributionRequest Request() => new()
    {
        ProjectDirectory = _folder.FullName,
        OutputDirectory = _folder.FullName,
        Name = "Fast.MD",
        Version = "1.0.0-beta.2",
    };
}
