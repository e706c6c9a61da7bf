using System.IO.Compression;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>The build backend under real front ends, and editable installs.</summary>
public sealed class BackendTests
{
    [Fact]
    public void Pip_wheel_and_build_make_wheels_and_settings_reach_MSBuild()
    {
        PythonInterpreter python = Python();
        using TestProject project = Project("Front");
        var venv = Venv.Create(python, Path.Combine(project.Folder, "venv"));
        string output = Path.Combine(project.Folder, "out");

        Succeeds(Pip(venv, project, "wheel", "--no-index", "--no-deps", "-w", output, "-C", "Description=Set, with a comma; and more", "-C", "PyBuildNumber=3", "."));
        string wheel = Assert.Single(TestProject.WheelsIn(output));
        Assert.Matches(@"^front-1\.0\.0-3-cp312-abi3-manylinux_2_\d+_x86_64\.whl$", Path.GetFileName(wheel));
        venv.Install(wheel);
        Assert.Equal("Set, with a comma; and more\n", venv.Run("import importlib.metadata as m; print(m.metadata('front')['Summary'])").Output);

        // PEP 517: the wheel's metadata is what the front end was told before.
        string told = Path.Combine(project.Folder, "told");
        Directory.CreateDirectory(told);
        Succeeds(venv.Command("python", project.Folder, "-c", "import _pyext_build as b; print(b.prepare_metadata_for_build_wheel('told', {'Description': 'Set, with a comma; and more', 'PyBuildNumber': '3'}))")
            .With("PYTHONPATH", project.Folder).With("NUGET_PACKAGES", SdkFeed.PackagesFolder));
        string metadata = File.ReadAllText(Path.Combine(told, "front-1.0.0.dist-info", "METADATA"));
        Assert.Contains("License-File: third-party/", metadata, StringComparison.Ordinal);
        Assert.Equal(metadata, venv.Run("import importlib.metadata as m; print(m.distribution('front').read_text('METADATA'), end='')").Output);
    }

    /// <summary>cibuildwheel cannot be had here, but what it runs can: the front end, the repair, and the tests from another folder in a new environment.</summary>
    [Fact]
    public void What_cibuildwheel_calls_works_in_its_order()
    {
        PythonInterpreter python = Python();
        string frontEnd = FrontEnd(), auditwheel = Requires.Tool("auditwheel");
        using TestProject project = Project("Front");
        var venv = Venv.Create(python, Path.Combine(project.Folder, "venv"));

        // The plain tag, for auditwheel to repair; the wheel that is repaired is as good as one that was never in need of it.
        Succeeds(venv.Command("python", project.Folder, "-m", "build", ".", "--wheel", "--outdir", "built").With("PYTHONPATH", frontEnd).With("CIBUILDWHEEL", "1").With("NUGET_PACKAGES", SdkFeed.PackagesFolder));
        string built = Assert.Single(TestProject.WheelsIn(Path.Combine(project.Folder, "built")));
        Assert.EndsWith("-cp312-abi3-linux_x86_64.whl", built, StringComparison.Ordinal);
        string repaired = Repair(built, "repaired");
        Assert.Contains("manylinux_2_17_x86_64", Path.GetFileName(repaired), StringComparison.Ordinal);
        Assert.Equal(Contents(built), Contents(repaired));
        Succeeds(project.Command("build", "-t:PyAudit", "-p:PyAuditWheel=" + repaired));

        using var elsewhere = new TestFolder("cibuildwheel");
        var test = Venv.Create(python, elsewhere["venv"]);
        Succeeds(test.Command("python", elsewhere.FullName, "-m", "pip", "install", "--no-index", repaired));
        Assert.Equal("5\n", test.Command("python", elsewhere.FullName, "-c", "import front; print(front.add(2, 3))").Run().Output);

        // What `dotnet pack` makes is repaired already.
        Succeeds(project.Command("pack"));
        string packed = Assert.Single(project.Wheels);
        string same = Repair(packed, "same");
        Assert.Contains("manylinux_2_17_x86_64", Path.GetFileName(same), StringComparison.Ordinal);
        Assert.Equal(Contents(packed), Contents(same));

        string Repair(string wheel, string folder)
        {
            string target = Path.Combine(project.Folder, folder);
            Succeeds(new Command(auditwheel, "repair", "-w", target, wheel));
            return Assert.Single(TestProject.WheelsIn(target));
        }

        // Everything but the list of tags and the hashes of it.
        static IEnumerable<string> Contents(string wheel)
        {
            using ZipArchive archive = ZipFile.OpenRead(wheel);
            return [.. archive.Entries.Where(entry => entry.Name is not ("" or "WHEEL" or "RECORD")).Select(entry => $"{entry.FullName} {entry.Crc32:x8}").Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public void Build_makes_an_sdist_and_the_wheel_of_it()
    {
        PythonInterpreter python = Python();
        string frontEnd = FrontEnd();
        using TestProject project = Project("Front");
        var venv = Venv.Create(python, Path.Combine(project.Folder, "venv"));

        Succeeds(venv.Command("python", project.Folder, "-m", "build", "--outdir", "out", "-C", "PySdistVerify=false").With("PYTHONPATH", frontEnd).With("NUGET_PACKAGES", SdkFeed.PackagesFolder));

        string[] files = [.. Directory.EnumerateFiles(Path.Combine(project.Folder, "out")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(2, files.Length);
        Assert.Equal("front-1.0.0.tar.gz", files[1]);
        Assert.EndsWith(".whl", files[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_editable_install_is_fresh_or_says_that_it_is_not()
    {
        PythonInterpreter python = Python();
        using TestProject project = Project("Live").With("PyModuleName", "live._native").Write("python/live/__init__.py", "from ._native import add\nVALUE = 1\n")
            .WithModule(Adding("Multiplier.Once(a + b)"))
            .Write("Multiplier.cs", """
                namespace Live;

                internal static partial class Multiplier
                {
                    public static long Once(long value) => times(value);

                    [System.Runtime.InteropServices.LibraryImport("times")]
                    private static partial long times(long value);
                }
                """)
            .WithItem("<PyNativeLibrary Include=\"libtimes.so\" />");
        NativeLibraryTests.Bundled.Compile(project, "libtimes.so", "long times(long value) { return value; }");
        project.Command("restore");
        var venv = Venv.Create(python, Path.Combine(project.Folder, ".venv"));
        const string Show = "import live; print(live.VALUE, live.add(20, 1), live._native.__file__)";

        Succeeds(Pip(venv, project, "install", "--no-index", "-e", "."));
        CommandResult first = Run();
        Assert.Equal("", first.Error);
        Assert.StartsWith("1 21 " + Path.Combine(project.Folder, "obj"), first.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(project.Folder, "python"), "*.so", SearchOption.AllDirectories));
        // What another tool left beside the sources is not imported in the module's place.
        string tag = venv.Run("import sysconfig; print(sysconfig.get_config_var('EXT_SUFFIX'))").Output.Trim();
        project.Write("python/live/_native" + tag, "of another age");
        Assert.Equal(first.Output, Run().Output);
        Assert.Contains(project.Folder, venv.Command("python", venv.Folder, "-m", "pip", "list", "--editable").Run().Output, StringComparison.Ordinal);

        // Python is live, C# says that it is stale, and is built on demand: while the old module is loaded.
        project.Write("python/live/__init__.py", "from ._native import add\nVALUE = 2\n");
        project.WithModule(Adding("Multiplier.Once(a + b) * 2"));
        CommandResult stale = Run();
        Assert.StartsWith("2 21 ", stale.Output, StringComparison.Ordinal);
        Assert.Contains("RuntimeWarning: Live is older than its sources: ", stale.Error, StringComparison.Ordinal);
        Assert.Contains("LiveModule.cs has changed", stale.Error, StringComparison.Ordinal);
        CommandResult rebuilt = venv.Command("python", venv.Folder, "-c", """
            import os, subprocess, sys
            os.environ["PYEXT_EDITABLE"] = "off"
            import live
            subprocess.run([sys.executable, "-c", "import live; print(live.add(20, 1))"], env={**os.environ, "PYEXT_EDITABLE": "rebuild"}, check=True)
            print(live.add(20, 1), flush=True)
            """).With("NUGET_PACKAGES", SdkFeed.PackagesFolder).Run();
        Assert.True(rebuilt.ExitCode == 0, rebuilt.Lines);
        Assert.Equal("42\n21\n", rebuilt.Output);
        Assert.Equal("", Run().Error);

        // What does not compile is an ImportError with the compiler's message.
        project.WithModule("namespace Live; [PyModule] public sealed partial class LiveModule { nonsense }");
        CommandResult broken = Run("rebuild");
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Matches("ImportError: Live is older than its sources, and building it failed:[\\s\\S]*error CS", broken.Error);

        // PyDevelop does the same with the active environment.
        project.WithModule(Adding("Multiplier.Once(a + b) * 3"));
        CommandResult develop = project.Command("build", "-t:PyDevelop").With("VIRTUAL_ENV", venv.Folder).Run();
        Assert.True(develop.ExitCode == 0, develop.Lines);
        Assert.Contains($"Live is installed in {venv.Folder}", develop.Output, StringComparison.Ordinal);
        Assert.StartsWith("2 63 ", Run().Output, StringComparison.Ordinal);

        // A library of the project's own is one of the sources.
        NativeLibraryTests.Bundled.Compile(project, "libtimes.so", "long times(long value) { return 10 * value; }");
        Assert.Contains("libtimes.so has changed", Run().Error, StringComparison.Ordinal);
        rebuilt = Run("rebuild");
        Assert.True(rebuilt.ExitCode == 0, rebuilt.Lines);
        Assert.StartsWith("2 630 ", rebuilt.Output, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(project.Folder, "obj", "editable"), "libtimes-*", SearchOption.AllDirectories));

        static string Adding(string result) => $"namespace Live; [PyModule] public sealed partial class LiveModule {{ public static long Add(long a, long b) => {result}; }}";

        CommandResult Run(string? mode = null) => venv.Command("python", venv.Folder, "-c", Show).With("PYEXT_EDITABLE", mode).With("NUGET_PACKAGES", SdkFeed.PackagesFolder).Run();
    }

    [Fact]
    public void Develop_without_an_environment_says_what_to_do()
    {
        using TestProject project = Project("Alone");

        Diagnostic error = Diagnostic.OnlyError(project.Command("build", "-t:PyDevelop").With("VIRTUAL_ENV", null).With("CONDA_PREFIX", null).Run());

        Assert.Equal("PYX5001", error.Code);
        Assert.False(project.WasCompiled);
    }

    [Theory]
    [InlineData("no dotnet", "PYX5005", "needs the .NET 10 SDK")]
    [InlineData("two projects", "error: there are 2 project files", "[tool.pyext]")]
    [InlineData("broken", "error CS", "`dotnet build -t:Pack` of Fails.csproj failed")]
    public void Pip_shows_what_went_wrong(string what, string first, string second)
    {
        PythonInterpreter python = Python();
        using TestProject project = Project("Fails");
        var venv = Venv.Create(python, Path.Combine(project.Folder, "venv"));
        Command pip = Pip(venv, project, "wheel", "--no-index", "--no-deps", "-w", "out", ".");
        if (what == "no dotnet")
            pip.With("PATH", "/nowhere").With("DOTNET_ROOT", null).With("HOME", project.Folder);
        else if (what == "two projects")
            project.Write("Second.csproj", "<Project />");
        else
            project.WithModule("nonsense");

        CommandResult result = pip.Run();

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(first, result.Lines, StringComparison.Ordinal);
        Assert.Contains(second, result.Lines, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", result.Lines, StringComparison.Ordinal);
    }

    private static TestProject Project(string name)
    {
        TestProject project = new TestProject(name).With("PyModuleName", name.ToLowerInvariant());
        CommandResult result = project.Build("-t:PyWriteBackend");
        Assert.True(result.ExitCode == 0, result.Lines);
        return project;
    }

    // Front ends start the backend, and that dotnet, which the roots of their own do not have.
    private static PythonInterpreter Python()
    {
        if (PythonInterpreters.All.FirstOrDefault(python => python is { CanCreateVenv: true, IsFreeThreaded: false, Launcher: null }) is { } python)
            return python;
        Assert.Skip("There is no CPython 3.12 or later outside of a root of its own.");
        throw new InvalidOperationException();
    }

    private static string FrontEnd()
    {
        string folder = Path.Combine(Repository.Pythons, "front-end");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "build")), "The front end `build` is not there: run build/provision-pythons.sh.");
        return folder;
    }

    private static Command Pip(Venv venv, TestProject project, params IEnumerable<string> arguments)
    {
        project.Command("build");
        return venv.Command("python", project.Folder, ["-m", "pip", .. arguments]).With("NUGET_PACKAGES", SdkFeed.PackagesFolder);
    }

    private static void Succeeds(Command command)
    {
        CommandResult result = command.Run();
        Assert.True(result.ExitCode == 0, result.Lines);
    }
}
