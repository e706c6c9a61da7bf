using System.Text;
using System.Text.Json.Nodes;
using PyExt.Testing;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Sbom;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Sbom;

/// <summary>Bills of materials of packages of every kind.</summary>
public sealed class SbomTests : IDisposable
{
    private const string Assets = """
        {
          "targets": {
            "net10.0": {},
            "net10.0/linux-x64": {
              "Meta/1.0.0": { "type": "package", "dependencies": { "One": "1.0.0", "Compound": "2.0.0" } },
              "One/1.2.3": { "type": "package", "dependencies": { "Plain": "1.0.0" } },
              "Compound/2.0.0": { "type": "package" },
              "Plain/1.0.0-beta.1": { "type": "package" },
              "Own/4.0.0": { "type": "project", "dependencies": { "Old": "0.1.0" } },
              "Old/0.1.0": { "type": "package" },
              "Tool/9.0.0": { "type": "package" }
            }
          },
          "projectFileDependencyGroups": { "net10.0": [ "Meta >= 1.0.0", "Own >= 4.0.0", "Tool >= 9.0.0" ] }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_that_is_in_the_binary_is_listed_with_its_licence_and_what_it_needs()
    {
        JsonNode sbom = JsonNode.Parse(await Sbom(Pack(Request())))!;

        Dictionary<string, JsonNode> components = sbom["components"]!.AsArray().ToDictionary(component => (string)component!["bom-ref"]!, component => component!);
        Assert.Equal(
            ["pkg:nuget/Compound@2.0.0", "pkg:nuget/Old@0.1.0", "pkg:nuget/One@1.2.3", "pkg:nuget/Plain@1.0.0-beta.1", "project:Own"],
            components.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("MIT", (string?)components["pkg:nuget/One@1.2.3"]["licenses"]![0]!["license"]!["id"]);
        Assert.Equal("deadbeef", ((string)components["pkg:nuget/One@1.2.3"]["hashes"]![0]!["content"]!)[..8]);
        Assert.Equal("MIT OR Apache-2.0", (string?)components["pkg:nuget/Compound@2.0.0"]["licenses"]![0]!["expression"]);
        Assert.Equal("license.md of Plain", (string?)components["pkg:nuget/Plain@1.0.0-beta.1"]["licenses"]![0]!["license"]!["name"]);
        Assert.Equal("https://example.org/old", (string?)components["pkg:nuget/Old@0.1.0"]["licenses"]![0]!["license"]!["url"]);
        Assert.Equal("© Some\u00adbody <somebody@example.org> & \"friends\"", (string?)components["pkg:nuget/Old@0.1.0"]["copyright"]);

        // Through the package that has nothing in the binary; the tool is not in it.
        Assert.Equal(["pkg:nuget/Compound@2.0.0", "pkg:nuget/One@1.2.3", "project:Own"], Needs(sbom, "pkg:pypi/answer-module@1.2.3a1"));
        Assert.Equal(["pkg:nuget/Plain@1.0.0-beta.1"], Needs(sbom, "pkg:nuget/One@1.2.3"));
        Assert.Equal(["pkg:nuget/Old@0.1.0"], Needs(sbom, "project:Own"));
        Assert.Null(sbom["metadata"]!["timestamp"]);
        Assert.Null(sbom["serialNumber"]);
    }

    [Fact]
    public async Task Native_libraries_are_listed_with_the_hash_that_they_have_in_the_wheel()
    {
        string library = _folder["liböne.so.1"];
        Command.Run(Requires.Compiler(), "-shared", "-fPIC", "-nostdlib", "-o", library, _folder.Write("one.c", "int one(void) { return 1; }"));
        string license = _folder.Write("COPYING.one", "Do what you like.");

        WheelResult wheel = Pack(Request(libraries: [new() { Item = "one", File = library, Version = "1.0", License = "Zlib", LicenseFile = license }]));

        JsonNode sbom = JsonNode.Parse(await Sbom(wheel))!;
        JsonNode component = Assert.Single(sbom["components"]!.AsArray(), component => ((string)component!["bom-ref"]!).StartsWith("pkg:generic/", StringComparison.Ordinal))!;
        Dictionary<string, byte[]> files = RawZip.Read(wheel.Path);
        byte[] packed = files[(string)component["properties"]![0]!["value"]!];
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(packed)), (string?)component["hashes"]![0]!["content"]);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(library)));
        Assert.Equal($"pkg:generic/lib%C3%B6ne.so.1@1.0?checksum=sha256:{hash}", (string?)component["purl"]);
        Assert.Contains((string)component["bom-ref"]!, Needs(sbom, "pkg:pypi/answer-module@1.2.3a1"));
        Assert.Equal("Do what you like.", Encoding.UTF8.GetString(files["answer_module-1.2.3a1.dist-info/licenses/third-party/liböne.so.1/COPYING.one"]));
        Assert.Contains("liböne.so.1 1.0\n    Zlib\n", Encoding.UTF8.GetString(files["answer_module-1.2.3a1.dist-info/licenses/third-party/NOTICE.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Licence_files_go_along_and_are_listed()
    {
        Dictionary<string, byte[]> files = RawZip.Read(Pack(Request(writes: false)).Path);

        string[] licenses = [.. files.Keys.Where(path => path.Contains("/licenses/", StringComparison.Ordinal)).Select(path => path[(path.IndexOf("/licenses/", StringComparison.Ordinal) + 10)..]).Order(StringComparer.Ordinal)];
        Assert.Equal(["third-party/NOTICE.txt", "third-party/One/LICENSE.TXT", "third-party/One/THIRD-PARTY-NOTICES.TXT", "third-party/Plain/license.md"], licenses);
        string metadata = Encoding.UTF8.GetString(files["answer_module-1.2.3a1.dist-info/METADATA"]);
        Assert.All(licenses, path => Assert.Contains($"\nLicense-File: {path}\n", metadata, StringComparison.Ordinal));
        Assert.DoesNotContain(files.Keys, path => path.Contains("/sboms/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_time_is_that_of_SOURCE_DATE_EPOCH_and_equal_input_gives_equal_bytes()
    {
        WheelRequest request = Request(epoch: "1700000000");
        byte[] first = File.ReadAllBytes(Pack(request).Path);
        WheelResult second = Pack(request);

        Assert.Equal(first, File.ReadAllBytes(second.Path));
        Assert.Equal("2023-11-14T22:13:20Z", (string?)JsonNode.Parse(await Sbom(second))!["metadata"]!["timestamp"]);
    }

    [Fact]
    public void Own_files_go_along_under_their_names()
    {
        string own = _folder.Write("more/own.spdx.json", "{}");

        Assert.Equal("{}"u8.ToArray(), RawZip.Read(Pack(Request(files: [own])).Path)["answer_module-1.2.3a1.dist-info/sboms/own.spdx.json"]);
        AssertRefused("there is no file", Request(files: [_folder["none.json"]]));
        AssertRefused("has the name of '", Request(files: [own, _folder.Write("less/own.spdx.json", "{}")]));
        AssertRefused("has the name of the one that PyExt writes", Request(files: [_folder.Write("more/answer_module.cdx.json", "{}")]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{ \"targets\": {} }")]
    [InlineData("{ \"targets\": { \"net10.0/linux-x64\": { \"One\": { } } } }")]
    public void A_damaged_list_of_packages_is_one_error(string assets) => AssertRefused("does not say what the project's packages are", Request(assets: assets));

    [Fact]
    public void A_damaged_package_is_one_error()
    {
        WheelRequest request = Request();
        _folder.Write("packages/one/one.nuspec", "<package>");
        AssertRefused("Delete the folder and restore again.", request);
    }

    private static void AssertRefused(string text, WheelRequest request)
    {
        WheelException refused = Assert.Throws<WheelException>(() => WheelPacker.Pack(request));
        Assert.Equal("PYX4050", refused.Code);
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    private static WheelResult Pack(WheelRequest request) => WheelPacker.Pack(request);

    private static string[] Needs(JsonNode sbom, string reference) =>
        [.. sbom["dependencies"]!.AsArray().Single(entry => (string)entry!["ref"]! == reference)!["dependsOn"]!.AsArray().Select(needed => (string)needed!)];

    private static async Task<string> Sbom(WheelResult wheel)
    {
        string json = Encoding.UTF8.GetString(RawZip.Read(wheel.Path)["answer_module-1.2.3a1.dist-info/sboms/answer_module.cdx.json"]);
        Assert.Equal([], await CycloneDxSchema.Problems(json));
        return json;
    }

    private WheelRequest Request(bool writes = true, string? epoch = null, string assets = Assets, IReadOnlyList<string>? files = null, IReadOnlyList<NativeLibrary>? libraries = null)
    {
        string[] compiled =
        [
            Package("One", "1.2.3", "<license type=\"expression\">MIT</license><projectUrl>https://example.org/one</projectUrl>", "LICENSE.TXT", "THIRD-PARTY-NOTICES.TXT", "README.md"),
            Package("Compound", "2.0.0", "<license type=\"expression\">MIT OR Apache-2.0</license>"),
            Package("Plain", "1.0.0-beta.1", "<license type=\"file\">license.md</license>", "license.md"),
            Package("Old", "0.1.0", "<licenseUrl>https://example.org/old</licenseUrl><copyright>© Some\u00adbody &lt;somebody@example.org&gt; &amp; \"friends\"</copyright><projectUrl>not a url</projectUrl>"),
            _folder.Write("elsewhere/Answer.dll", ""),
        ];
        WheelRequest sample = Samples.Request(_folder, epoch: epoch);
        return new WheelRequest
        {
            Module = sample.Module,
            Distribution = sample.Distribution,
            NativeLibrary = sample.NativeLibrary,
            IntermediateDirectory = sample.IntermediateDirectory,
            Generator = "PyExt 1.0",
            NativeLibraries = libraries ?? [],
            ThirdParty = new ThirdPartyRequest
            {
                CompiledFiles = compiled,
                AssetsFile = _folder.Write("obj/project.assets.json", assets),
                RuntimeIdentifier = "linux-x64",
                WritesSbom = writes,
                SbomFiles = files ?? [],
            },
        };
    }

    // As NuGet leaves one in the packages folder.
    private string Package(string id, string version, string manifest, params string[] files)
    {
        string folder = "packages/" + id.ToLowerInvariant();
        _folder.Write($"{folder}/.nupkg.metadata", "{}");
        _folder.Write($"{folder}/{id.ToLowerInvariant()}.{version}.nupkg.sha512", Convert.ToBase64String([0xde, 0xad, 0xbe, 0xef, .. new byte[60]]));
        _folder.Write($"{folder}/{id.ToLowerInvariant()}.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{id}</id><version>{version}</version><authors>Somebody</authors><description>A package.</description>{manifest}</metadata>
            </package>
            """);
        foreach (string file in files)
            _folder.Write($"{folder}/{file}", file);
        return _folder.Write($"{folder}/lib/net10.0/{id}.dll", "");
    }
}
