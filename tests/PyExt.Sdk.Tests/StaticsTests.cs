using System.Text.Json;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>What a dependency keeps in statics, every interpreter would share: the pack stops until the project says why they may.</summary>
public sealed class StaticsTests
{
    private const string Lib = """
        namespace Lib;

        public static class Counters
        {
            private static readonly int[] Primes = [2, 3, 5, 7];
            private static readonly Dictionary<string, int> Seen = [];

            public static long Count(string key, int index)
            {
                Seen[key] = Primes[index & 3];
                return Seen.Count;
            }
        }

        """;

    [Fact]
    public void A_dependency_with_mutable_statics_needs_a_reason()
    {
        using TestProject project = Project();

        CommandResult refused = project.Pack();

        Diagnostic error = Diagnostic.OnlyError(refused);
        string report = Assert.Single(Directory.EnumerateFiles(project.Folder, "PyExt.statics.json", SearchOption.AllDirectories));
        Assert.Equal("PYX3010", error.Code);
        Assert.Equal("Lib keeps 1 static field that may change and that every interpreter would share: Lib.Counters.Seen (is changed by System.Collections.Generic.Dictionary`2.set_Item in Lib.Counters.Count). "
            + $"Find out whether interpreters may share them, and list each type, or the whole package, with the reason: <PySharedStatic Include=\"Lib.Counters\" Reason=\"…\" />. See {report}", error.Text);
        Assert.Empty(project.Leftovers);
        Assert.Equal("unknown", ClassOf(report, "Seen"));
        Assert.Equal("immutable", ClassOf(report, "Primes"));

        // The report that it leaves is no reason to pass the next time.
        Assert.Equal("PYX3010", Diagnostic.OnlyError(project.Pack()).Code);

        CommandResult packed = project.WithItem("""<PySharedStatic Include="Lib.Counters.Seen" Reason="Only a test; *.cs" />""").Pack();

        Assert.True(packed.ExitCode == 0, packed.Output);
        Assert.Single(project.Wheels);
        Assert.Equal("listed", ClassOf(report, "Seen"));
        Assert.Contains("listed: Lib.Counters.Seen: Only a test; *.cs", project.Build("-c:Release", "-t:PyAudit").Output, StringComparison.Ordinal);

        // The project is read anew, nothing else is compiled: only the scan runs again.
        CommandResult unneeded = project.WithItem("""<PySharedStatic Include="Lib.Counters.Primes" Reason="A table." />""").WithItem("""<PySharedStatic Include="Lib" />""").Pack();

        Assert.Contains("warning PYX3011: PySharedStatic 'Lib.Counters.Primes' names no static field", unneeded.Output, StringComparison.Ordinal);
        Assert.Equal("PYX3012", Diagnostic.OnlyError(unneeded).Code);
    }

    [Fact]
    public void A_module_for_one_interpreter_keeps_its_statics()
    {
        using TestProject project = Project().With("PyMultipleInterpreters", "NotSupported");

        CommandResult packed = project.Pack();

        Assert.True(packed.ExitCode == 0, packed.Output);
        Assert.Single(project.Wheels);
    }

    private static TestProject Project() => new TestProject("Counting")
        .WithItem("""<ProjectReference Include="Lib/Lib.csproj" />""")
        .WithItem("""<Compile Remove="Lib/**" />""")
        .Write("Lib/Lib.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
            </Project>
            """)
        .Write("Lib/Counters.cs", Lib)
        .WithModule("""
            using PyExt;

            namespace Counting;

            [PyModule]
            public sealed partial class CountingModule
            {
                public static long Count(string key) => Lib.Counters.Count(key, key.Length);
            }
            """);

    private static string? ClassOf(string report, string field)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
        return json.RootElement.GetProperty("assemblies").EnumerateArray().Single(assembly => assembly.GetProperty("name").GetString() == "Lib")
            .GetProperty("types").EnumerateArray().SelectMany(type => type.GetProperty("fields").EnumerateArray())
            .Single(found => found.GetProperty("name").GetString() == field).GetProperty("class").GetString();
    }
}
