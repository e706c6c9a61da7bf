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

        // What cibuildwheel does: the plain tag, for auditwheel to repair.
        string repaired = Path.Combine(project.Folder, "repaired");
        Succeeds(Pip(venv, project, "wheel", "--no-index", "--no-deps", "-w", output, ".").With("CIBUILDWHEEL", "1"));
        string plain = Assert.Single(TestProject.WheelsIn(output), file => !file.Equals(wheel, StringComparison.Ordinal));
        Assert.EndsWith("-cp312-abi3-linux_x86_64.whl", plain, StringComparison.Ordinal);
        Succeeds(new Command(Requires.Tool("auditwheel"), "repair", "-w", repaired, plain));
        Assert.Contains("manylinux_2_17", Path.GetFileName(Assert.Single(TestProject.WheelsIn(repaired))), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_makes_an_sdist_and_the_wheel_of_it()
    {
        PythonInterpreter python = Python();
        string frontEnd = Path.Combine(Repository.Pythons, "front-end");
        if (!Directory.Exists(Path.Combine(frontEnd, "build")))
            Assert.Skip("The front end `build` is not there: run build/provision-pythons.sh.");
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
        using TestProject project = Project("Live").With("PyModuleName", "live._native").Write("python/live/__init__.py", "from ._native import add\nVALUE = 1\n");
        project.Command("restore");
        var venv = Venv.Create(python, Path.Combine(project.Folder, ".venv"));
        const string Show = "import live; print(live.VALUE, live.add(20, 1), live._native.__file__)";

        Succeeds(Pip(venv, project, "install", "--no-index", "-e", "."));
        CommandResult first = Run();
        Assert.Equal("", first.Error);
        Assert.StartsWith("1 21 " + Path.Combine(project.Folder, "obj"), first.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(project.Folder, "python"), "*.so", SearchOption.AllDirectories));
        Assert.Contains(project.Folder, venv.Command("python", venv.Folder, "-m", "pip", "list", "--editable").Run().Output, StringComparison.Ordinal);

        // Python is live, C# says that it is stale, and is built on demand: while the old module is loaded.
        project.Write("python/live/__init__.py", "from ._native import add\nVALUE = 2\n");
        project.WithModule("namespace Live; [PyModule] public sealed partial class LiveModule { public static long Add(long a, long b) => (a + b) * 2; }");
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
        project.WithModule("namespace Live; [PyModule] public sealed partial class LiveModule { public static long Add(long a, long b) => (a + b) * 3; }");
        CommandResult develop = project.Command("build", "-t:PyDevelop").With("VIRTUAL_ENV", venv.Folder).Run();
        Assert.True(develop.ExitCode == 0, develop.Lines);
        Assert.Contains($"Live is installed in {venv.Folder}", develop.Output, StringComparison.Ordinal);
        Assert.StartsWith("2 63 ", Run().Output, StringComparison.Ordinal);

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
