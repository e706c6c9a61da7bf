using System.Security.Cryptography;
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
