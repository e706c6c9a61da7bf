using System.IO.Compression;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>C# that calls C libraries, in wheels that bring them along.</summary>
public sealed class NativeLibraryTests(NativeLibraryTests.Bundled bundled) : IClassFixture<NativeLibraryTests.Bundled>
{
    public static TheoryData<string> Pythons => Requires.Pythons;

    [Theory, MemberData(nameof(Pythons))]
    public void Libraries_of_the_project_and_of_packages_are_called(string python)
    {
        const string script = """
            import bundled, sqlite3
            print(bundled.greet(40), bundled.count(1), bundled.by_name("libgreet.so.2"), bundled.by_name("/nowhere/greet.so"), bundled.by_name("nothing"))
            print(bundled.query("select group_concat(value) from json_each('[6,7]')"), bundled.query("select sqlite_version()") != sqlite3.sqlite_version)
            opened = {line.split("/")[-1].strip() for line in open("/proc/self/maps") if ".libs/" in line}
            print(len(opened), all("-" in name for name in opened))
            """;
        PythonInterpreter interpreter = Requires.Python(python);
        var venv = Venv.Create(interpreter, Path.Combine(bundled.Project.Folder, "venv-" + python));
        venv.Install(bundled.Wheel);

        CommandResult result = venv.Run(script);

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Equal("42 2 True True False\n6,7 True\n3 True\n", result.Output);
    }

    [Fact]
    public void Auditwheel_reads_the_wheel_and_agrees_about_the_tag()
    {
        string platform = Path.GetFileNameWithoutExtension(bundled.Wheel).Split('-')[^1];

        CommandResult result = new Command(Requires.Tool("auditwheel"), "show", bundled.Wheel).Run();

        Assert.True(result.ExitCode == 0, result.Lines);
        Assert.Contains($"\"{platform}\"", result.Output, StringComparison.Ordinal);
        using ZipArchive wheel = ZipFile.OpenRead(bundled.Wheel);
        // By package and function, and only what is called.
        string table = File.ReadAllText(Path.Combine(bundled.Project.Folder, "obj", "Release", "net10.0", "linux-x64", "PyExt.native-imports.txt"));
        Assert.Matches(@"  e_sqlite3 \(in the wheel: libe_sqlite3-[0-9a-f]{8}\.so\)\n    SQLitePCLRaw\.provider\.e_sqlite3 [0-9.]+: SQLitePCL\.[A-Za-z0-9_.]+: [a-z0-9_, ]*\bsqlite3_prepare_v2\b", table);
        Assert.Contains("\n  greet (in the wheel: libgreet-", table, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  count (", table, StringComparison.Ordinal);
        Assert.Equal(3, wheel.Entries.Count(entry => entry.FullName.StartsWith("bundled.libs/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_done_again_until_a_library_changes()
    {
        byte[] before = File.ReadAllBytes(bundled.Wheel);
        CommandResult again = bundled.Project.Pack();
        Assert.True(again.ExitCode == 0, again.Lines);
        Assert.Contains("(up to date)", again.Lines, StringComparison.Ordinal);
        Assert.InRange(again.Lines.Trim().Split('\n').Length, 1, 4);
        Assert.Equal(before, File.ReadAllBytes(bundled.Wheel));
    }

    [Fact]
    public void A_native_file_of_a_package_is_not_lost_in_silence()
    {
        using TestProject project = new TestProject("Lost").With("NoWarn", "$(NoWarn);NU1603").WithItem(Bundled.Sqlite);

        Diagnostic error = Diagnostic.OnlyError(project.Pack());

        Assert.Equal("PYX3032", error.Code);
        Assert.Matches("^The NuGet package SQLitePCLRaw.lib.e_sqlite3 [0-9.]+ brings the native library libe_sqlite3.so, which would be missing where the wheel is installed. ", error.Text);
        Assert.EndsWith("Add <PyNativeLibrary Include=\"libe_sqlite3.so\" /> to put it into the wheel, or <PyNativeLibrary Include=\"libe_sqlite3.so\" Bundle=\"false\" /> if the module does without it.", error.Text, StringComparison.Ordinal);
        Assert.False(project.WasCompiled);

        error = Diagnostic.OnlyError(project.WithItem("<PyNativeLibrary Include=\"e_sqlite4\" />").Pack());
        Assert.Equal("PYX3030", error.Code);
        Assert.EndsWith("the project's NuGet packages bring libe_sqlite3.so. Correct the item, or build the library first.", error.Text, StringComparison.Ordinal);
        Assert.Empty(project.Leftovers);
    }

    [Fact]
    public void A_library_that_is_linked_and_not_listed_is_an_error_that_says_what_to_add()
    {
        using TestProject project = new TestProject("Linked")
            .WithModule(Module("Linked", """
                public static long Count(long by) => count(by) + absent(by);
                [System.Runtime.InteropServices.DllImport("count")] private static extern long count(long by);
                [System.Runtime.InteropServices.DllImport("absent")] private static extern long absent(long by);
                [System.Runtime.InteropServices.DllImport("uncalled")] private static extern long uncalled(long by);
                """))
            .WithItem("<DirectPInvoke Include=\"count\" />")
            .WithItem("<LinkerArg Include=\"libcount.so.1\" />");
        Bundled.Compile(project, "libcount.so.1", "long count(long by) { static long total = 1; return total += by; }");

        CommandResult result = project.Pack();
        Diagnostic error = Diagnostic.OnlyError(result);

        // The other one is opened when it is called; the module can be imported without.
        Diagnostic warning = Assert.Single(Diagnostic.Read(result.Lines), diagnostic => diagnostic.Severity == "warning");
        Assert.Equal("PYX3033", warning.Code);
        Assert.StartsWith("The module opens the library 'absent' at run time, which manylinux_2_17 does not promise to be on the user's machine and the wheel does not bring along: Linked calls absent (Linked.LinkedModule). ", warning.Text, StringComparison.Ordinal);
        Assert.Equal("PYX3003", error.Code);
        Assert.StartsWith("linked.abi3.so needs libcount.so.1, which ", error.Text, StringComparison.Ordinal);
        Assert.Contains("Add it as a PyNativeLibrary item", error.Text, StringComparison.Ordinal);
        Assert.Empty(project.Leftovers);
    }

    private static string Module(string name, string members) => $$"""
        using PyExt;

        namespace {{name}};

        /// <summary>Calls C.</summary>
        [PyModule]
        public sealed partial class {{name}}Module
        {
            {{members}}
        }

        """;

    /// <summary>
    /// One project with a library opened when it is called, one that this one needs and that the module is linked with as well, and one of a NuGet package. Packed once.
    /// </summary>
    public sealed class Bundled : IDisposable
    {
        public const string Sqlite = "<PackageReference Include=\"Microsoft.Data.Sqlite\" Version=\"10.0.5\" />";

        private readonly Lazy<string> _wheel;

        public Bundled() => _wheel = new Lazy<string>(() =>
        {
            Compile(Project, "libcount.so.1", "long count(long by) { static long total = 1; return total += by; }");
            Compile(Project, "libgreet.so.2", "extern long count(long by); long greet(long to) { return to + count(0) + 1; }", "libcount.so.1");
            CommandResult result = Project.Pack();
            Assert.True(result.ExitCode == 0, result.Lines);
            Assert.DoesNotContain("warning", result.Lines, StringComparison.Ordinal);
            return Assert.Single(Project.Wheels);
        });

        public TestProject Project { get; } = new TestProject("Bundled")
            .With("PyMultipleInterpreters", "NotSupported")
            .With("NoWarn", "$(NoWarn);NU1603")
            .WithItem(Sqlite)
            .WithItem("<PyNativeLibrary Include=\"e_sqlite3\" />")
            .WithItem("<PyNativeLibrary Include=\"*.so.*\" License=\"MIT\" Version=\"2.0\" />")
            .WithItem("<DirectPInvoke Include=\"count\" />")
            .WithItem("<LinkerArg Include=\"libcount.so.1\" />")
            .WithModule(Module("Bundled", """
                /// <summary>By a library that is opened now.</summary>
                public static long Greet(long to) => greet(to);

                /// <summary>By a library that the module is linked with.</summary>
                public static long Count(long by) => count(by);

                /// <summary>Whether a library of that name can be opened.</summary>
                public static bool ByName(string name) => System.Runtime.InteropServices.NativeLibrary.TryLoad(name, out _);

                /// <summary>By a library of a NuGet package.</summary>
                public static string Query(string text)
                {
                    using Microsoft.Data.Sqlite.SqliteConnection connection = new("Data Source=:memory:");
                    connection.Open();
                    using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
                    command.CommandText = text;
                    return command.ExecuteScalar()?.ToString() ?? "";
                }

                [System.Runtime.InteropServices.LibraryImport("greet")]
                private static partial long greet(long to);

                [System.Runtime.InteropServices.LibraryImport("count")]
                private static partial long count(long by);
                """));

        public string Wheel => _wheel.Value;

        public static void Compile(TestProject project, string name, string source, params string[] options)
        {
            project.Write("c/" + name + ".c", source);
            new Command(Requires.Compiler(), ["-shared", "-fPIC", "-O1", "-nostartfiles", "-o", name, "c/" + name + ".c", "-Wl,-soname," + name, .. options]) { WorkingDirectory = project.Folder }
                .Run().EnsureSuccess("Compiling " + name);
        }

        public void Dispose() => Project.Dispose();
    }
}
