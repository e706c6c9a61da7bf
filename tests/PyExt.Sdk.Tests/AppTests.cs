using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>Programs in a wheel beside its module (<c>PyApp</c>), as the user of the wheel has them.</summary>
public sealed class AppTests(AppTests.Packed packed) : IClassFixture<AppTests.Packed>
{
    private const string Both = "linux-x64;linux-arm64";

    public static TheoryData<string> Pythons => Requires.Pythons;

    [Theory, MemberData(nameof(Pythons))]
    public void Pip_installs_the_module_and_the_command(string python)
    {
        const string script = """
            import os, pathlib, subprocess, sys, sysconfig, twofold
            command = os.path.join(sysconfig.get_path("scripts"), "twofold-tool")
            print(twofold.twice(21), oct(os.stat(command).st_mode & 0o777))
            # Constructors ran once, the runtime works: threads, files, time zones, exceptions.
            print(subprocess.run([command, "a b", "ü"], capture_output=True, text=True, input="from stdin"))
            library = pathlib.Path(twofold.__file__).parent / "lib" / "twofold.lib"
            print(library.read_text().strip(), [path.name for path in pathlib.Path(sys.prefix, "include").rglob("*.h")])
            """;
        var venv = Venv.Create(Requires.Python(python), Path.Combine(packed.Project.Folder, "venv-" + python));
        venv.Install(packed.Wheel);

        CommandResult result = venv.Run(script);

        Assert.True(result.ExitCode == 0, result.Lines);
        string[] lines = result.Output.TrimEnd().Split('\n');
        Assert.Equal("42 0o755", lines[0]);
        Assert.Contains("args=['" + venv.Folder, lines[1], StringComparison.Ordinal);
        Assert.EndsWith("returncode=3, stdout='twice 42; a b|ü; from stdin; 10; caught; abc; BA7816\\n', stderr='')", lines[1], StringComparison.Ordinal);
        Assert.Equal("an import library ['twofold.h']", lines[2]);
    }

    [Fact]
    public void Auditwheel_calls_both_manylinux_2_17_and_nothing_leads_out_of_the_wheel()
    {
        Assert.Equal("twofold-1.0.0-cp312-abi3-manylinux_2_17_x86_64.whl", Path.GetFileName(packed.Wheel));

        CommandResult result = new Command(Requires.Tool("auditwheel"), "show", packed.Wheel).Run();

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Contains("following platform tag: \"manylinux_2_17_x86_64\"", string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        string program = packed.Extract("twofold-1.0.0.data/scripts/twofold-tool");
        CommandResult dynamic = new Command("readelf", "-dlW", program).Run();
        Assert.DoesNotMatch("RPATH|RUNPATH|TEXTREL|RWE", dynamic.Output);
        Assert.Contains("PIE", dynamic.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wheel_says_what_is_in_the_app()
    {
        using ZipArchive wheel = ZipFile.OpenRead(packed.Wheel);
        ZipArchiveEntry program = wheel.GetEntry("twofold-1.0.0.data/scripts/twofold-tool")!;
        Assert.Equal("755", Convert.ToString((program.ExternalAttributes >> 16) & 0x1FF, 8));
        using StreamReader record = new(wheel.GetEntry("twofold-1.0.0.dist-info/RECORD")!.Open());
        Assert.Contains("twofold-1.0.0.data/scripts/twofold-tool,sha256=", await record.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using StreamReader reader = new(wheel.GetEntry("twofold-1.0.0.dist-info/sboms/twofold.cdx.json")!.Open());
        string json = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal([], await CycloneDxSchema.Problems(json));
        JsonNode document = JsonNode.Parse(json)!;
        JsonArray components = document["components"]!.AsArray();
        Assert.Contains(components, component => (string)component!["name"]! == "twofold-tool" && (string)component["type"]! == "application");
        Dictionary<string, string[]> needs = document["dependencies"]!.AsArray().ToDictionary(entry => (string)entry!["ref"]!, entry => entry!["dependsOn"]!.AsArray().Select(name => (string)name!).ToArray());
        Assert.Equal(["pkg:nuget/Microsoft.Extensions.Primitives@10.0.5", "project:Shared"], needs["app:twofold-tool"]);
        Assert.Contains("app:twofold-tool", needs["pkg:pypi/twofold@1.0.0"]);
        Assert.DoesNotContain("pkg:nuget/Microsoft.Extensions.Primitives@10.0.5", needs["pkg:pypi/twofold@1.0.0"]);
        Assert.NotNull(wheel.GetEntry("twofold-1.0.0.dist-info/licenses/third-party/Microsoft.Extensions.Primitives/THIRD-PARTY-NOTICES.TXT"));
    }

    [Fact]
    public void Packing_again_makes_nothing_and_leaves_the_apps_own_folders_alone()
    {
        DateTime written = File.GetLastWriteTimeUtc(packed.Program);

        CommandResult result = packed.Command("pack", "-v:normal").Run();

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Contains("(up to date)", result.Lines, StringComparison.Ordinal);
        Assert.DoesNotContain("Generating native code", result.Lines, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(packed.Program));
        Assert.False(Directory.Exists(Path.Combine(packed.Project.Folder, "tool", "bin")));
        // What the author's own builds left there is no source of the app.
        Assert.Equal(["leftover.cs"], Directory.EnumerateFileSystemEntries(Path.Combine(packed.Project.Folder, "tool", "obj")).Select(Path.GetFileName));
    }

    /// <summary>The sdist has all of it, another place and another day make the same bytes, and one command serves both platforms.</summary>
    [Fact]
    public void From_its_sdist_for_two_platforms_the_wheel_is_the_same()
    {
        using var folder = new TestFolder("app-from-sdist");
        byte[] expected = File.ReadAllBytes(packed.Wheel);
        CommandResult sdist = packed.Command("build", "-c", "Release", "-t:PackSdist", "-p:PySdistVerify=false").Run();
        Assert.True(sdist.ExitCode == 0, sdist.Lines);
        using (FileStream file = File.OpenRead(Directory.EnumerateFiles(packed.Project.Output, "*.tar.gz").Single()))
        using (GZipStream tar = new(file, CompressionMode.Decompress))
            TarFile.ExtractToDirectory(tar, folder.FullName, overwriteFiles: false);
        string project = folder["twofold-1.0.0"];
        Assert.Equal(["Program.cs", "tool.csproj"], Directory.EnumerateFiles(Path.Combine(project, "tool")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        CommandResult pack = SdkFeed.Dotnet(project, "pack", "-v:minimal", $"-p:RuntimeIdentifiers=\"{Both}\"").With("PATH", Requires.PathWith("clang", "ld.lld", "llvm-objcopy")).Run();

        Assert.True(pack.ExitCode == 0, pack.Lines);
        IReadOnlyList<string> wheels = TestProject.WheelsIn(Path.Combine(project, "bin", "Release"));
        Assert.Equal(["twofold-1.0.0-cp312-abi3-manylinux_2_17_aarch64.whl", "twofold-1.0.0-cp312-abi3-manylinux_2_17_x86_64.whl"], wheels.Select(Path.GetFileName));
        Assert.Equal(Entries(packed.Wheel), Entries(wheels[1]));
        Assert.Equal(expected, File.ReadAllBytes(wheels[1]));

        EmulatedPython python = EmulatedPython.Create(folder["venv"]);
        python.Install(wheels[0]);
        CommandResult run = python.Run("-c", "import subprocess, sysconfig; print(subprocess.run([sysconfig.get_path('scripts') + '/twofold-tool', 'x'], capture_output=True, text=True, input='y'))");
        Assert.EndsWith("returncode=3, stdout='twice 42; x; y; 10; caught; abc; BA7816\\n', stderr='')\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_editable_install_has_the_command_and_a_rebuild_reaches_it()
    {
        PythonInterpreter python = PythonInterpreters.All.FirstOrDefault(candidate => candidate is { CanCreateVenv: true, IsFreeThreaded: false, Launcher: null })!;
        Assert.SkipWhen(python is null, "There is no CPython 3.12 or later outside of a root of its own.");
        _ = packed.Wheel;
        using var folder = new TestFolder("app-editable");
        var venv = Venv.Create(python, folder["venv"]);

        CommandResult develop = packed.Command("build", "-c", "Release", "-t:PyDevelop", "-p:PyPython=" + Path.Combine(venv.Folder, "bin", "python")).Run();

        Assert.True(develop.ExitCode == 0, develop.Lines);
        string command = Path.Combine(venv.Folder, "bin", "twofold-tool");
        CommandResult run = new Command(command, "one", "two words").Run();
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("twice 42; one|two words; ", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("#!/bin/sh\nexec '", File.ReadAllText(command), StringComparison.Ordinal);
        string manifest = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(packed.Project.Folder, "obj", "editable"), "manifest.json", SearchOption.AllDirectories).Single());
        Assert.Contains("tool/Program.cs", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_no_app_is_named_before_anything_is_compiled()
    {
        using TestProject project = new TestProject("Noapp")
            .WithItem("<Compile Remove=\"lib/**;multi/**\" />")
            .WithItem("<PyApp Include=\"absent/absent.csproj;lib;lib/lib.csproj;multi/multi.csproj;old/old.proj\" />")
            .Write("lib/lib.csproj", Packed.Sdk("<TargetFramework>net10.0</TargetFramework>"))
            .Write("multi/multi.csproj", Packed.Sdk("<TargetFrameworks>net9.0;net10.0</TargetFrameworks><OutputType>Exe</OutputType>"))
            .Write("old/old.proj", "<Project />\n");

        CommandResult result = project.Pack();

        Assert.NotEqual(0, result.ExitCode);
        Diagnostic[] errors = [.. Diagnostic.Read(result.Lines)];
        Assert.All(errors, error => Assert.Equal(("error", "PYX1011"), (error.Severity, error.Code)));
        Assert.Collection(
            errors.Select(error => error.Text),
            text => Assert.EndsWith("absent/absent.csproj' does not exist. Correct the path of the project file.", text, StringComparison.Ordinal),
            text => Assert.EndsWith("/lib' is a folder. Name the project file in it.", text, StringComparison.Ordinal),
            text => Assert.EndsWith("Set <OutputType>Exe</OutputType> there, or refer to it with a ProjectReference.", text, StringComparison.Ordinal),
            text => Assert.Contains("multi.csproj' has TargetFrameworks ('net9.0;net10.0'), ", text, StringComparison.Ordinal),
            text => Assert.Contains("old/old.proj' is no project of the .NET SDK.", text, StringComparison.Ordinal));
        Assert.False(project.WasCompiled);
        Assert.Empty(project.Leftovers);
    }

    [Fact]
    public void Commands_that_collide_are_named_before_anything_is_compiled()
    {
        using TestProject project = new TestProject("Clash")
            .WithItem("<Compile Remove=\"one/**;two/**;three/**\" />")
            .WithItem("<PyScript Include=\"clash\" EntryPoint=\"clash:main\" />")
            .WithItem("<PyApp Include=\"one/one.csproj\" Command=\"Clash\" />")
            .WithItem("<PyApp Include=\"two/two.csproj\" />")
            .WithItem("<PyApp Include=\"three/three.csproj\" Command=\"two\" />")
            .WithItem("<PyApp Include=\"four/four.csproj\" Command=\"a/b\" />");
        foreach (string name in new[] { "one", "two", "three", "four" })
            project.Write($"{name}/{name}.csproj", Packed.Sdk("<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>"));

        CommandResult result = project.Pack();

        Assert.NotEqual(0, result.ExitCode);
        Assert.Collection(
            Diagnostic.Read(result.Lines),
            error => Assert.EndsWith("has the command 'Clash', and so has the PyScript 'clash': one would overwrite the other. Set Command to another name.", error.Text, StringComparison.Ordinal),
            error => Assert.Contains("three.csproj' has the command 'two', and so has the PyApp '", error.Text, StringComparison.Ordinal),
            error => Assert.Contains("has the command 'a/b', which no installer accepts: ", error.Text, StringComparison.Ordinal));
        Assert.False(project.WasCompiled);
    }

    [Fact]
    public void An_app_that_does_not_compile_shows_its_errors_and_one_that_needs_a_library_of_a_package_is_refused()
    {
        using TestProject project = new TestProject("Broken")
            .WithItem("<Compile Remove=\"tool/**\" />")
            .WithItem("<PyApp Include=\"tool/tool.csproj\" />")
            .Write("tool/tool.csproj", Packed.Sdk("<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>"))
            .Write("tool/Program.cs", "int x = \"no number\";\n");

        CommandResult result = project.Pack();

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(["CS0029", "PYX1012"], Diagnostic.Read(result.Lines).Where(diagnostic => diagnostic.Severity == "error").Select(error => error.Code));
        Assert.Contains("tool/Program.cs(1,9)", result.Lines, StringComparison.Ordinal);
        Assert.Empty(project.Leftovers);

        project.Write("tool/Program.cs", "return;\n")
            .Write("tool/tool.csproj", Packed.Sdk("<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><NoWarn>$(NoWarn);NU1603</NoWarn>", NativeLibraryTests.Bundled.Sqlite));
        result = project.Pack();
        Assert.NotEqual(0, result.ExitCode);
        Diagnostic[] errors = [.. Diagnostic.Read(result.Lines).Where(diagnostic => diagnostic.Severity == "error")];
        Assert.Equal(["PYX3032", "PYX1012"], errors.Select(error => error.Code));
        Assert.Matches(@"^The NuGet package SQLitePCLRaw.lib.e_sqlite3 [0-9.]+ of the app 'tool' brings the native library libe_sqlite3.so, but an app is installed where all commands are, ", errors[0].Text);
        Assert.Empty(project.Leftovers);
    }

    /// <summary>One project with an app, a library and a package that only the app has, and files for developers. Packed once.</summary>
    public sealed class Packed : IDisposable
    {
        private readonly Lazy<string> _wheel;

        public Packed() => _wheel = new Lazy<string>(() =>
        {
            Project.Write("tool/tool.csproj", Sdk(
                    "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>",
                    "<ProjectReference Include=\"../shared/Shared.csproj\" />", "<PackageReference Include=\"Microsoft.Extensions.Primitives\" Version=\"10.0.5\" />"))
                .Write("tool/Program.cs", """
                    string caught = "nothing";
                    try { int.Parse("x"); } catch (FormatException) { caught = "caught"; }
                    int sum = 0;
                    Thread[] threads = [.. Enumerable.Range(0, 5).Select(number => new Thread(() => Interlocked.Add(ref sum, number)))];
                    foreach (Thread thread in threads) thread.Start();
                    foreach (Thread thread in threads) thread.Join();
                    _ = TimeZoneInfo.Local.DisplayName + File.GetLastWriteTime(Environment.ProcessPath!);
                    Console.WriteLine($"twice {Shared.Numbers.Twice(21)}; {string.Join("|", args)}; {Console.In.ReadToEnd()}; {sum}; {caught}; {new Microsoft.Extensions.Primitives.StringSegment("xabcx", 1, 3)}; {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("abc"u8))[..6]}");
                    return 3;
                    """)
                .Write("tool/obj/leftover.cs", "this is no C#")
                .Write("shared/Shared.csproj", Sdk("<TargetFramework>net10.0</TargetFramework>"))
                .Write("shared/Numbers.cs", "namespace Shared; public static class Numbers { public static long Twice(long value) => 2 * value; }")
                .Write("include/twofold.h", "long twice(long value);\n")
                .Write("native/twofold.lib", "an import library\n");
            CommandResult result = Command("pack").Run();
            Assert.True(result.ExitCode == 0, result.Lines);
            Assert.DoesNotContain("warning", result.Lines, StringComparison.Ordinal);
            Assert.Contains(
                "tool: The app 'twofold-tool' opens OpenSSL at run time (libssl.so.1.0.0, libssl.so.1.0.2, libssl.so.1.1 and 2 more): System.Security.Cryptography needs it (used by tool: System.Security.Cryptography.SHA256). ",
                result.Lines, StringComparison.Ordinal);
            Assert.Matches(@"link [\d.]+ m?s, apps [\d.]+ m?s, audit", result.Lines);
            return Assert.Single(Project.Wheels);
        });

        public TestProject Project { get; } = new TestProject("Twofold")
            .With("DefaultItemExcludes", "$(DefaultItemExcludes);tool/**;shared/**")
            .WithItem("<PyApp Include=\"tool/tool.csproj\" Command=\"twofold-tool\" />")
            .WithItem("<PyData Include=\"include/*.h\" Kind=\"headers\" />")
            .WithItem("<PyData Include=\"native/twofold.lib\" Kind=\"platlib\" TargetPath=\"twofold/lib/\" />")
            .WithModule("""
                using PyExt;

                namespace Twofold;

                /// <summary>Beside a program.</summary>
                [PyModule]
                public sealed partial class TwofoldModule
                {
                    /// <summary>Twice a number.</summary>
                    public static long Twice(long value) => 2 * value;
                }

                """);

        public string Wheel => _wheel.Value;

        /// <summary>The program as it was linked.</summary>
        public string Program
        {
            get
            {
                _ = Wheel;
                return Directory.EnumerateFiles(Path.Combine(Project.Folder, "obj", "Release"), "tool", SearchOption.AllDirectories).Single();
            }
        }

        public static string Sdk(string properties, params string[] items) =>
            $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{properties}</PropertyGroup><ItemGroup>{string.Concat(items)}</ItemGroup></Project>\n";

        /// <summary>By the same linker as for another machine, where that one is there: two linkers make two programs.</summary>
        public Command Command(string verb, params string[] arguments) => Project.Command(verb, arguments)
            .With("PATH", Repository.Linkers + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"));

        public string Extract(string path)
        {
            using ZipArchive wheel = ZipFile.OpenRead(Wheel);
            string file = Path.Combine(Project.Folder, Path.GetFileName(path));
            wheel.GetEntry(path)!.ExtractToFile(file, overwrite: true);
            return file;
        }

        public void Dispose() => Project.Dispose();
    }

    private static IEnumerable<string> Entries(string wheel)
    {
        using ZipArchive archive = ZipFile.OpenRead(wheel);
        return [.. archive.Entries.Select(entry => $"{entry.FullName} {entry.Crc32:x8}")];
    }
}
