using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>What <c>dotnet pack</c> leaves: names, contents, the tools' opinion, determinism.</summary>
public sealed class WheelTests(PackedModules modules)
{
    public static TheoryData<string> Examples => [.. PackedModules.Examples];

    public static TheoryData<string> Everything => [.. PackedModules.Names];

    [Theory, MemberData(nameof(Examples))]
    public void The_file_name_carries_name_version_and_tags(string example) => // counter does not need the GIL
        Assert.Matches($@"^{example}-0\.1\.0-cp312-{(example == "counter" ? @"abi3\.abi3t" : "abi3")}-manylinux_2_\d+_x86_64\.whl$", Path.GetFileName(modules.Wheel(example)));

    [Theory, MemberData(nameof(Examples))]
    public void No_NuGet_package_is_left(string example) =>
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(modules.Wheel(example))!, "*.nupkg"));

    [Fact]
    public void A_package_holds_sources_native_module_stub_and_metadata()
    {
        using ZipArchive wheel = ZipFile.OpenRead(modules.Wheel("fastmd"));

        Assert.Equal(
            [
                "fastmd-0.1.0.dist-info/METADATA",
                "fastmd-0.1.0.dist-info/RECORD",
                "fastmd-0.1.0.dist-info/WHEEL",
                "fastmd-0.1.0.dist-info/entry_points.txt",
                "fastmd-0.1.0.dist-info/sboms/fastmd.cdx.json",
                "fastmd/__init__.py",
                "fastmd/__main__.py",
                "fastmd/_native.abi3.so",
                "fastmd/_native.pyi",
                "fastmd/cli.py",
                "fastmd/py.typed",
            ],
            wheel.Entries.Select(entry => entry.FullName).Where(name => !name.Contains("/licenses/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_top_level_module_is_a_typed_package()
    {
        using ZipArchive wheel = ZipFile.OpenRead(modules.Wheel("hello"));

        Assert.Equal(
            ["hello/__init__.py", "hello/__init__.pyi", "hello/hello.abi3.so", "hello/py.typed"],
            wheel.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("hello/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Everything))]
    public void Record_lists_every_file_with_its_hash(string example)
    {
        using ZipArchive wheel = ZipFile.OpenRead(modules.Wheel(example));
        string[] record = Read(wheel.Entries.Single(entry => entry.FullName.EndsWith(".dist-info/RECORD", StringComparison.Ordinal))).TrimEnd().Split('\n');

        string[] expected = [.. wheel.Entries.Select(Line)];

        Assert.Equal(expected.Order(StringComparer.Ordinal), record.Select(line => line.TrimEnd('\r')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Auditwheel_finds_the_tag_of_the_file_name()
    {
        string auditwheel = Requires.Tool("auditwheel");
        foreach (string example in PackedModules.Examples)
        {
            string wheel = modules.Wheel(example);
            string platform = Path.GetFileNameWithoutExtension(wheel).Split('-')[^1];

            CommandResult result = new Command(auditwheel, "show", wheel).Run();

            Assert.True(result.ExitCode == 0, result.Lines);
            string text = string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains($"consistent with the following platform tag: \"{platform}\"", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Twine_accepts_the_metadata()
    {
        string twine = Requires.Tool("twine");

        CommandResult result = new Command(twine, ["check", "--strict", .. PackedModules.Examples.Select(modules.Wheel)]).With("NO_COLOR", "1").With("COLUMNS", "400").Run();

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Equal(PackedModules.Examples.Count, result.Output.Split("PASSED").Length - 1);
    }

    [Fact]
    public void The_same_sources_in_another_folder_give_the_same_bytes()
    {
        using var folder = new TestFolder("another-and-a-longer-place");

        string second = PackedModules.Pack(PackedModules.Copy("fastmd", folder.FullName));

        Assert.Equal(Hash(modules.Wheel("fastmd")), Hash(second));
    }

    private static string Line(ZipArchiveEntry entry)
    {
        if (entry.FullName.EndsWith(".dist-info/RECORD", StringComparison.Ordinal))
            return entry.FullName + ",,";
        using Stream content = entry.Open();
        string hash = Convert.ToBase64String(SHA256.HashData(content)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{entry.FullName},sha256={hash},{entry.Length}";
    }

    private static string Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
