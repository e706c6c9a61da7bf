using System.IO.Compression;
using System.Text.Json.Nodes;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>What real wheels say they are made of.</summary>
public sealed class SbomTests(PackedModules modules)
{
    [Fact]
    public async Task Markdig_the_runtime_and_PyExt_are_in_fastmd()
    {
        using ZipArchive wheel = ZipFile.OpenRead(modules.Wheel("fastmd"));
        using StreamReader reader = new(wheel.GetEntry("fastmd-0.1.0.dist-info/sboms/fastmd.cdx.json")!.Open());
        string json = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal([], await CycloneDxSchema.Problems(json));
        JsonArray components = JsonNode.Parse(json)!["components"]!.AsArray();
        Assert.Equal(["Markdig", "Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64", "PyExt"], components.Select(component => (string)component!["name"]!));
        Assert.Equal(["BSD-2-Clause", "MIT", "MIT"], components.Select(component => (string)component!["licenses"]![0]!["license"]!["id"]!));
        Assert.All(components, component => Assert.Equal(128, ((string)component!["hashes"]![0]!["content"]!).Length));
        Assert.DoesNotContain(Path.GetTempPath(), json, StringComparison.Ordinal);
    }

    [Fact]
    public void Pip_installs_the_licences_and_Python_finds_them()
    {
        const string script = """
            import importlib.metadata as m
            d = m.distribution("fastmd")
            for name in d.metadata.get_all("License-File"):
                print(name, len(d.read_text("licenses/" + name)) > 100)
            print([f.name for f in d.files if "sboms" in f.parts])
            """;

        CommandResult result = modules.Venv(Requires.AnyPython()).Run(script);

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Contains("third-party/Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64/THIRD-PARTY-NOTICES.TXT True\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("third-party/NOTICE.txt True\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("False", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("['fastmd.cdx.json']\n", result.Output, StringComparison.Ordinal);
    }
}
