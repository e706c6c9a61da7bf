using System.Security.Cryptography;
using PyExt.Wheel.Sdist;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Sdist;

/// <summary>The archive of a source distribution, read by Python's own tarfile as pip reads it.</summary>
public sealed class SdistPackerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly TemporaryFolder _sdk = new();

    public void Dispose()
    {
        _folder.Dispose();
        _sdk.Dispose();
    }

    [Fact]
    public void Python_unpacks_every_name_that_a_file_may_have()
    {
        string deep = string.Join('/', Enumerable.Repeat("a_folder_with_a_long_name_in_it", 10)) + "/file.txt";
        string[] names = ["Own.csproj", "a, b.txt", "it's.txt", "[x] {y} #z.txt", "Ünï/côdé 你好 😀.txt", deep, new string('n', 200) + ".txt", "run.sh"];
        foreach (string name in names)
            _folder.Write(name, name);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["run.sh"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        SdistDraft draft = Write(names);

        Assert.Equal("own_project-1.2.3.tar.gz", draft.FileName);
        string[] read = PythonOracle.Run(
            """
            import pathlib, tarfile, tempfile
            with tempfile.TemporaryDirectory() as folder, tarfile.open(data[0], "r:gz") as tar:
                assert all(member.isfile() and (member.uid, member.gid, member.uname, member.mtime) == (0, 0, "", 315532800) for member in tar), tar.getmembers()
                tar.extractall(folder, filter="data")
                files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file())
                result = [f"{path.relative_to(folder).as_posix()}|{path.read_text(encoding='utf-8') if path.suffix == '.txt' else ''}|{bool(path.stat().st_mode & 0o100)}" for path in files]
            """,
            [draft.TemporaryPath]);
        Assert.Equal(
            names.Concat(["PKG-INFO", "_pyext_build.py", "pyproject.toml"]).Select(name => $"own_project-1.2.3/{name}|{(name.EndsWith(".txt", StringComparison.Ordinal) ? name : "")}|{name == "run.sh"}").Order(StringComparer.Ordinal),
            read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Equal_files_give_equal_bytes_whatever_their_age_and_the_order()
    {
        _folder.Write("Own.csproj", "a");
        _folder.Write("b/c.cs", "b");
        byte[] first = SHA256.HashData(File.ReadAllBytes(Write(["Own.csproj", "b/c.cs"]).TemporaryPath));
        File.SetLastWriteTimeUtc(_folder["b/c.cs"], new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        Assert.Equal(first, SHA256.HashData(File.ReadAllBytes(Write(["b/c.cs", "Own.csproj"]).TemporaryPath)));
        Assert.NotEqual(first, SHA256.HashData(File.ReadAllBytes(Write(["b/c.cs", "Own.csproj"], epoch: "1000000000").TemporaryPath)));
        Assert.Equal("PYX4007", Assert.Throws<WheelException>(() => Write(["Own.csproj"], epoch: "yesterday")).Code);
    }

    [Theory]
    [InlineData("a\nb.cs")]
    [InlineData("a\"b.cs")]
    [InlineData("a:b.cs")]
    public void A_name_that_not_every_system_can_unpack_is_refused(string name)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no such names.");
        _folder.Write("Own.csproj", "");
        _folder.Write(name, "");

        WheelException exception = Assert.Throws<WheelException>(() => Write(["Own.csproj", name]));
        Assert.Equal("PYX4041", exception.Code);
        Assert.False(Directory.Exists(_folder["obj"]));
    }

    [Fact]
    public void A_link_inside_is_followed_one_that_leads_out_or_in_circles_is_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links need a privilege on Windows.");
        using TemporaryFolder outside = new();
        outside.Write("secret/x.cs", "");
        _folder.Write("Own.csproj", "");
        _folder.Write("real.cs", "");
        File.CreateSymbolicLink(_folder["inside.cs"], "real.cs");
        Directory.CreateSymbolicLink(_folder["out"], outside["secret"]);
        File.CreateSymbolicLink(_folder["circle.cs"], "circle.cs");

        Assert.Contains("inside.cs", Write(["Own.csproj", "inside.cs", "real.cs"]).Files);
        Assert.Equal("PYX4041", Assert.Throws<WheelException>(() => Write(["Own.csproj", "out/x.cs"])).Code);
        Assert.Equal("PYX4041", Assert.Throws<WheelException>(() => Write(["Own.csproj", "circle.cs"])).Code);
    }

    private SdistDraft Write(string[] names, string? epoch = null) => SdistPacker.Write(new SdistRequest
    {
        Distribution = new DistributionRequest { ProjectDirectory = _folder.Path, OutputDirectory = _folder["out"], Name = "Own.Project", Version = "1.2.3", Summary = "Own.", SourceDateEpoch = epoch },
        ProjectFile = _folder["Own.csproj"],
        Files = [.. names.Select(name => _folder[name])],
        Root = _folder.Path,
        Backend = _sdk.Write("_pyext_build.py", ""),
        IntermediateDirectory = _folder["obj"],
    });
}
