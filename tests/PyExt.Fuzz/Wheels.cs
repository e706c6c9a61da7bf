using System.Text;
using ICSharpCode.SharpZipLib.Zip;
using PyExt.Wheel.Archive;

namespace PyExt.Fuzz;

/// <summary>Valid wheels, and wheels that are valid but for one file.</summary>
internal static class Wheels
{
    public const string DistInfo = "demo-1.0.dist-info/";

    public const string Metadata =
        """
        Metadata-Version: 2.4
        Name: demo
        Version: 1.0
        Summary: A demonstration.
        Author: Ada, Grace
        License-Expression: MIT OR (Apache-2.0 AND LicenseRef-Own)
        License-File: LICENSE
        Keywords: one,two
        Classifier: Programming Language :: Python :: 3 :: Only
        Requires-Python: >=3.12,!=3.14.*
        Requires-Dist: numpy[extra] >=2,<3; python_version < "3.14" and (sys_platform == 'linux' or extra == "test")
        Provides-Extra: test
        Project-URL: Home page, https://example.org/demo
        Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM

        # Demo

        Text.

        """;

    public const string EntryPoints = "[console_scripts]\ndemo = demo.cli:main\n\n[demo.plugins]\none = demo.plugins\n";

    /// <summary>The name of a wheel with a tag.</summary>
    public static string Name(string tag) => $"demo-1.0-{tag}.whl";

    public static string WheelFile(string tag) => $"Wheel-Version: 1.0\nGenerator: fuzz (1.0)\nRoot-Is-Purelib: false\nTag: {tag}\n";

    /// <summary>The files of a wheel with one native module.</summary>
    public static SortedDictionary<string, byte[]> Files(string tag, string module, byte[] binary) => new(StringComparer.Ordinal)
    {
        [module] = binary,
        ["demo/__init__.py"] = "from demo._native import *\n"u8.ToArray(),
        ["demo/py.typed"] = [],
        ["demo-1.0.data/scripts/tool"] = "#!python\nprint(1)\n"u8.ToArray(),
        [DistInfo + "METADATA"] = Encoding.UTF8.GetBytes(Metadata),
        [DistInfo + "WHEEL"] = Encoding.UTF8.GetBytes(WheelFile(tag)),
        [DistInfo + "entry_points.txt"] = Encoding.UTF8.GetBytes(EntryPoints),
        [DistInfo + "licenses/LICENSE"] = "Do what you want.\n"u8.ToArray(),
    };

    /// <summary>The RECORD of files.</summary>
    public static byte[] Record(SortedDictionary<string, byte[]> files) =>
        Encoding.UTF8.GetBytes(RecordFile.Write(files.Select(file => RecordLine.Of(file.Key, file.Value)).Append(new RecordLine(DistInfo + "RECORD", "", ""))));

    /// <summary>Writes files as a zip archive that passes.</summary>
    /// <param name="files">The files.</param>
    /// <param name="isStored">Whether they are not to be compressed, which is a hundred times faster.</param>
    public static byte[] Pack(IEnumerable<KeyValuePair<string, byte[]>> files, bool isStored = true)
    {
        using MemoryStream archive = new();
        using (ZipOutputStream zip = new(archive) { IsStreamOwner = false, UseZip64 = UseZip64.Off })
        {
            foreach ((string path, byte[] content) in files)
            {
                ICSharpCode.SharpZipLib.Checksum.Crc32 checksum = new();
                checksum.Update(content);
                zip.PutNextEntry(new ZipEntry(path) { IsUnicodeText = true, Size = content.Length, Crc = checksum.Value, DateTime = new DateTime(1980, 1, 1), CompressionMethod = isStored ? CompressionMethod.Stored : CompressionMethod.Deflated });
                zip.Write(content);
            }
        }

        return archive.ToArray();
    }
}
