using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>Metadata from <c>pyproject.toml</c> and from items, as installers see it.</summary>
public sealed class PyProjectTests
{
    [Fact]
    public void Everything_that_the_metadata_can_say_arrives_in_an_environment()
    {
        PythonInterpreter python = Requires.AnyPython();
        using TestProject project = new TestProject("Whole")
            .With("PyModuleName", "whole._native").With("Authors", null).With("Description", null).With("PackageLicenseExpression", null)
            .With("PyBuildNumber", "7").With("PyExclude", "whole/tests/**;whole/nothing*").With("PyInclude", "whole/.gitkeep")
            .WithItem("<PyGuiScript Include=\"whole-gui\" EntryPoint=\"whole:main\" />")
            .WithItem("<PyEntryPoint Include=\"whole\" Group=\"whole.plugins\" EntryPoint=\"whole\" />")
            .WithItem("<PyData Include=\"share/**\" TargetPath=\"share/whole/\" />")
            .WithItem("<PyData Include=\"tool.sh\" Kind=\"Scripts\" TargetPath=\"whole-tool\" />")
            .WithItem("<PyData Include=\"whole.h\" Kind=\"headers\" />")
            .WithItem("<PyData Include=\"extra.py\" Kind=\"platlib\" TargetPath=\"whole_extra.py\" />")
            .Write("share/deep/Ünï, 'côde' and \u4f60.txt", "data").Write("tool.sh", "#!/bin/sh\necho tool\n").Write("whole.h", "").Write("extra.py", "X = 1\n")
            .Write("python/whole/__init__.py", "from ._native import add\ndef main(): print(add(40, 2))\n")
            .Write("python/whole/tests/test.py", "").Write("python/whole/.gitkeep", "").Write(".gitignore", "python/whole/generated.py\n").Write("python/whole/generated.py", "Y = 1\n")
            .Write("licenses/a/MIT", "MIT").Write("docs/long.rst", "Long\n====\n")
            .Write("pyproject.toml", """
                [project]
                name = "Whole.Thing"
                dynamic = ["version", "gui-scripts", "entry-points"]
                description = "Said \"once\", in TOML"
                readme = "docs/long.rst"
                license = "MIT"
                license-files = ["licenses/**"]
                authors = [{ name = "Åsa \"the\" Ünal", email = "asa@example.org" }]
                dependencies = ["does-not-exist; python_version < '3'"]
                [project.optional-dependencies]
                plot = ["matplotlib>=3"]
                [project.scripts]
                whole = "whole:main"
                [project.urls]
                Home = "https://example.org/?a=1,2"
                [dependency-groups]
                test = ["pytest"]
                """);

        CommandResult pack = project.Pack();

        Assert.True(pack.ExitCode == 0, pack.Lines);
        Diagnostic warning = Assert.Single(Diagnostic.Read(pack.Lines), diagnostic => diagnostic.Severity == "warning");
        Assert.Equal("PYX4022", warning.Code);
        Assert.Contains("'whole/nothing*'", warning.Text, StringComparison.Ordinal);
        string wheel = Assert.Single(project.Wheels);
        Assert.StartsWith("whole_thing-1.0.0-7-cp312-abi3-", Path.GetFileName(wheel), StringComparison.Ordinal);

        var venv = Venv.Create(python, Path.Combine(project.Folder, "venv"));
        venv.Install(wheel);
        CommandResult result = venv.Run("""
            import importlib.metadata as m, json, pathlib, subprocess, sys, whole, whole.generated, whole_extra
            d = m.distribution("whole-thing")
            meta = d.metadata
            prefix = pathlib.Path(sys.prefix)
            print(json.dumps({
                "name": meta["Name"], "summary": meta["Summary"], "author": meta["Author-email"], "license": meta["License-Expression"],
                "file": d.read_text("licenses/licenses/a/MIT"), "requires": meta.get_all("Requires-Dist"), "python": meta["Requires-Python"], "url": meta.get_all("Project-URL"),
                "type": meta["Description-Content-Type"], "entry": sorted(f"{e.group}:{e.name}={e.value}" for e in d.entry_points),
                "wheel": "Build: 7" in d.read_text("WHEEL"),
                "share": sorted(p.name for p in (prefix / "share/whole/deep").iterdir()), "header": len(list(prefix.glob("include/**/whole.h"))),
                "tool": subprocess.run([prefix / "bin/whole-tool"], capture_output=True, text=True).stdout, "script": subprocess.run([prefix / "bin/whole"], capture_output=True, text=True).stdout,
                "gui": (prefix / "bin/whole-gui").exists(), "package": sorted(p.name for p in pathlib.Path(whole.__file__).parent.iterdir() if p.name != "__pycache__"),
            }, ensure_ascii=False, indent=0))
            """);
        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Equal("""
            {
            "name": "Whole.Thing",
            "summary": "Said \"once\", in TOML",
            "author": "\"Åsa \\\"the\\\" Ünal\" <asa@example.org>",
            "license": "MIT",
            "file": "MIT",
            "requires": [
            "does-not-exist; python_version < '3'",
            "matplotlib>=3; extra == 'plot'"
            ],
            "python": ">=3.12",
            "url": [
            "Home, https://example.org/?a=1,2"
            ],
            "type": "text/x-rst; charset=UTF-8",
            "entry": [
            "console_scripts:whole=whole:main",
            "gui_scripts:whole-gui=whole:main",
            "whole.plugins:whole=whole"
            ],
            "wheel": true,
            "share": [
            "Ünï, 'côde' and 你.txt"
            ],
            "header": 1,
            "tool": "tool\n",
            "script": "42\n",
            "gui": true,
            "package": [
            ".gitkeep",
            "__init__.py",
            "_native.abi3.so",
            "_native.pyi",
            "generated.py",
            "py.typed"
            ]
            }

            """, result.Output);
        Assert.Equal(0, venv.Command("python", venv.Folder, "-m", "pip", "check").Run().ExitCode);
    }

    [Theory]
    [InlineData("[project]\nname = broken\n", "PYX4020", "This is not TOML", 2)]
    [InlineData("[project]\nname = \"bad\"\ndynamic = [\"version\", \"description\", \"license\"]\nauthors = [{ name = \"Else\" }]\n", "PYX4021", "'authors' is 'Else' here, but Authors is 'Somebody' in Bad.csproj.", 4)]
    [InlineData("[project]\nname = \"bad\"\ndynamic = [\"version\", \"description\", \"license\", \"authors\"]\n[tool.pyext]\nporject = \"x\"\n", "PYX4020", "(did you mean project?)", 5)]
    public void A_mistake_is_one_error_at_its_line(string toml, string code, string text, int line)
    {
        using TestProject project = new TestProject("Bad").Write("pyproject.toml", toml);

        Diagnostic error = Diagnostic.OnlyError(project.Pack());

        Assert.Equal(code, error.Code);
        Assert.Contains(text, error.Text, StringComparison.Ordinal);
        Assert.Matches($@"pyproject\.toml\({line},\d+\)$", error.Origin);
        Assert.Empty(project.Leftovers);
        Assert.False(project.WasCompiled);
    }

    [Theory]
    [InlineData("<PyData Include=\"missing.txt\" />", "does not exist")]
    [InlineData("<PyData Include=\"BadModule.cs\" Kind=\"script\" />", "(did you mean scripts?)")]
    [InlineData("<PyData Include=\"BadModule.cs\" TargetPath=\"a\" /><PyData Include=\"Bad.csproj\" TargetPath=\"a\" />", "Two files claim")]
    [InlineData("<PyData Include=\"BadModule.cs\" TargetPath=\"../a\" />", "'..'")]
    [InlineData("<PyEntryPoint Include=\"x\" EntryPoint=\"a.b\" />", "group")]
    public void An_item_that_no_installer_could_follow_is_refused(string item, string text)
    {
        using TestProject project = new TestProject("Bad").WithItem(item);

        Diagnostic error = Diagnostic.OnlyError(project.Pack());

        Assert.Contains(text, error.Text, StringComparison.Ordinal);
        Assert.False(project.WasCompiled);
    }
}
