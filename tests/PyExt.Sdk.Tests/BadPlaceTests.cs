using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>Folders, disks and moments that make trouble: the wheel is the same as anywhere else, or there is one error and no wheel.</summary>
public sealed class BadPlaceTests(PackedModules modules, BadPlaceTests.AwkwardFolder awkward) : IClassFixture<BadPlaceTests.AwkwardFolder>
{
    [Fact]
    public void A_folder_with_quotes_commas_spaces_and_a_long_name_makes_the_same_wheel()
    {
        Assert.True(awkward.Project.Length > 260);
        Assert.Equal(File.ReadAllBytes(modules.Wheel("hello")), File.ReadAllBytes(awkward.Wheel));
    }

    [Fact]
    public void A_full_disk_is_one_error_and_leaves_nothing()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Machine.OnPath("unshare") is not null, "Making a small disk needs root and unshare.");
        _ = awkward.Wheel;
        using var folder = new TestFolder("full-disk");
        // The disk goes with the command, which therefore lists what was left on it.
        const string OnSmallDisk = "mount -t tmpfs -o size=100k tmpfs \"$0\"; \"$@\"; code=$?; echo left: $(ls -A \"$0\"); exit $code";
        string[] pack = [Dotnet.Host, "pack", "-v:minimal", "-clp:NoSummary", "-o", folder.FullName];
        Command onSmallDisk = new("unshare", ["--mount", "bash", "-c", OnSmallDisk, folder.FullName, .. pack]) { WorkingDirectory = awkward.Project };

        CommandResult result = Dotnet.Clean(onSmallDisk).With("NUGET_PACKAGES", SdkFeed.PackagesFolder).Run();

        Diagnostic error = Diagnostic.OnlyError(result);
        Assert.Equal("PYX4005", error.Code);
        Assert.Contains("No space left on device. Make the folder writable, or set PackageOutputPath to another one.", error.Text, StringComparison.Ordinal);
        Assert.Contains("left:\n", result.Lines, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_wheel_is_replaced_and_a_folder_in_its_place_is_an_error()
    {
        using var folder = new TestFolder("taken");
        string target = folder[Path.GetFileName(awkward.Wheel)];
        File.WriteAllText(target, "old");
        File.SetAttributes(target, FileAttributes.ReadOnly);

        CommandResult replaced = awkward.Pack("-o", folder.FullName);
        Assert.True(replaced.ExitCode == 0, replaced.Lines);
        Assert.Equal(File.ReadAllBytes(awkward.Wheel), File.ReadAllBytes(target));

        File.Delete(target);
        Directory.CreateDirectory(target);
        Diagnostic error = Diagnostic.OnlyError(awkward.Pack("-o", folder.FullName));
        Assert.Equal("PYX4005", error.Code);
        Assert.Equal([target], Directory.EnumerateFileSystemEntries(folder.FullName));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    public void A_bad_SOURCE_DATE_EPOCH_is_refused_before_anything_is_compiled(string epoch)
    {
        using TestProject project = new("Epoch");

        Diagnostic error = Diagnostic.OnlyError(project.Command("pack").With("SOURCE_DATE_EPOCH", epoch).Run());

        Assert.Equal("PYX4007", error.Code);
        Assert.StartsWith($"The environment variable SOURCE_DATE_EPOCH is '{epoch}', but it must be a number of seconds since 1970, ", error.Text, StringComparison.Ordinal);
        Assert.False(project.WasCompiled);
    }

    [Fact]
    public async Task Packs_of_one_project_at_once_wait_for_each_other_or_have_folders_of_their_own()
    {
        string path = Requires.PathWith("clang", "ld.lld", "llvm-objcopy");
        using TestProject project = new TestProject("Pair")
            .Write("Shared/Shared.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>")
            .Write("Shared/Numbers.cs", "namespace Shared; public static class Numbers { public static long Twice(long number) => number * 2; }")
            // As MinVer and others compute one.
            .Write("Directory.Build.targets", "<Project><Target Name=\"ComputeVersion\" BeforeTargets=\"CoreCompile\"><PropertyGroup><PackageVersion>2.1.0</PackageVersion></PropertyGroup></Target></Project>")
            .WithItem("<Compile Remove=\"Shared/**\" />")
            .WithItem("<ProjectReference Include=\"Shared/Shared.csproj\" />")
            .WithModule("namespace Pair; [PyModule] public sealed partial class PairModule { public static long Twice(long number) => Shared.Numbers.Twice(number); }");
        Command[] packs = [.. new[] { "linux-x64", "linux-arm64", "linux-x64" }.Select(platform => project.Command("pack", "-r", platform).With("PATH", path))];

        CommandResult[] results = await Task.WhenAll(packs.Select(pack => Task.Run(pack.Run)));

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Lines));
        Assert.Equal(["pair-2.1.0-cp312-abi3-manylinux_2_17_aarch64.whl", "pair-2.1.0-cp312-abi3-manylinux_2_17_x86_64.whl"], project.Wheels.Select(Path.GetFileName));
        Assert.Equal(project.Wheels, project.Leftovers.Order(StringComparer.Ordinal));
        Assert.Equal(2, results.Count(result => result.Output.Contains("Generating native code", StringComparison.Ordinal)));

        // What is left of a restore for one platform is not taken for another's.
        CommandResult again = project.Command("pack", "-r", "linux-arm64", "--no-restore").With("PATH", path).Run();
        Assert.True(again.ExitCode == 0, again.Lines);
        Assert.Contains("(up to date)", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_modules_of_one_solution_may_refer_to_one_project()
    {
        using var shared = new TestFolder("shared");
        File.WriteAllText(shared["Shared.csproj"], "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        using TestProject first = Referring("First"), second = Referring("Second");
        first.Write("both.slnx", $"<Solution><Project Path=\"First.csproj\" /><Project Path=\"{Path.Combine(second.Folder, "Second.csproj")}\" /></Solution>");

        // In two processes of one build: neither may hold until the end of the build what the other waits for.
        _ = second.Command("pack"); // writes the project
        CommandResult result = new Command(first.Command("pack", "both.slnx", "-m:2"), TestContext.Current.CancellationToken) { TimeLimit = TimeSpan.FromMinutes(3) }.Run();

        // The modules themselves are no C#, so that nothing more is compiled.
        Assert.Equal(2, result.Lines.Split('\n').Where(line => line.Contains("error CS0103", StringComparison.Ordinal)).Distinct().Count());
        Assert.DoesNotContain("waiting for", result.Lines, StringComparison.Ordinal);

        TestProject Referring(string name) => new TestProject(name)
            .WithItem($"<ProjectReference Include=\"{shared["Shared.csproj"]}\" />")
            .WithModule($"namespace {name}; [PyModule] public sealed partial class {name}Module {{ public static long Value() => nothing; }}");
    }

    /// <summary>hello in a folder whose name has what command lines, MSBuild and compilers take for something else, packed once.</summary>
    public sealed class AwkwardFolder : IDisposable
    {
        private readonly TestFolder _folder = new("awkward");
        private readonly Lazy<string> _wheel;

        public AwkwardFolder()
        {
            string place = _folder[$"it's a \"place\", 100% Zoë=日本 & $x{Path.DirectorySeparatorChar}{new string('a', 120)}{Path.DirectorySeparatorChar}{new string('b', 120)}"];
            Project = Path.Combine(place, "examples", "hello");
            _wheel = new Lazy<string>(() =>
            {
                Directory.CreateDirectory(place);
                return PackedModules.Pack(PackedModules.Copy("hello", place));
            });
        }

        public string Project { get; }

        public string Wheel => _wheel.Value;

        public CommandResult Pack(params IEnumerable<string> arguments)
        {
            _ = Wheel;
            return SdkFeed.Dotnet(Project, ["pack", "-v:minimal", "-clp:NoSummary", .. arguments]).Run();
        }

        public void Dispose() => _folder.Dispose();
    }
}
