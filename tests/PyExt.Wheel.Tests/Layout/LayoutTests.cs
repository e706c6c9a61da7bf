using PyExt.Wheel.Archive;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Layout;

public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_top_level_module_gets_a_package_of_its_name() =>
        Assert.Equal(["hello/__init__.py", "hello/__init__.pyi", "hello/hello.abi3.so", "hello/py.typed"], Paths("hello", null));

    [Fact]
    public void A_dotted_module_without_sources_gets_packages() => Assert.Equal(
        ["a/__init__.py", "a/b/__init__.py", "a/b/_native.abi3.so", "a/b/_native.pyi", "a/py.typed"],
        Paths("a.b._native", null));

    [Fact]
    public void Sources_are_taken_as_they_are() => Assert.Equal(
        ["fastmd/__init__.py", "fastmd/_native.abi3.so", "fastmd/_native.pyi", "fastmd/cli.py", "fastmd/py.typed"],
        Paths("fastmd._native", ["fastmd/__init__.py", "fastmd/cli.py"]));

    [Fact]
    public void A_stub_and_a_marker_of_the_user_are_kept() => Assert.Equal(
        ["fastmd/__init__.py", "fastmd/_native.abi3.so", "fastmd/_native.pyi", "fastmd/py.typed"],
        Paths("fastmd._native", ["fastmd/__init__.py", "fastmd/_native.pyi", "fastmd/py.typed"]));

    [Fact]
    public void A_top_level_module_beside_sources_stays_at_the_top() =>
        Assert.Equal(["hello.abi3.so", "hello.pyi", "other/__init__.py"], Paths("hello", ["other/__init__.py"]));

    [Theory]
    [InlineData("hello", "hello/__init__.py")]
    [InlineData("hello", "hello.py")]
    [InlineData("a._native", "a/_native.py")]
    public void Sources_that_hide_the_module_are_PYX4006(string module, string source)
    {
        WheelException exception = Assert.Throws<WheelException>(() => Paths(module, [source]));
        Assert.Equal("PYX4006", exception.Code);
        Assert.Contains($"'{source}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_skips_caches_and_binaries_of_earlier_builds()
    {
        foreach (string file in new[]
        {
            "fastmd/__init__.py", "fastmd/data/x.so", "fastmd/_nativeness.so", "fastmd/_native.abi3.so", "fastmd/_native.cpython-313-x86_64-linux-gnu.so", "fastmd/_native.pyd",
            "fastmd/_native.pyi", "fastmd/__pycache__/x.pyc", "fastmd/y.pyc", ".mypy_cache/z", "fastmd.egg-info/PKG-INFO", "fastmd/.DS_Store",
        })
        {
            _folder.Write("python/" + file, "");
        }

        Assert.Equal(
            ["fastmd/__init__.py", "fastmd/_native.pyi", "fastmd/_nativeness.so", "fastmd/data/x.so"],
            PythonSources.Find(_folder["python"], ModuleName.Parse("fastmd._native")).Select(entry => entry.Path));
    }

    [Fact]
    public void Find_follows_linked_folders_unless_they_lead_back_and_sees_executable_files()
    {
        string script = _folder.Write("python/run.sh", "");
        _folder.Write("python/a.py", "");
        _folder.Write("shared/data/table.csv", "");
        Directory.CreateSymbolicLink(_folder["python/loop"], _folder["python"]);
        Directory.CreateSymbolicLink(_folder["python/shared"], _folder["shared"]);
        Directory.CreateSymbolicLink(_folder["shared/data/back"], "../../python");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal(["a.py False", $"run.sh {!OperatingSystem.IsWindows()}", "shared/data/table.csv False"], PythonSources.Find(_folder["python"], ModuleName.Parse("x")).Select(entry => $"{entry.Path} {entry.IsExecutable}"));
    }

    [Fact]
    public void A_missing_source_root_is_PYX1006() =>
        Assert.Equal("PYX1006", Assert.Throws<WheelException>(() => PythonSources.Find(_folder["missing"], ModuleName.Parse("x"))).Code);

    [Fact]
    public void Licences_with_the_usual_names_are_found()
    {
        foreach (string name in new[] { "LICENSE", "LICENCE.txt", "COPYING.LESSER", "NOTICE.md", "AUTHORS", "License.cs", "Licensing.md", "README.md" })
            _folder.Write(name, "");
        Assert.Equal(["AUTHORS", "COPYING.LESSER", "LICENCE.txt", "LICENSE", "NOTICE.md"], ProjectFiles.FindLicenses(_folder.Path, null).Select(file => file.Path));
    }

    [Theory]
    [InlineData("legal/MIT.txt", "legal/MIT.txt")]
    [InlineData("legal\\MIT.txt", "legal/MIT.txt")]
    [InlineData("../legal/MIT.txt", "MIT.txt")]
    public void The_declared_licence_is_the_only_one(string declared, string path)
    {
        _folder.Write("LICENSE", "");
        _folder.Write("project/legal/MIT.txt", "");
        _folder.Write("legal/MIT.txt", "");
        Assert.Equal([path], ProjectFiles.FindLicenses(_folder["project"], declared).Select(file => file.Path));
    }

    [Fact]
    public void A_missing_licence_is_PYX4003_and_a_missing_readme_PYX4002()
    {
        WheelException license = Assert.Throws<WheelException>(() => ProjectFiles.FindLicenses(_folder.Path, "LICENSE.txt"));
        WheelException readme = Assert.Throws<WheelException>(() => ProjectFiles.FindReadme(_folder.Path, "README.md"));
        Assert.Equal(("PYX4003", "PYX4002"), (license.Code, readme.Code));
        Assert.Contains("'LICENSE.txt'", license.Message, StringComparison.Ordinal);
        Assert.Contains("'README.md'", readme.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md", "text/markdown; charset=UTF-8; variant=GFM")]
    [InlineData("README.rst", "text/x-rst; charset=UTF-8")]
    [InlineData("README.txt", "text/plain; charset=UTF-8")]
    public void The_readme_is_found_with_its_type(string name, string contentType)
    {
        Assert.Null(ProjectFiles.FindReadme(_folder.Path, null));
        _folder.Write(name, "\uFEFFTitle\r\ntext\r\n");
        var expected = new Readme("Title\ntext\n", contentType) { File = _folder[name] };
        Assert.Equal(expected, ProjectFiles.FindReadme(_folder.Path, null));
        Assert.Equal(expected, ProjectFiles.FindReadme(_folder.Path, name));
    }

    [Fact]
    public void A_readme_that_is_no_UTF_8_or_of_another_kind_is_PYX4002()
    {
        File.WriteAllBytes(_folder["README.md"], [0xff, 0xfe, 0x41]);
        _folder.Write("README.pdf", "");
        Assert.Equal("PYX4002", Assert.Throws<WheelException>(() => ProjectFiles.FindReadme(_folder.Path, null)).Code);
        Assert.Equal("PYX4002", Assert.Throws<WheelException>(() => ProjectFiles.FindReadme(_folder.Path, "README.pdf")).Code);
    }

    [Fact]
    public void Module_metadata_is_read_from_the_compiled_assembly()
    {
        ModuleMetadata metadata = ModuleMetadata.Read(typeof(LayoutTests).Assembly.Location);
        Assert.Equal("pkg._native", metadata.Name.FullName);
        Assert.Equal(Generated.ModuleMetadata.Stub, metadata.Stub);
    }

    [Fact]
    public void Module_metadata_of_something_else_is_PYX1007()
    {
        Assert.Contains("[PyModule]", Refusal(typeof(object).Assembly.Location), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refusal(_folder.Write("x.dll", "no assembly")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refusal(_folder["missing.dll"]), StringComparison.Ordinal);
    }

    private static string Refusal(string assembly)
    {
        WheelException exception = Assert.Throws<WheelException>(() => ModuleMetadata.Read(assembly));
        Assert.Equal("PYX1007", exception.Code);
        return exception.Message;
    }

    private static IEnumerable<string> Paths(string module, string[]? sources) => PackageLayout
        .Arrange(new ModuleMetadata(ModuleName.Parse(module), ""), "native.so", PackageLayout.Abi3Suffix, sources?.Select(path => ArchiveEntry.FromText(path, "")).ToList())
        .Select(entry => entry.Path).Order(StringComparer.Ordinal);
}
