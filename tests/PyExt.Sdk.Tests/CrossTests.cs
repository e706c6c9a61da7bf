using System.Security.Cryptography;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>One <c>dotnet pack</c> makes wheels for several platforms; those of another architecture are run, emulated.</summary>
public sealed class CrossTests(CrossTests.CrossModules cross) : IClassFixture<CrossTests.CrossModules>
{
    private const string Both = "linux-x64;linux-arm64";

    [Fact]
    public void One_pack_makes_a_wheel_for_each_platform() => Assert.Equal(
        ["hello-0.1.0-cp312-abi3-manylinux_2_17_aarch64.whl", "hello-0.1.0-cp312-abi3-manylinux_2_17_x86_64.whl"],
        cross.Both.Select(Path.GetFileName));

    [Fact]
    public void Packed_alone_in_another_folder_on_another_day_each_has_the_same_bytes()
    {
        using var folder = new TestFolder("another-place-for-both");
        string hello = PackedModules.Copy("hello", folder.FullName);
        foreach (string file in Directory.EnumerateFiles(hello, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-40));

        CrossModules.Pack(hello, "-r", "linux-arm64");
        CrossModules.Pack(hello, "-r", "linux-x64");

        Assert.Equal(cross.Both.Select(Hash), TestProject.WheelsIn(Path.Combine(hello, "bin", "Release")).Select(Hash));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("counter")]
    public void Auditwheel_calls_a_cross_linked_wheel_manylinux_2_17(string module)
    {
        string auditwheel = Requires.Tool("auditwheel");

        CommandResult result = new Command(auditwheel, "show", cross.Arm64(module)).Run();

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Contains("following platform tag: \"manylinux_2_17_aarch64\"", string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "test_*.py")]
    [InlineData("counter", "test_interpreters.py")] // eight of them, with a GIL each, on eight threads
    [InlineData("binding", "test_calls.py")]
    public void A_wheel_for_arm64_runs_on_arm64(string module, string tests)
    {
        CommandResult result = cross.EmulatedPython.Run("-m", "unittest", "discover", "-p", tests, "-s", Path.Combine(PackedModules.Source(module), "tests"));

        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}:\n{result.Lines}");
        Assert.DoesNotContain("Ran 0 tests", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Packing_again_makes_nothing_and_clean_takes_all_of_it()
    {
        string folder = cross.BothFolder;
        DateTime[] written = [.. cross.Both.Select(File.GetLastWriteTimeUtc)];

        string again = cross.PackBoth().Output;

        Assert.Equal(2, again.Split("(up to date)").Length - 1);
        Assert.DoesNotContain("Generating native code", again, StringComparison.Ordinal);
        Assert.Equal(written, cross.Both.Select(File.GetLastWriteTimeUtc));

        string[] wheels = [.. cross.Both];
        using var copy = new TestFolder("cleaned");
        foreach (string wheel in wheels)
            File.Copy(wheel, copy[Path.GetFileName(wheel)]);
        try
        {
            SdkFeed.Dotnet(folder, "clean", "-c", "Release", Property(Both), "-v:minimal").Run().EnsureSuccess("Cleaning");

            Assert.All(wheels, wheel => Assert.False(File.Exists(wheel), wheel));
            Assert.Empty(Directory.EnumerateFiles(folder, "*.abi3.so*", SearchOption.AllDirectories));
        }
        finally
        {
            foreach (string wheel in wheels)
                File.Copy(copy[Path.GetFileName(wheel)], wheel, overwrite: true);
        }
    }

    [Fact]
    public void A_declared_set_of_wheels_is_complete_or_its_missing_member_is_an_error()
    {
        using var dist = new TestFolder("dist");
        foreach (string wheel in cross.Both)
            File.Copy(wheel, dist[Path.GetFileName(wheel)]);

        CommandResult complete = CheckWheels(dist, "linux-x64;linux-arm64");
        Assert.True(complete.ExitCode == 0, complete.Lines);
        Assert.Contains("linux-arm64: hello-0.1.0-cp312-abi3-manylinux_2_17_aarch64.whl", complete.Output, StringComparison.Ordinal);

        Diagnostic missing = Diagnostic.OnlyError(CheckWheels(dist, "linux-x64;linux-arm64;osx-arm64"));
        Assert.Equal("PYX4030", missing.Code);
        Assert.StartsWith("PyWheels lists osx-arm64, but ", missing.Text, StringComparison.Ordinal);

        Diagnostic extra = Diagnostic.OnlyError(CheckWheels(dist, "linux-x64"));
        Assert.Equal("PYX4031", extra.Code);
        Assert.StartsWith("hello-0.1.0-cp312-abi3-manylinux_2_17_aarch64.whl is not one of the project's wheels: PyWheels does not list linux-arm64.", extra.Text, StringComparison.Ordinal);

        using (FileStream file = File.OpenWrite(dist[Path.GetFileName(cross.Both[0])]))
            file.SetLength(file.Length / 2);
        Assert.All(Diagnostic.Read(CheckWheels(dist, "linux-x64;linux-arm64").Lines), error => Assert.StartsWith("PYX401", error.Code, StringComparison.Ordinal));

        Assert.Equal("PYX1009", Diagnostic.OnlyError(CheckWheels(dist, "linux-x64;sdits")).Code);
        Assert.Equal("PYX4030", Diagnostic.OnlyError(CheckWheels(dist, "")).Code);
    }

    private CommandResult CheckWheels(TestFolder dist, string members)
    {
        _ = cross.Both;
        return SdkFeed.Dotnet(cross.BothFolder, "msbuild", "-t:PyCheckWheels", $"-p:PyWheels=\"{members}\"", $"-p:PyWheelsFolder={dist.FullName}", "-v:minimal", "-nologo").Run();
    }

    [Fact]
    public void Without_a_cross_linker_its_packages_are_named_before_anything_is_compiled()
    {
        using TestProject project = new("Nothing");
        using var empty = new TestFolder("no-clang");
        foreach (string program in new[] { "gcc", "ld", "as", "objcopy", "sh", "which", "test", "grep", "uname" })
            File.CreateSymbolicLink(empty[program], Machine.OnPath(program)!);

        Diagnostic error = Diagnostic.OnlyError(project.Command("pack", "-r", "linux-arm64").With("PATH", empty.FullName).Run());

        Assert.Equal("PYX2010", error.Code);
        Assert.StartsWith("Linking for linux-arm64 on this machine needs clang and lld, or aarch64-linux-gnu-gcc; they are not on PATH. ", error.Text, StringComparison.Ordinal);
        Assert.False(project.WasCompiled);
        Assert.Empty(project.Leftovers);
    }

    [Theory]
    [InlineData("win-x64", "PYX2011", "A module for win-x64 can only be linked on Windows, and this machine is linux-x64. Run `dotnet pack -r win-x64` on a Windows machine")]
    [InlineData("linux-s390x", "PYX1009", "RuntimeIdentifier names 'linux-s390x', for which there are no wheels. Use linux-x64, ")]
    public void A_platform_that_cannot_be_served_is_refused(string platform, string code, string text)
    {
        using TestProject project = new("Nowhere");

        // Restored for another platform first: there may be no packages for this one, which is restore's error and not this one.
        project.Command("restore").Run();
        Diagnostic error = Diagnostic.OnlyError(project.Command("pack", "--no-restore", $"-p:RuntimeIdentifier={platform}").Run());

        Assert.Equal(code, error.Code);
        Assert.StartsWith(text, error.Text, StringComparison.Ordinal);
        Assert.False(project.WasCompiled);
    }

    [Fact]
    public void A_mistake_in_C_sharp_is_reported_once_for_all_platforms()
    {
        using TestProject project = new TestProject("Twice").With("RuntimeIdentifiers", Both).Write("Wrong.cs", "class Wrong { int X => \"\"; }\n");

        Assert.Equal("CS0029", Diagnostic.OnlyError(project.Pack()).Code);
        Assert.Empty(project.Leftovers);
    }

    [Fact]
    public void A_misspelt_platform_among_several_is_named_once()
    {
        using TestProject project = new TestProject("Misspelt").With("RuntimeIdentifiers", "linux-x64;linux-amd64");

        project.Command("restore").Run();
        Diagnostic error = Diagnostic.OnlyError(project.Command("pack", "--no-restore").Run());

        Assert.Equal("PYX1009", error.Code);
        Assert.StartsWith("RuntimeIdentifiers names 'linux-amd64' (did you mean linux-arm64?), for which there are no wheels.", error.Text, StringComparison.Ordinal);
    }

    // On the command line a list of several needs quotes that MSBuild sees.
    private static string Property(string list) => $"-p:RuntimeIdentifiers=\"{list}\"";

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>What these tests look at, each packed when the first asks for it.</summary>
    public sealed class CrossModules : IDisposable
    {
        private readonly TestFolder _folder = new("cross");
        private readonly Lazy<string[]> _both;
        private readonly Dictionary<string, Lazy<string>> _arm64;
        private readonly Lazy<EmulatedPython> _python;

        public CrossModules()
        {
            _both = new Lazy<string[]>(() =>
            {
                PackedModules.Copy("hello", _folder.FullName);
                PackBoth();
                return [.. TestProject.WheelsIn(Path.Combine(BothFolder, "bin", "Release"))];
            });
            _arm64 = new[] { "counter", "binding" }.ToDictionary(module => module, module => new Lazy<string>(() => PackArm64(module)));
            _python = new Lazy<EmulatedPython>(() =>
            {
                EmulatedPython python = EmulatedPython.Create(_folder["venv"]);
                python.Install(Arm64("hello"), Arm64("counter"), Arm64("binding"));
                return python;
            });
        }

        public string BothFolder => Path.Combine(_folder.FullName, "examples", "hello");

        /// <summary>Hello for arm64 and for x64, from one pack.</summary>
        public IReadOnlyList<string> Both => _both.Value;

        public string Arm64(string module) => module == "hello" ? Both[0] : _arm64[module].Value;

        /// <summary>A Python in which all of them are installed.</summary>
        public EmulatedPython EmulatedPython => _python.Value;

        public CommandResult PackBoth() => Pack(BothFolder, Property(CrossTests.Both));

        public void Dispose() => _folder.Dispose();

        private string PackArm64(string module)
        {
            string folder = PackedModules.Copy(module, _folder.FullName);
            Pack(folder, "-r", "linux-arm64");
            return TestProject.WheelsIn(Path.Combine(folder, "bin", "Release")).Single();
        }

        public static CommandResult Pack(string folder, params IEnumerable<string> arguments) =>
            SdkFeed.Dotnet(folder, ["pack", "-v:minimal", .. arguments])
                .With("PATH", Requires.PathWith("clang", "ld.lld", "llvm-objcopy"))
                .Run().EnsureSuccess($"Packing {Path.GetFileName(folder)} for several platforms");
    }
}
