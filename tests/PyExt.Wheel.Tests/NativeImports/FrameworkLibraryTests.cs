using System.Text.Json.Nodes;
using PyExt.Wheel.Elf;
using PyExt.Wheel.NativeImports;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Statics;
using PyExt.Wheel.Tests.Statics;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.NativeImports;

/// <summary>What .NET's own native code opens, which no import names.</summary>
public sealed class FrameworkLibraryTests : IDisposable
{
    private const string Source = """
        public static class Codes
        {
            public static byte[] Hash(byte[] data) => System.Security.Cryptography.SHA256.HashData(data);
            public static System.Net.Http.HttpClient Client() => new();
            public static string Upper(string text) => string.Concat(text.Select(char.ToUpperInvariant));
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly StaticsProgram _program = new();

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void OpenSSL_is_named_with_the_types_that_lead_to_it()
    {
        _program.Add("App", Source, AssemblyOrigin.Project).Add("Plain", "public static class Plain { public static int Twice(int value) => 2 * value; }", package: "Plain");

        RuntimeOpenings openings = _program.Openings(Binary("libssl.so.3", "libssl.so.1.1", "libssl.so."));

        FrameworkLibrary library = Assert.Single(openings.Framework);
        Assert.Equal(["libssl.so.1.1", "libssl.so.3"], library.Files);
        (string user, IReadOnlyList<string> types) = Assert.Single(library.Users);
        Assert.Equal(("App", "System.Net.Http.HttpClient, System.Security.Cryptography.SHA256"), (user, string.Join(", ", types)));
        Assert.Equal(
            "The module opens OpenSSL at run time (libssl.so.1.1, libssl.so.3): System.Security.Cryptography needs it (used by App: System.Net.Http.HttpClient, System.Security.Cryptography.SHA256). "
            + "No platform tag promises it; where it is missing, the process ends with a message at the first use.",
            Assert.Single(openings.Notes(NativeLibraryBundle.Read([], ElfMachine.X64), [], app: null)));
        Assert.StartsWith("The app 'tool' opens OpenSSL ", Assert.Single(openings.Notes(NativeLibraryBundle.Read([], ElfMachine.X64), [], "tool")), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(openings.Json(NativeLibraryBundle.Read([], ElfMachine.X64)))!["libraries"]![0]!;
        Assert.Equal(("OpenSSL", "System.Security.Cryptography", null), ((string)json["name"]!, (string)json["openedBy"]!, (string?)json["inWheel"]));
        Assert.Equal("System.Net.Http.HttpClient", (string)json["usedBy"]!["App"]![0]!);
    }

    [Fact]
    public void What_the_wheel_brings_along_or_the_project_knows_is_not_mentioned()
    {
        RuntimeOpenings openings = _program.Openings(Binary("libssl.so.3", "libicuuc.so"));
        NativeLibraryBundle bundle = NativeLibraryBundle.Read([new NativeLibrary { Item = "ssl", File = Gcc.Link(_folder, "ssl", "int ssl(void) { return 1; }", "-nostdlib", "-fvisibility=default", "-Wl,-soname,libssl.so.3"), Names = [] }], ElfMachine.X64);

        Assert.StartsWith("The module opens ICU at run time (libicuuc.so): System.Private.CoreLib needs it. ", Assert.Single(openings.Notes(bundle, [], app: null)), StringComparison.Ordinal);
        Assert.Empty(openings.Notes(bundle, ["libicuuc.so"], app: null));
        Assert.Matches(@"  OpenSSL \(libssl\.so\.3; in the wheel: [a-z0-9.-]+\)\n    \.NET: System\.Security\.Cryptography; where it is missing, the process ends", NativeImportTable.Write(openings, bundle));
    }

    [Fact]
    public void A_module_without_such_code_opens_nothing() => Assert.Empty(_program.Openings(Binary("libother.so.1")).Framework);

    private string Binary(params string[] names) =>
        Gcc.Link(_folder, "module", string.Concat(names.Select((name, number) => $"__attribute__((visibility(\"default\"))) const char name{number}[] = \"{name}\";\n")), "-nostdlib");
}
