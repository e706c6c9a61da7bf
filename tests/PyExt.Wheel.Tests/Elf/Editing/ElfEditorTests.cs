using System.Globalization;
using System.Text.RegularExpressions;
using PyExt.Testing;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Elf.Editing;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Elf.Editing;

/// <summary>What the editor writes is loaded by the machine's own loader and read by everyone's tools.</summary>
public sealed partial class ElfEditorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Builds => new()
    {
        { "gcc", "" },
        { "gcc", "-g" },
        { "gcc", "-s" },
        { "gcc", "-Wl,--hash-style=sysv" },
        { "gcc", "-Wl,--hash-style=gnu -s" },
        { "gcc", "-Wl,--build-id=none -Wl,-z,nodynamic-undefined-weak -fcf-protection=none" },
        { "gcc", "-Wl,-rpath,/opt/lib -Wl,--enable-new-dtags" },
        { "gcc", "-Wl,-rpath,/opt/lib -Wl,--disable-new-dtags" },
        { "gcc", "-Wl,-z,noseparate-code" },
        { "gcc", "-Wl,-z,max-page-size=0x10000" },
        { "gcc", "-Wl,-z,max-page-size=0x200000 -Wl,-z,noseparate-code" },
        { "gcc", "-Wl,-z,now -Wl,-z,relro" },
        { "gcc", "-Wl,-z,norelro" },
        { "gcc", "-Wl,--spare-dynamic-tags=0" },
        { "gcc", "-ffunction-sections -fdata-sections -Wl,--emit-relocs -g" },
        { "gcc", "-Wl,-z,pack-relative-relocs" },
        { "gcc", "-fuse-ld=gold" },
        { "gcc", "-fuse-ld=gold -Wl,--spare-dynamic-tags=0 -Wl,--build-id=none" },
        { "clang", "" },
        { "clang", "-fuse-ld=lld" },
        { "clang", "-fuse-ld=lld -Wl,--build-id=sha1 -g" },
        { "clang", "-fuse-ld=lld -Wl,-z,separate-code" },
        { "clang", "-fuse-ld=lld -Wl,-z,max-page-size=0x10000 -Wl,--hash-style=sysv -s" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Builds))]
    public void Renamed_libraries_load_and_find_each_other(string compiler, string options)
    {
        (string dependency, string user) = EditedLibraries.Link(_folder, Compiler(compiler), Words(options));

        string edited = EditBoth(dependency, user);

        AssertLoads(edited, 42);
        ElfFile read = ElfFile.Read(edited);
        Assert.Equal((EditedLibraries.NewUser, null, "$ORIGIN"), (read.SoName, read.RPath, read.RunPath));
        Assert.Contains(EditedLibraries.NewDependency, read.Needed);
        Assert.Contains(read.VersionNeeds, need => need == new ElfVersionNeed(EditedLibraries.NewDependency, "DEPENDENCY_1.0"));
    }

    [Theory, MemberData(nameof(Builds))]
    public void Readelf_and_elflint_have_nothing_new_to_say(string compiler, string options)
    {
        (string dependency, string user) = EditedLibraries.Link(_folder, Compiler(compiler), Words(options));
        string[] before = [.. Complaints(dependency), .. Complaints(user)];

        string edited = EditBoth(dependency, user);

        string[] after = [.. Complaints(Path.Combine(Path.GetDirectoryName(edited)!, EditedLibraries.NewDependency)), .. Complaints(edited)];
        Assert.Equal([], after.Except(before));
    }

    [Theory, MemberData(nameof(Builds))]
    public void Strip_leaves_them_whole(string compiler, string options)
    {
        (string dependency, string user) = EditedLibraries.Link(_folder, Compiler(compiler), Words(options));
        string edited = EditBoth(dependency, user);
        string folder = Path.GetDirectoryName(edited)!;

        foreach (string strip in new[] { "strip", "eu-strip", "llvm-strip", "objcopy" }.Where(program => Command.Find(program) is not null))
        {
            string stripped = Directory.CreateDirectory(Path.Combine(folder, strip)).FullName;
            foreach (string file in new[] { EditedLibraries.NewDependency, EditedLibraries.NewUser })
            {
                string target = Path.Combine(stripped, file);
                File.Copy(Path.Combine(folder, file), target);
                string output = strip == "objcopy"
                    ? Command.Run("objcopy", target, target)
                    : Command.Run(strip, target);
                Assert.Equal("", output);
            }

            AssertLoads(Path.Combine(stripped, EditedLibraries.NewUser), 42);
        }
    }

    [Fact]
    public void Libraries_of_the_system_are_edited_as_well()
    {
        // PYEXT_TEST_LIBRARIES=1000 takes more of them.
        int count = int.Parse(Environment.GetEnvironmentVariable("PYEXT_TEST_LIBRARIES") ?? "12", CultureInfo.InvariantCulture);
        string[] libraries = [.. new[] { "/lib/x86_64-linux-gnu", "/lib64" }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "lib*.so*"))
            .Where(file => File.ResolveLinkTarget(file, false) is null && File.ReadAllBytes(file) is [0x7f, (byte)'E', (byte)'L', (byte)'F', ..])
            .Order(StringComparer.Ordinal)];
        libraries = [.. libraries.Where((_, index) => index % Math.Max(1, libraries.Length / count) == 0)];
        Assert.SkipWhen(libraries.Length == 0, "No system library was found in the usual folders.");
        string folder = Directory.CreateDirectory(_folder["edited"]).FullName;
        List<string> pairs = [];
        foreach (string library in libraries)
        {
            string copy = Path.Combine(folder, Path.GetFileName(library));
            Edit(library, copy, new ElfEdit { SoName = "libanothername-0123abcd-0123abcd.so.99", RunPath = "$ORIGIN/../somewhere.libs:/nowhere" });
            pairs.Add(library + "=" + copy);
            string stripped = copy + "-stripped";
            File.Copy(copy, stripped);
            Command.Run("strip", stripped);
            pairs.Add(library + "=" + stripped);
            Assert.Equal([], Complaints(copy).Except(Complaints(library)).Select(line => library + ": " + line));
        }

        // Each in a process of its own, and only if the original can be loaded alone.
        string script = _folder.Write("load.py", """
            import ctypes, os, sys
            def loads(path):
                child = os.fork()
                if child == 0:
                    os.dup2(os.open(os.devnull, os.O_RDWR), 2)
                    try: ctypes.CDLL(path, os.RTLD_LAZY)
                    except OSError: os._exit(1)
                    os._exit(0)
                return os.waitpid(child, 0)[1]
            for pair in open(sys.argv[1]).read().split():
                original, copy = pair.split("=")
                if loads(copy) != loads(original): print("not loaded", copy)
            """);
        Assert.Equal("", Command.Run(Python.Find(), script, _folder.Write("pairs.txt", string.Join('\n', pairs))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Wl,-z,max-page-size=65536")]
    [InlineData("-Wl,-z,max-page-size=65536 -Wl,--build-id=none -s")]
    public void Libraries_for_arm64_load_under_emulation(string options)
    {
        const string start = """
            extern int user_value(void);
            void _start(void)
            {
                register long result __asm__("x0") = user_value();
                register long exit __asm__("x8") = 93;
                __asm__ volatile("svc 0" : : "r"(result), "r"(exit));
                for (;;) { }
            }
            """;
        string[] compile = ["--target=aarch64-linux-gnu", "-fuse-ld=lld", "-nostdlib", "-O1", "-fPIC", "-w", .. Words(options)];
        string clang = Requires.Linker("clang");
        string dependency = _folder["libdependency.so.1"];
        string user = _folder["libuser.so"];
        string script = _folder.Write("versions.map", "DEPENDENCY_1.0 { global: dependency_*; local: *; };");
        Command.Run(clang, [.. compile, "-shared", "-o", dependency, _folder.Write("dependency.c", "int dependency_data = 40; int dependency_value(void) { return dependency_data; }"), "-Wl,-soname,libdependency.so.1", "-Wl,--version-script=" + script]);
        Command.Run(clang, [.. compile, "-shared", "-o", user, _folder.Write("user.c", "extern int dependency_value(void); static char large[100000]; int user_value(void) { return dependency_value() + 2 + large[4]; }"), dependency]);

        string edited = EditBoth(dependency, user);

        // A linker reads it, too.
        string program = _folder["edited/program"];
        Command.Run(clang, [.. compile, "-fPIE", "-pie", "-o", program, _folder.Write("start.c", start), edited, "-Wl,-rpath,$ORIGIN", "-Wl,--allow-shlib-undefined", "-Wl,-dynamic-linker,/lib/ld-linux-aarch64.so.1"]);
        string? root = new[] { "/opt/pyext-arm64", "/usr/aarch64-linux-gnu" }.FirstOrDefault(folder => File.Exists(folder + "/lib/ld-linux-aarch64.so.1"));
        string? emulator = Command.Find("qemu-aarch64-static") ?? Command.Find("qemu-aarch64");
        Assert.SkipWhen(root is null || emulator is null, "There is no emulator or no loader for arm64.");
        (int exitCode, string output) = Command.TryRun(emulator, "-L", root, program);
        Assert.True(exitCode == 42, $"{exitCode}: {output}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Wl,--spare-dynamic-tags=0 -s")]
    public void Damaged_files_are_refused_or_edited_and_nothing_else(string options)
    {
        (_, string user) = EditedLibraries.Link(_folder, Compiler("gcc"), Words(options));
        ElfEdit edit = new() { SoName = EditedLibraries.NewUser, RunPath = "$ORIGIN/of/a/longer/path", Needed = new Dictionary<string, string> { ["libc.so.6"] = "another" } };

        Damage.Try(File.ReadAllBytes(user), image => ElfEditor.Apply(image, "damaged", edit), times: 20_000);
    }

    private string EditBoth(string dependency, string user)
    {
        string folder = Directory.CreateDirectory(_folder["edited"]).FullName;
        Edit(dependency, Path.Combine(folder, EditedLibraries.NewDependency), new ElfEdit { SoName = EditedLibraries.NewDependency, RunPath = "" });
        return Edit(user, Path.Combine(folder, EditedLibraries.NewUser), new ElfEdit
        {
            SoName = EditedLibraries.NewUser,
            Needed = new Dictionary<string, string> { ["libdependency.so.1"] = EditedLibraries.NewDependency },
            RunPath = "$ORIGIN",
        });
    }

    private static string Edit(string from, string to, ElfEdit edit)
    {
        byte[] original = File.ReadAllBytes(from);
        byte[] copy = ElfEditor.Apply(original, from, edit);
        Assert.Equal(File.ReadAllBytes(from), original);
        Assert.Equal(copy, ElfEditor.Apply(original, from, edit));
        // Editing again has nothing to do.
        Assert.Equal(copy, ElfEditor.Apply(copy, from, edit));
        File.WriteAllBytes(to, copy);
        return to;
    }

    private static void AssertLoads(string user, int value)
    {
        (int exitCode, string output) = Command.TryRun(Python.Find(), "-c", $"import ctypes; print(ctypes.CDLL({Python.Literal(user)}).user_value())");
        Assert.True(exitCode == 0 && output.Trim() == $"{value}", $"{exitCode}: {output}");
    }

    // Addresses and indexes differ; what is said of them may not.
    private static IEnumerable<string> Complaints(string file)
    {
        string readelf = Command.Run("readelf", "-aW", file);
        IEnumerable<string> lines = readelf.Split('\n').Where(line => line.Contains("arning", StringComparison.Ordinal) || line.Contains("rror:", StringComparison.Ordinal));
        // It takes the size of a function for that of the word with its address, which then reaches into the next segment.
        string elflint = Command.TryRun(Requires.Linker("eu-elflint"), "--gnu-ld", file).Output;
        lines = lines.Concat(elflint.Split('\n').Where(line => line is not "" and not "No errors" && !line.EndsWith("read-only section modified but text relocation flag not set", StringComparison.Ordinal)));
        return lines.Select(line => Number().Replace(line.Trim(), "#"));
    }

    private static string Compiler(string name) => name == "gcc" ? Requires.Compiler() : Requires.Linker(name);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("0x[0-9a-f]+|[0-9]+")]
    private static partial Regex Number();
}
