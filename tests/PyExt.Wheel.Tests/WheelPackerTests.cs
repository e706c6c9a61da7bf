using System.IO.Compression;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests;

public sealed class WheelPackerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pack_writes_a_wheel_named_after_project_and_binary()
    {
        List<string> steps = [];
        WheelResult result = WheelPacker.Pack(Samples.Request(_folder), steps.Add);

        Assert.Equal("answer_module-1.2.3a1-cp312-abi3-manylinux_2_17_x86_64.whl", result.FileName);
        Assert.Equal([result.Path], Directory.GetFiles(_folder["out"]));
        Assert.Empty(Directory.GetFiles(_folder["obj"]));
        Assert.Equal(new FileInfo(result.Path).Length, result.Size);
        Assert.Equal(["PyInit_answer"], result.Audit.Exports);
        Assert.Equal(["PyLong_FromLong", "PyModuleDef_Init"], result.Audit.UndefinedPySymbols);
        Assert.Equal(2, steps.Count);
    }

    [Fact]
    public void A_module_that_needs_no_gil_has_the_name_that_every_build_loads()
    {
        WheelResult result = WheelPacker.Pack(Samples.Request(_folder, isGilNotUsed: true, freeThreaded: ["3.13", "3.14"]));

        Assert.Equal("answer_module-1.2.3a1-cp312.cp313.cp314-abi3.abi3t.cp313t.cp314t-manylinux_2_17_x86_64.whl", result.FileName);
        using ZipArchive wheel = ZipFile.OpenRead(result.Path);
        Assert.Equal(["answer/answer.so"], wheel.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".so", StringComparison.Ordinal)));
    }

    [Fact]
    public void Pack_gives_equal_bytes_in_two_folders()
    {
        using TemporaryFolder other = new();
        WheelResult first = WheelPacker.Pack(Samples.Request(_folder));
        WheelRequest request = Samples.Request(other);
        File.Copy(_folder["answer.so"], other["answer.so"], overwrite: true);
        WheelResult second = WheelPacker.Pack(request);

        Assert.Equal(SHA256.HashData(File.ReadAllBytes(first.Path)), SHA256.HashData(File.ReadAllBytes(second.Path)));
    }

    [Fact]
    public void Pack_gives_equal_bytes_whatever_the_culture_and_the_age_of_the_files()
    {
        _folder.Write("python/answer_data/__init__.py", "");
        _folder.Write("python/answer_data/data.txt", "data");
        WheelRequest request = Samples.Request(_folder, sourceRoot: "python");
        byte[] first = File.ReadAllBytes(WheelPacker.Pack(request).Path);
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            foreach (string file in Directory.GetFiles(_folder["python"], "*", SearchOption.AllDirectories))
                File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            Assert.Equal(first, File.ReadAllBytes(WheelPacker.Pack(request).Path));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    public static TheoryData<string, Func<TemporaryFolder, WheelRequest>> BadInput() => new()
    {
        { "PYX1004", folder => Samples.Request(folder, minimum: "3.9") },
        { "PYX1006", folder => Samples.Request(folder, sourceRoot: "missing") },
        { "PYX3001", folder => Samples.Request(folder, module: "pkg.other") },
        { "PYX3008", folder => Samples.Request(folder, manylinux: "2_16") },
        { "PYX4001", folder => Samples.Request(folder, version: "1.0.0-nightly") },
        { "PYX4002", folder => Samples.Request(folder, readme: "docs\\README.md") },
        { "PYX4003", folder => Samples.Request(folder, licenseFile: "LICENSE.txt") },
        { "PYX4004", folder => Samples.Request(folder, license: "My own") },
        { "PYX4005", folder => Samples.Request(folder, output: Path.GetFileName(folder.Write("file", ""))) },
        { "PYX4006", folder => Samples.Request(folder, sourceRoot: Path.GetDirectoryName(folder.Write("python/answer.py", ""))) },
        { "PYX4007", folder => Samples.Request(folder, epoch: "today") },
        { "PYX4007", folder => Samples.Request(folder, name: "Antwort!") },
    };

    [Theory]
    [MemberData(nameof(BadInput), DisableDiscoveryEnumeration = true)]
    public void Bad_input_gives_one_finding_with_its_code_and_leaves_no_wheel(string code, Func<TemporaryFolder, WheelRequest> request)
    {
        WheelException exception = Assert.Throws<WheelException>(() => WheelPacker.Pack(request(_folder)));
        Finding finding = Assert.Single(exception.Findings);
        Assert.Equal(code, finding.Code);
        Assert.Equal(finding.Message, exception.Message);
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', finding.Message);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.whl*", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(BadInput), DisableDiscoveryEnumeration = true)]
    public void Check_finds_the_same_without_a_binary(string code, Func<TemporaryFolder, WheelRequest> request)
    {
        WheelRequest bad = request(_folder);
        if (bad.Module.Name.FullName != "answer" || code == "PYX3008")
        {
            // What is wrong with these is the binary.
            WheelPacker.Check(bad.Distribution, bad.Module.Name);
            return;
        }

        WheelException late = Assert.Throws<WheelException>(() => WheelPacker.Pack(bad));
        File.Delete(bad.NativeLibrary);
        WheelException early = Assert.Throws<WheelException>(() => WheelPacker.Check(bad.Distribution, bad.Module.Name));

        // The wheel's own name is not known so early.
        string expected = late.Message.Replace(Path.DirectorySeparatorChar + "answer_module-1.2.3a1-cp312-abi3-manylinux_2_17_x86_64.whl'", "'", StringComparison.Ordinal);
        Assert.Equal((code, expected), (early.Code, early.Message));
        Assert.Single(early.Findings);
    }

    [Fact]
    public void Check_is_content_with_what_Pack_packs_and_leaves_no_file()
    {
        WheelRequest request = Samples.Request(_folder);
        File.Delete(request.NativeLibrary);
        string[] before = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);

        WheelPacker.Check(request.Distribution, request.Module.Name);

        Assert.Equal(before, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_build_that_is_stopped_leaves_no_wheel(int step)
    {
        int steps = 0;
        Assert.Throws<OperationCanceledException>(() => WheelPacker.Pack(Samples.Request(_folder), _ =>
        {
            if (++steps == step)
                throw new OperationCanceledException();
        }));
        Assert.Equal(step, steps);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.whl*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Without_a_readme_the_summary_is_the_description()
    {
        string Metadata() => Encoding.UTF8.GetString(RawZip.Read(WheelPacker.Pack(Samples.Request(_folder)).Path)["answer_module-1.2.3a1.dist-info/METADATA"]);
        Assert.EndsWith("Description-Content-Type: text/plain; charset=UTF-8\n\nAnswers.\n", Metadata(), StringComparison.Ordinal);

        _folder.Write("README.md", "# Answer\n");
        Assert.EndsWith("Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM\n\n# Answer\n", Metadata(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wheel_for_this_machine_only_has_the_plain_tag() =>
        Assert.Equal("answer_module-1.2.3a1-cp313-abi3-linux_x86_64.whl", WheelPacker.Pack(Samples.Request(_folder, manylinux: "off", minimum: "3.13")).FileName);

    [Fact]
    public void Pip_installs_the_wheel_and_Python_imports_it()
    {
        string python = Python.Find();
        WheelResult result = WheelPacker.Pack(Samples.Request(_folder));
        string target = _folder["site"];
        Command.Run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, result.Path);
        string output = Command.Run(python, "-c", $"import sys; sys.path.insert(0, {Python.Literal(target)}); import answer; print(answer.answer(), answer.__doc__)");

        Assert.Equal("42 Answers.", output.Trim());
        Assert.True(File.Exists(Path.Combine(target, "answer", "py.typed")));
        Assert.True(File.Exists(Path.Combine(target, "bin", "answer")));
    }
}
