using System.IO.Compression;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Archive;

public sealed class ArchiveTests : IDisposable
{
    private static readonly WheelFileName Name = new("a", "1.0", null, new WheelTag(["py3"], ["none"], ["any"]));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../x")]
    [InlineData("/x")]
    [InlineData("C:x")]
    [InlineData("a\\b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("./a")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a:b")]
    [InlineData("")]
    public void Add_refuses_paths_that_would_leave_the_folder_or_not_extract(string path)
    {
        WheelException exception = Assert.Throws<WheelException>(() => new WheelBuilder(Name, DateTime.UnixEpoch).Add(ArchiveEntry.FromText(path, "")));
        Assert.Equal("PYX4007", exception.Code);
        // Each line of a message would be an error of its own.
        Assert.DoesNotContain(exception.Message, char.IsControl);
    }

    [Fact]
    public void Paths_that_are_no_Unicode_text_are_refused()
    {
        Assert.NotNull(ArchivePath.Problem("a\ud800"));
        Assert.NotNull(ArchivePath.Problem("\udc00\ud800"));
        Assert.Null(ArchivePath.Problem("💡"));
    }

    [Theory]
    [InlineData("pkg/data.txt", "claim 'pkg/data.txt'")]
    [InlineData("pkg/Data.txt", "differ only in case")]
    public void Add_refuses_two_files_for_one_path(string second, string problem)
    {
        WheelBuilder builder = new(Name, DateTime.UnixEpoch);
        builder.Add(ArchiveEntry.FromFile("pkg/data.txt", "/project/data.txt"));
        WheelException exception = Assert.Throws<WheelException>(() => builder.Add(ArchiveEntry.FromText(second, "")));
        Assert.Equal("PYX4006", exception.Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_sorts_and_keeps_modes_and_time()
    {
        DateTime time = ArchiveTime.FromSourceDateEpoch("1700000001");
        WheelBuilder builder = new(Name, time);
        builder.AddDistInfo("METADATA", "m");
        builder.Add(ArchiveEntry.FromText("z.py", "z"));
        builder.Add(ArchiveEntry.FromFile("b/run.sh", _folder.Write("run.sh", "x"), isExecutable: true));
        builder.Add(ArchiveEntry.FromText("b/ü,\"quoted\".txt".Replace('"', '\''), "q"));
        builder.Write(_folder["a.whl"]);

        using ZipArchive zip = ZipFile.OpenRead(_folder["a.whl"]);
        Assert.Equal(["b/run.sh", "b/ü,'quoted'.txt", "z.py", "a-1.0.dist-info/METADATA", "a-1.0.dist-info/RECORD"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal("755 644 644 644 644", string.Join(' ', zip.Entries.Select(entry => Convert.ToString((entry.ExternalAttributes >> 16) & 0x1FF, 8))));
        Assert.All(zip.Entries, entry => Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20), entry.LastWriteTime.DateTime));
    }

    [Theory]
    [InlineData(null, 1980)]
    [InlineData("", 1980)]
    [InlineData("0", 1980)]
    [InlineData("1700000000", 2023)]
    public void Time_is_SOURCE_DATE_EPOCH_or_1980(string? epoch, int year) => Assert.Equal(year, ArchiveTime.FromSourceDateEpoch(epoch).Year);

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999")]
    [InlineData("99999999999999999999999")]
    public void A_malformed_SOURCE_DATE_EPOCH_is_refused(string epoch)
    {
        WheelException exception = Assert.Throws<WheelException>(() => ArchiveTime.FromSourceDateEpoch(epoch));
        Assert.Equal("PYX4007", exception.Code);
        Assert.Contains("SOURCE_DATE_EPOCH", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_lines_are_what_the_csv_module_reads_and_writes()
    {
        string[] paths = ["plain.py", "with,comma.txt", "with\"quote.txt", "\"start", "ü.txt", " space", "a'b"];
        string text = RecordFile.Write(paths.Select(path => new RecordLine(path, "sha256=x", "1")));

        Assert.Equal(paths, PythonOracle.Run("import csv, io\nresult = [row[0] for row in csv.reader(io.StringIO(data[0]))]", [text]));
        Assert.Equal<IEnumerable<string>>(PythonOracle.Run("import csv, io\nout = io.StringIO()\ncsv.writer(out, lineterminator='\\n').writerows([path, 'sha256=x', '1'] for path in data)\nresult = [out.getvalue()]", paths), [text]);
        Assert.Equal(paths, RecordFile.Parse(text).Select(row => row[0]));
        Assert.Equal(paths, RecordFile.Parse(text.Replace("\n", "\r\n", StringComparison.Ordinal)).Select(row => row[0]));
    }

    [Fact]
    public void Publish_replaces_a_wheel_and_leaves_nothing_else()
    {
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out/a.whl"], "old");
        string path = WheelPublisher.Publish(_folder.Write("obj/a.whl.partial", "new"), _folder["out"], "a.whl");

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder["out"]));
        Assert.Empty(Directory.GetFiles(_folder["obj"]));
    }

    [Fact]
    public void Publish_into_another_file_system_works_too()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "There is no second file system at /dev/shm.");
        string other = Path.Combine("/dev/shm", Path.GetFileName(_folder.Path));
        try
        {
            Assert.Equal("new", File.ReadAllText(WheelPublisher.Publish(_folder.Write("a.partial", "new"), other, "a.whl")));
            Assert.Single(Directory.GetFiles(other));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    [Fact]
    public void An_unwritable_output_folder_is_PYX4005_and_leaves_nothing()
    {
        // A file where the folder should be: unwritable for root, too.
        string blocked = _folder.Write("out", "a file");
        string temporary = _folder.Write("obj/a.whl.partial", "new");
        WheelException exception = Assert.Throws<WheelException>(() => WheelPublisher.Publish(temporary, blocked, "a.whl"));

        Assert.Equal("PYX4005", exception.Code);
        Assert.Contains("PackageOutputPath", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(temporary));
    }

    [Fact]
    public void A_link_is_the_file_it_leads_to_a_pipe_is_not_opened_and_what_is_huge_is_not_read()
    {
        _folder.Write("real.txt", "text");
        File.CreateSymbolicLink(_folder["link"], "real.txt");
        File.CreateSymbolicLink(_folder["nowhere"], "missing");
        File.CreateSymbolicLink(_folder["circle"], "circle");
        using (FileStream huge = File.Create(_folder["huge"]))
            huge.SetLength((1L << 30) + 1);
        if (!OperatingSystem.IsWindows())
        {
            Support.Command.Run("mkfifo", _folder["pipe"]);
            Assert.Empty(ArchiveEntry.FromFile("pipe", _folder["pipe"]).Read());
        }

        Assert.Equal("text"u8.ToArray(), ArchiveEntry.FromFile("link", _folder["link"]).Read());
        Assert.All(["nowhere", "circle", "huge"], name =>
        {
            WheelException exception = Assert.Throws<WheelException>(() => ArchiveEntry.FromFile("file", _folder[name]).Read());
            Assert.Equal("PYX4007", exception.Code);
            Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_file_that_vanished_fails_without_a_partial_wheel()
    {
        WheelBuilder builder = new(Name, DateTime.UnixEpoch.AddYears(20));
        builder.Add(ArchiveEntry.FromText("a.py", "a"));
        builder.Add(ArchiveEntry.FromFile("b.py", _folder["missing.py"]));
        WheelException exception = Assert.Throws<WheelException>(() => builder.Write(_folder["obj/a.partial"]));

        Assert.Equal("PYX4007", exception.Code);
        Assert.Contains("missing.py", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["obj"]));
    }
}
