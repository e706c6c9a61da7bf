using System.Text.RegularExpressions;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary><c>dotnet new pyext</c> gives a project that packs and imports at once.</summary>
public sealed partial class TemplateTests
{
    [Fact]
    public void A_new_project_packs_imports_and_passes_its_tests()
    {
        PythonInterpreter python = Requires.AnyPython();
        using var folder = new TestFolder("template");
        string hive = folder["hive"];
        SdkFeed.WriteNuGetConfig(folder.FullName);

        Run("new", "install", LocalFeed.TemplatesPackage, "--debug:custom-hive", hive);
        Run("new", "pyext", "-n", "Fast", "--debug:custom-hive", hive);
        PackInTerminal(folder.FullName);

        string wheel = Assert.Single(TestProject.WheelsIn(folder["Fast/bin/Release"]));
        Assert.StartsWith("fast-", Path.GetFileName(wheel), StringComparison.Ordinal);
        Assert.True(File.Exists(folder["Fast/README.md"]));
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "sdk/PyExt/backend/_pyext_build.py")), File.ReadAllText(folder["Fast/_pyext_build.py"]));
        Assert.Contains("name = \"fast\"", File.ReadAllText(folder["Fast/pyproject.toml"]), StringComparison.Ordinal);
        var venv = Venv.Create(python, folder["venv"]);
        venv.Install(wheel);
        CommandResult tests = venv.RunUnitTests(folder["Fast/tests"]);
        Assert.True(tests.ExitCode == 0, tests.Lines);
        Assert.Matches("(?m)^OK$", tests.Error);

        // What a terminal shows while it packs: the long steps by name, with the time they have taken so far, and in the end the wheel.
        static void PackInTerminal(string folder)
        {
            if (Machine.OnPath("script") is not { } script)
            {
                SdkFeed.Dotnet(folder, "pack", "Fast").Run().EnsureSuccess("Packing Fast");
                return;
            }

            Command pack = new(script, "-qec", $"stty cols 160 rows 40; '{Dotnet.Host}' pack Fast -tl:on", "/dev/null") { WorkingDirectory = folder };
            CommandResult result = Dotnet.Clean(pack).With("NUGET_PACKAGES", SdkFeed.PackagesFolder).With("TERM", "xterm-256color").Run();
            Assert.True(result.ExitCode == 0, result.Lines);
            string shown = ControlSequence().Replace(result.Lines, "");
            Assert.All(["CoreCompile (", "IlcCompile (", "LinkNative (", "_PyExtBuildWheel ("], step => Assert.Contains(step, shown, StringComparison.Ordinal));
            Assert.Matches(@"Fast/bin/Release/fast-\S+\.whl \(\d+ kB, for CPython 3\.12 and later; compile ", shown);
        }

        void Run(params string[] arguments)
        {
            CommandResult result = SdkFeed.Dotnet(folder.FullName, arguments).Run();
            Assert.True(result.ExitCode == 0, result.Lines);
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex ControlSequence();
}
