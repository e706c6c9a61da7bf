using PyExt.Testing;
using PyExt.Wheel.Elf;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.NativeLibraries;

/// <summary>Wheels that bring libraries along, without .NET: a module of C and libraries of C.</summary>
public sealed class NativeLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _sample = new();

    public void Dispose()
    {
        _folder.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public void What_the_module_is_linked_with_goes_along_and_is_found()
    {
        string one = Library("libone.so.1", "int one(void) { return 1; }");
        string two = Library("libtwo.so", "extern int one(void); int two(void) { return one() + 1; }", one);
        string module = Module("extern int two(void);", "two() * 21", two);

        WheelResult result = WheelPacker.Pack(Request(module, new() { Item = "one", File = one }, new() { Item = "two", File = two }));

        Dictionary<string, byte[]> files = RawZip.Read(result.Path);
        string[] bundled = [.. files.Keys.Where(path => path.StartsWith("answer.libs/", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)!)];
        Assert.Collection(bundled, path => Assert.Matches(@"^libone-[0-9a-f]{8}\.so\.1$", path), path => Assert.Matches(@"^libtwo-[0-9a-f]{8}\.so$", path));
        ElfFile packed = ElfFile.Parse(files["answer/answer.abi3.so"], "answer");
        Assert.Equal("$ORIGIN/../answer.libs", packed.RunPath);
        Assert.Contains(bundled[1], packed.Needed);
        ElfFile second = ElfFile.Parse(files["answer.libs/" + bundled[1]], "two");
        Assert.Equal((bundled[1], "$ORIGIN"), (second.SoName, second.RunPath));
        Assert.Contains(bundled[0], second.Needed);
        Assert.Null(ElfFile.Parse(files["answer.libs/" + bundled[0]], "one").RunPath);
        Assert.Equal("42", Import(result.Path));
    }

    [Fact]
    public void Two_libraries_that_need_each_other_are_found()
    {
        string one = _folder["libone.so"];
        Library("libone.so", "int one(void) { return 1; }");
        string two = Library("libtwo.so", "extern int one(void); int two(void) { return one() + 1; }", one);
        Library("libone.so", "extern int two(void); int one(void) { return 1; } int three(void) { return two() + 1; }", two, "-Wl,--no-as-needed");
        string module = Module("extern int three(void);", "three() * 14", one);

        Assert.Equal("42", Import(WheelPacker.Pack(Request(module, new() { Item = "one", File = one }, new() { Item = "two", File = two })).Path));
    }

    [Fact]
    public void Packing_changes_no_file_and_gives_the_same_bytes_again()
    {
        string one = Library("libone.so", "int one(void) { return 1; }");
        string module = Module("extern int one(void);", "one() * 42", one);
        byte[][] before = [File.ReadAllBytes(one), File.ReadAllBytes(module)];
        WheelRequest request = Request(module, new NativeLibrary { Item = "one", File = one });

        byte[] first = File.ReadAllBytes(WheelPacker.Pack(request).Path);
        byte[] second = File.ReadAllBytes(WheelPacker.Pack(request).Path);

        Assert.Equal(first, second);
        Assert.Equal(before, [File.ReadAllBytes(one), File.ReadAllBytes(module)]);
    }

    [Fact]
    public void A_link_stands_for_what_it_leads_to()
    {
        Library("libone.so.1.2", "int one(void) { return 1; }");
        File.CreateSymbolicLink(_folder["libone.so.1"], "libone.so.1.2");
        File.CreateSymbolicLink(_folder["libone.so"], "libone.so.1");

        BundledLibrary library = Assert.Single(NativeLibraryBundle.Read([new() { Item = "one", File = _folder["libone.so"], Names = ["uno"] }], ElfMachine.X64).Libraries);

        Assert.Matches(@"^libone-[0-9a-f]{8}\.so$", library.FileName);
        Assert.Superset(new HashSet<string> { "one", "libone", "libone.so", "one.so", "libone.so.1.2", "uno", "libuno.so" }, library.Names.ToHashSet());
    }

    [Fact]
    public void A_library_that_is_not_listed_is_named_with_who_needs_it()
    {
        string one = Library("libone.so.1", "int one(void) { return 1; }");
        string two = Library("libtwo.so", "extern int one(void); int two(void) { return one() + 1; }", one);
        string module = Module("extern int two(void);", "two() * 21", two);

        Finding missing = Assert.Single(Refused(module));
        Assert.Equal("PYX3003", missing.Code);
        Assert.StartsWith("answer.so needs libtwo.so, which ", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Add it as a PyNativeLibrary item", missing.Message, StringComparison.Ordinal);

        missing = Assert.Single(Refused(module, new NativeLibrary { Item = "two", File = two }));
        Assert.Equal("PYX3003", missing.Code);
        Assert.StartsWith("The PyNativeLibrary libtwo.so needs libone.so.1, which ", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Add it as a PyNativeLibrary item, too", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_lowers_the_tag_or_is_refused_for_the_one_asked_for()
    {
        // pthread_create is in libc since 2.34, and a library linked on a newer system asks for that.
        string one = Library("libone.so", "#include <pthread.h>\nint one(void) { pthread_t t; return pthread_create(&t, 0, 0, 0) == 12345; }");
        Assert.SkipUnless(ElfFile.Read(one).VersionNeeds.Any(need => need.Version == "GLIBC_2.34"), "This machine's glibc is older than 2.34.");
        string module = Module("", "42");
        NativeLibrary library = new() { Item = "one", File = one };

        Assert.Equal("manylinux_2_17_x86_64", Assert.Single(WheelPacker.Pack(Request(module)).Tag.Platform));
        WheelResult result = WheelPacker.Pack(Request(module, library));
        Assert.Equal("manylinux_2_34_x86_64", Assert.Single(result.Tag.Platform));
        string show = Command.Run(Requires.Tool("auditwheel"), "show", result.Path);
        Assert.Contains("\"manylinux_2_34_x86_64\"", show, StringComparison.Ordinal);

        WheelException refused = Assert.Throws<WheelException>(() => WheelPacker.Pack(RequestFor("2_28", module, library)));
        Assert.Equal("PYX3008", refused.Code);
        Assert.StartsWith("The PyNativeLibrary libone.so does not satisfy manylinux_2_28: it needs GLIBC_2.34 of libc.so.6 (pthread_create)", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PYX3006", "-Wl,-z,execstack")]
    [InlineData("PYX3008", "-march=x86-64-v3 -Wl,-z,x86-64-v3")]
    public void What_a_module_may_not_be_a_library_may_not_be(string code, string options)
    {
        string one = Library("libone.so", "int one(void) { return 1; }", options.Split(' '));

        Finding finding = Assert.Single(Refused(Module("", "42"), new NativeLibrary { Item = "one", File = one }));

        Assert.Equal(code, finding.Code);
        Assert.StartsWith("The PyNativeLibrary libone.so ", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_bad_item_is_one_finding()
    {
        string one = Library("libone.so", "int one(void) { return 1; }");
        File.Copy(one, _folder["libuno.so"]);
        string text = _folder.Write("libscript.so", "GROUP ( libone.so )\n");
        string archive = _folder.Write("libstatic.a", "!<arch>\n");
        string folder = Directory.CreateDirectory(_folder["libfolder.so"]).FullName;

        IReadOnlyList<Finding> findings = Assert.Throws<WheelException>(() => NativeLibraryBundle.Read(
            [
                new() { Item = "one", File = one },
                new() { Item = "again", File = one },
                new() { Item = "uno", File = _folder["libuno.so"], Names = ["one"] },
                new() { Item = "nowhere", File = _folder["nowhere.so"] },
                new() { Item = "script", File = text },
                new() { Item = "static", File = archive },
                new() { Item = "folder", File = folder },
            ],
            ElfMachine.X64)).Findings;

        Assert.Equal(["PYX3030", "PYX3030", "PYX3030", "PYX3031", "PYX3031", "PYX3030"], findings.Select(finding => finding.Code));
        Assert.Contains("are the same library. Remove one.", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("both answer to '", findings[1].Message, StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.StartsWith("PyNativeLibrary ", finding.Message.Replace("The PyNativeLibrary items", "PyNativeLibrary items", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal("PYX3031", Assert.Throws<WheelException>(() => NativeLibraryBundle.Read([new() { Item = "one", File = one }], ElfMachine.Arm64)).Code);
    }

    private IReadOnlyList<Finding> Refused(string module, params NativeLibrary[] libraries) =>
        Assert.Throws<WheelException>(() => WheelPacker.Pack(Request(module, libraries))).Findings;

    private string Library(string name, string source, params string[] options)
    {
        string file = _folder[name];
        Command.Run(Requires.Compiler(), ["-shared", "-fPIC", "-O1", "-w", "-nostartfiles", "-o", file, _folder.Write(name + ".c", source), "-Wl,-soname," + name, .. options]);
        return file;
    }

    private string Module(string declarations, string value, params string[] options) =>
        Gcc.Link(_folder, "answer", declarations + "\n" + Gcc.AnswerModule.Replace("PyLong_FromLong(42)", $"PyLong_FromLong({value})", StringComparison.Ordinal), ["-nostartfiles", .. options]);

    private WheelRequest Request(string module, params NativeLibrary[] libraries) => RequestFor("auto", module, libraries);

    private WheelRequest RequestFor(string manylinux, string module, params NativeLibrary[] libraries)
    {
        WheelRequest sample = Samples.Request(_sample);
        return new WheelRequest
        {
            Module = sample.Module,
            Distribution = sample.Distribution,
            NativeLibrary = module,
            IntermediateDirectory = sample.IntermediateDirectory,
            Manylinux = manylinux,
            NativeLibraries = libraries,
        };
    }

    // The wheel as an installer unpacks it, and nothing of what it was made from.
    private string Import(string wheel)
    {
        string site = _folder["site"];
        System.IO.Compression.ZipFile.ExtractToDirectory(wheel, site);
        foreach (string file in Directory.EnumerateFiles(_folder.Path, "*.so*"))
            File.Delete(file);
        return Command.Run(Python.Find(), "-c", $"import sys; sys.path.insert(0, {Python.Literal(site)}); import answer; print(answer.answer())").Trim();
    }
}
