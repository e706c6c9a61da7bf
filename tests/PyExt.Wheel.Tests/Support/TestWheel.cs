using System.Text;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Tests.Support;

/// <summary>A wheel "demo" that is right in everything but what a test puts into it.</summary>
public sealed class TestWheel(string tag)
{
    public const string DistInfo = "demo-1.0.dist-info/";

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal)
    {
        ["demo/__init__.py"] = [],
        [DistInfo + "METADATA"] = "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nDescription-Content-Type: text/markdown\n\nText.\n"u8.ToArray(),
    };

    private readonly Dictionary<string, int> _modes = [];

    private string _name = $"demo-1.0-{tag}.whl";

    public string FileName => _name;

    public TestWheel With(string path, byte[] content)
    {
        _files[path] = content;
        return this;
    }

    public TestWheel With(string path, string text) => With(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Gives a file a Unix mode, type included.</summary>
    public TestWheel WithMode(string path, int mode)
    {
        _modes[path] = mode;
        return this;
    }

    public TestWheel Called(string name)
    {
        _name = name;
        return this;
    }

    public byte[] Pack(bool isPure = false, string? comment = null)
    {
        string[] sets = tag.Split('-');
        string tags = string.Concat(from python in sets[0].Split('.') from abi in sets[1].Split('.') from platform in sets[2].Split('.') select $"Tag: {python}-{abi}-{platform}\n");
        _files.TryAdd(DistInfo + "WHEEL", Encoding.UTF8.GetBytes($"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: {(isPure ? "true" : "false")}\n{tags}"));
        string record = RecordFile.Write(_files.Select(file => RecordLine.Of(file.Key, file.Value)).Append(new RecordLine(DistInfo + "RECORD", "", "")));
        return RawZip.Write([.. _files.Select(file => new RawZip.Entry(file.Key, file.Value) { Attributes = (uint)_modes.GetValueOrDefault(file.Key) << 16 }), new RawZip.Entry(DistInfo + "RECORD", Encoding.UTF8.GetBytes(record))], comment ?? "");
    }

    public WheelAuditReport Audit(bool isPure = false) => WheelAudit.Examine(Pack(isPure), _name, options: null);
}
