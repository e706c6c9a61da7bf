using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary><c>PackSdist</c>: what goes in, that it builds anywhere, and what is refused.</summary>
public sealed class SdistTests
{
    [Fact]
    public void A_project_and_all_it_refers_to_builds_from_its_sdist()
    {
        PythonInterpreter python = Requires.AnyPython();
        using var folder = new TestFolder("sdist");
        WriteSolution(folder);
        string project = folder["src/Deep"];

        CommandResult pack = SdkFeed.Dotnet(project, "build", "-t:PackSdist", "-v:minimal").Run();

        Assert.True(pack.ExitCode == 0, pack.Lines);
        Assert.Contains("builds in an empty folder", pack.Output, StringComparison.Ordinal);
        string sdist = Path.Combine(project, "bin/Debug/deep_er-1.2.0rc1.tar.gz");
        Assert.Equal(
            [
                "Directory.Build.props", "Directory.Packages.props", "LICENSE", "NuGet.config", "PKG-INFO", "_pyext_build.py", "common/shared.props", "global.json", "lib/Helper/Helper.cs",
                "lib/Helper/Helper.csproj", "lib/Helper/text.txt", "pyproject.toml", "src/Deep/.gitignore", "src/Deep/Deep.csproj", "src/Deep/DeepModule.cs", "src/Deep/LICENSE",
                "src/Deep/python/deep/__init__.py", "src/Deep/python/deep/generated.py", "src/Deep/python/deep/Ünï 'côde'.txt",
            ],
            Names(sdist).Select(name => name["deep_er-1.2.0rc1/".Length..]).Order(StringComparer.Ordinal));
        Assert.Equal("deep_er-1.2.0rc1/PKG-INFO", Names(sdist)[0]);
        string twine = Requires.Tool("twine");
        CommandResult check = new Command(twine, "check", "--strict", sdist).With("NO_COLOR", "1").With("COLUMNS", "400").Run();
        Assert.True(check.ExitCode == 0, check.Lines);

        // Nothing changed: neither the bytes nor the proof.
        string before = Hash(sdist);
        CommandResult again = SdkFeed.Dotnet(project, "build", "-t:PackSdist", "-v:minimal").Run();
        Assert.True(again.ExitCode == 0, again.Lines);
        Assert.DoesNotContain("Building deep_er", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, Hash(sdist));

        // A frontend builds and installs it; the interpreter has to be one that can run dotnet.
        if (python.Launcher is not null)
            Assert.Skip($"{python} lives in a root without dotnet.");
        var venv = Venv.Create(python, folder["venv"]);
        CommandResult install = venv.Command("python", folder.FullName, "-m", "pip", "install", "--no-index", "--no-cache-dir", sdist).With("NUGET_PACKAGES", SdkFeed.PackagesFolder).Run();
        Assert.True(install.ExitCode == 0, install.Lines);
        CommandResult run = venv.Run("import deep, deep.generated; print(deep.twice(21))");
        Assert.Equal("42\n", run.Output);
    }

    [Fact]
    public void What_the_sdist_lacks_is_found_by_building_it()
    {
        using TestProject project = new TestProject("Lack").With("PySdistExclude", "Other.cs")
            .Write("Other.cs", "namespace Lack; static class Other { public const long Value = 1; }")
            .WithModule("namespace Lack; [PyModule] public sealed partial class LackModule { public static long Value() => Other.Value; }");

        Diagnostic error = Diagnostic.OnlyError(project.Build("-t:PackSdist"));

        Assert.Equal("PYX4042", error.Code);
        Assert.StartsWith("lack-1.0.0.tar.gz was unpacked in an empty folder, and `dotnet pack` failed there: ", error.Text, StringComparison.Ordinal);
        Assert.Contains("CS0103", error.Text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(project.Folder, "*.tar.gz*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_property_of_the_command_line_is_not_part_of_the_sources()
    {
        using var project = new TestProject("Line");

        Diagnostic error = Diagnostic.OnlyError(project.Build("-t:PackSdist", "-p:Description=Typed"));

        Assert.Equal("PYX4042", error.Code);
        Assert.Contains("'Summary: A module of the tests.' instead of 'Summary: Typed'", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_proof_there_is_a_warning()
    {
        using TestProject project = new TestProject("Quick").With("PySdistVerify", "false").With("PySdistInclude", "nothing/*");

        CommandResult result = project.Build("-t:PackSdist");

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Equal(["PYX4022", "PYX4043"], Diagnostic.Read(result.Lines).Select(diagnostic => diagnostic.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("link", "PYX4041", "through a symbolic link")]
    [InlineData("secret", "PYX4041", "<packageSourceCredentials>")]
    [InlineData("root", "PYX4040", "outside of")]
    [InlineData("backend", "PYX4044", "has no [build-system]")]
    public void What_cannot_go_in_is_one_error(string what, string code, string text)
    {
        using var outside = new TestFolder("outside");
        File.WriteAllText(outside["file.cs"], "");
        using TestProject project = new TestProject("Bad").With("PySdistVerify", "false");
        switch (what)
        {
            case "link":
                File.CreateSymbolicLink(Path.Combine(project.Folder, "link.txt"), outside["file.cs"]);
                break;
            case "secret":
                project.Write("NuGet.config", File.ReadAllText(Path.Combine(project.Folder, "NuGet.config")).Replace("</configuration>", "<packageSourceCredentials><pyext-local><add key=\"Username\" value=\"u\" /><add key=\"ClearTextPassword\" value=\"x\" /></pyext-local></packageSourceCredentials></configuration>", StringComparison.Ordinal));
                break;
            case "root":
                project.With("PySdistRoot", ".").WithItem($"<Compile Include=\"{outside["file.cs"]}\" />");
                break;
            default:
                project.Write("pyproject.toml", "[tool.other]\n");
                break;
        }

        CommandResult result = project.Build("-t:PackSdist");

        Diagnostic error = Diagnostic.OnlyError(result);
        Assert.Equal(code, error.Code);
        Assert.Contains(text, error.Text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(project.Folder, "*.tar.gz*", SearchOption.AllDirectories));
    }

    private static void WriteSolution(TestFolder folder)
    {
        void Write(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            File.WriteAllText(folder[name], text);
        }

        Directory.CreateDirectory(folder[".git"]);
        SdkFeed.WriteNuGetConfig(folder.FullName);
        Write("Directory.Build.props", "<Project><Import Project=\"common/shared.props\" /></Project>");
        Write("common/shared.props", "<Project><PropertyGroup><Authors>Ada</Authors></PropertyGroup></Project>");
        Write("Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>");
        Write("global.json", "{ }");
        Write("unrelated/Other.cs", "does not compile");
        Write("lib/Helper/Helper.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><EmbeddedResource Include=\"text.txt\" /></ItemGroup></Project>");
        Write("lib/Helper/Helper.cs", "namespace Helper; public static class Numbers { public static long Twice(long a) => a * 2; }");
        Write("lib/Helper/text.txt", "text");
        Write("src/Deep/Deep.csproj", $"""
            <Project Sdk="PyExt/{Repository.Version}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <PyMultipleInterpreters>PerInterpreterGil</PyMultipleInterpreters>
                <PyModuleName>deep._native</PyModuleName>
                <PackageId>Deep.Er</PackageId>
                <Version>1.2.0-rc.1</Version>
                <Description>Deep.</Description>
                <PackageLicenseFile>LICENSE</PackageLicenseFile>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../../lib/Helper/Helper.csproj" />
              </ItemGroup>
            </Project>
            """);
        Write("src/Deep/DeepModule.cs", "namespace Deep; [PyModule] public sealed partial class DeepModule { public static long Twice(long a) => Helper.Numbers.Twice(a); }");
        Write("src/Deep/LICENSE", "MIT");
        Write("src/Deep/.gitignore", "python/deep/generated.py\n");
        Write("src/Deep/python/deep/__init__.py", "from ._native import twice\n");
        Write("src/Deep/python/deep/generated.py", "");
        Write("src/Deep/python/deep/Ünï 'côde'.txt", "");
    }

    private static List<string> Names(string sdist)
    {
        using var file = new GZipStream(File.OpenRead(sdist), CompressionMode.Decompress);
        using var tar = new TarReader(file);
        List<string> names = [];
        while (tar.GetNextEntry() is { } entry)
            names.Add(entry.Name);
        return names;
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
