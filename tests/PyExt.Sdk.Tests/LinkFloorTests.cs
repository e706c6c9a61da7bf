using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>Modules run on systems older than the one that made them, and what stands in the way is named.</summary>
public sealed class LinkFloorTests(PackedModules modules, LinkFloorTests.CompatibleModule compatible) : IClassFixture<LinkFloorTests.CompatibleModule>
{
    private const string Compatible = """
        #define _GNU_SOURCE
        #define _FILE_OFFSET_BITS 64
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/stat.h>
        #include <unistd.h>

        static void at_exit(void) { }

        long own(void)
        {
            struct stat by_path, by_link, by_file, by_folder, made;
            char path[64];
            int file = open("/", O_RDONLY);
            snprintf(path, sizeof path, "/tmp/pyext-own-%d", getpid());
            if (atexit(at_exit) || stat("/", &by_path) || lstat("/", &by_link) || fstat(file, &by_file) || fstatat(AT_FDCWD, "/", &by_folder, 0))
                return 1;
            if (!S_ISDIR(by_path.st_mode) || by_path.st_ino != by_link.st_ino || by_path.st_ino != by_file.st_ino || by_path.st_ino != by_folder.st_ino)
                return 2;
            if (mknod(path, S_IFIFO | 0600, 0) || stat(path, &made) || !S_ISFIFO(made.st_mode) || unlink(path))
                return 3;
            if (mknodat(AT_FDCWD, path, S_IFIFO | 0600, 0) || unlink(path))
                return 4;
            if (fcntl(file, F_DUPFD, 100) < 100 || (fcntl(file, F_GETFL) & O_ACCMODE) != O_RDONLY)
                return 5;
            close(file);
            return 42;
        }
        """;

    private const string Newer = """
        #define _GNU_SOURCE
        #include <sys/random.h>

        long own(void) { char byte; return getrandom(&byte, 1, 0); }
        """;

    public static TheoryData<string> Modules => [.. PackedModules.Names];

    public static TheoryData<string> Pythons => Requires.Pythons;

    [Theory, MemberData(nameof(Modules))]
    public void Auditwheel_calls_every_module_manylinux_2_17(string module)
    {
        string auditwheel = Requires.Tool("auditwheel");
        string wheel = modules.Wheel(module);
        Assert.EndsWith("-manylinux_2_17_x86_64.whl", wheel, StringComparison.Ordinal);

        CommandResult result = new Command(auditwheel, "show", wheel).Run();

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Contains("following platform tag: \"manylinux_2_17_x86_64\"", OneLine(result.Output), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Pythons))]
    public void Functions_that_an_old_glibc_lacks_are_carried_along(string python)
    {
        PythonInterpreter interpreter = Requires.Python(python);

        Assert.EndsWith("-manylinux_2_17_x86_64.whl", compatible.Wheel, StringComparison.Ordinal);
        Assert.Equal("42\n", Import(interpreter, compatible.Project, compatible.Wheel));
    }

    [Fact]
    public void A_library_that_needs_a_newer_glibc_is_named_and_PyManylinux_decides()
    {
        using TestProject project = WithOwn(Newer);

        Diagnostic error = Diagnostic.OnlyError(project.Pack());
        Assert.Equal(
            ("PYX2004", "native.abi3.so uses getrandom (own.o; glibc 2.25), which glibc 2.17, for which it is linked, does not have. "
                + "Set PyManylinux to '2_26' for a wheel that needs glibc 2.26, or to 'off' for one that stays on machines like this one; or build what uses it on an older system."),
            (error.Code, error.Text));
        Assert.Empty(project.Leftovers);

        // The module is there now and up to date: the error has to come again all the same.
        Assert.Equal("PYX2004", Diagnostic.OnlyError(project.Pack()).Code);
        Assert.Equal("PYX2004", Diagnostic.OnlyError(project.With("PyManylinux", "2_24").Pack()).Code);
        Assert.Empty(project.Leftovers);

        foreach ((string value, string platform) in new[] { ("2_26", "manylinux_2_26_x86_64"), ("manylinux_2_34", "manylinux_2_34_x86_64"), ("off", "linux_x86_64") })
        {
            CommandResult result = project.With("PyManylinux", value).Pack();

            Assert.True(result.ExitCode == 0, result.Lines);
            string wheel = Assert.Single(project.Wheels, wheel => wheel.EndsWith($"-{platform}.whl", StringComparison.Ordinal));
            Assert.Equal("1\n", Import(Requires.AnyPython(), project, wheel));
        }
    }

    [Fact]
    public void A_symbol_that_nobody_defines_is_an_error_of_the_build_and_not_of_the_import()
    {
        using TestProject project = WithOwn("long nowhere(void); long own(void) { return nowhere(); }");

        Diagnostic error = Diagnostic.OnlyError(project.Pack());

        Assert.Equal(
            ("PYX2005", "native.abi3.so uses nowhere (own.o), which no library that it is linked with defines, so Python could not import it. "
                + "Add the library that does as a NativeLibrary item (a static library) or a LinkerArg item."),
            (error.Code, error.Text));
        Assert.Empty(project.Leftovers);
    }

    [Theory]
    [InlineData("2_29")]
    [InlineData("manylinux2014")]
    public void An_unknown_policy_is_refused_before_anything_is_linked(string policy)
    {
        using TestProject project = new TestProject("Bad").With("PyManylinux", policy);

        Diagnostic error = Diagnostic.OnlyError(project.Pack());

        Assert.Equal("PYX3008", error.Code);
        Assert.StartsWith($"PyManylinux is '{policy}', which is no known policy. Set it to 'auto', 'off' or one of 2_17, ", error.Text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(project.Folder, "*.o", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("clang", null)]
    [InlineData("clang", "lld")]
    [InlineData("gcc", "gold")]
    public void Any_linker_makes_the_same_promise(string compiler, string? flavor)
    {
        string path = Requires.PathWith(compiler, "ld." + (flavor ?? "bfd"));
        using TestProject project = WithOwn(Compatible).With("CppCompilerAndLinker", compiler).With("LinkerFlavor", flavor);

        CommandResult result = project.Command("pack").With("PATH", path).Run();

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.DoesNotContain("warning", result.Lines, StringComparison.Ordinal);
        string wheel = Assert.Single(project.Wheels);
        Assert.EndsWith("-manylinux_2_17_x86_64.whl", wheel, StringComparison.Ordinal);
        Assert.Equal("42\n", Import(Requires.AnyPython(), project, wheel));
    }

    // A module whose only function is one of C, compiled against this machine's headers.
    private static TestProject WithOwn(string source)
    {
        TestProject project = new TestProject("Native")
            .WithModule("""
                using System.Runtime.InteropServices;
                using PyExt;

                namespace Native;

                /// <summary>Calls C.</summary>
                [PyModule]
                public sealed partial class NativeModule
                {
                    /// <summary>Calls C.</summary>
                    public static long Call() => own();

                    [DllImport("own")]
                    private static extern long own();
                }
                """)
            .WithItem("<DirectPInvoke Include=\"own\" />")
            .WithItem("<NativeLibrary Include=\"own.o\" />")
            .Write("own.c", source);
        new Command("gcc", "-O1", "-fPIC", "-c", "own.c", "-o", "own.o") { WorkingDirectory = project.Folder }.Run().EnsureSuccess("Compiling own.c");
        return project;
    }

    private static string Import(PythonInterpreter python, TestProject project, string wheel)
    {
        var venv = Venv.Create(python, Path.Combine(project.Folder, "venv"));
        venv.Install(wheel);
        CommandResult result = venv.Run("import native; print(native.call())");
        Assert.True(result.ExitCode == 0, result.Lines);
        return result.Output;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Packed once for every Python.</summary>
    public sealed class CompatibleModule : IDisposable
    {
        private readonly Lazy<string> _wheel;

        public CompatibleModule() => _wheel = new Lazy<string>(() =>
        {
            CommandResult result = Project.Pack();
            Assert.True(result.ExitCode == 0, result.Lines);
            return Assert.Single(Project.Wheels);
        });

        public TestProject Project { get; } = WithOwn(Compatible);

        public string Wheel => _wheel.Value;

        public void Dispose() => Project.Dispose();
    }
}
