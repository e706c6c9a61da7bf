using System.Text;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Archive;

/// <summary>Collects the files of a wheel and writes them: equal input gives equal bytes, on every machine.</summary>
public sealed class WheelBuilder
{
    private const int UnixHost = 3;
    private const int RegularFile = 0x8000;

    // Fixed, like everything that reaches the bytes.
    private const int CompressionLevel = 9;

    private readonly WheelFileName _name;
    private readonly DateTime _time;
    private readonly Dictionary<string, ArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Starts an empty wheel.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="time">The time stamp of every file; see <see cref="ArchiveTime"/>.</param>
    public WheelBuilder(WheelFileName name, DateTime time)
    {
        _name = name;
        _time = time;
    }

    /// <summary>The paths added so far.</summary>
    public IReadOnlyCollection<string> Paths => _entries.Keys;

    /// <summary>Adds a file.</summary>
    /// <param name="entry">The file.</param>
    /// <exception cref="WheelException">PYX4006: another file has the path. PYX4007: the path is not valid.</exception>
    public void Add(ArchiveEntry entry)
    {
        if (ArchivePath.Problem(entry.Path) is string problem)
            throw new WheelException(DiagnosticCodes.Metadata, AuditText.OneLine($"The file '{entry.Origin}' cannot go into the wheel as '{entry.Path}': {problem} Rename it."));

        if (_spellings.TryGetValue(entry.Path, out string? other))
        {
            throw new WheelException(
                DiagnosticCodes.DuplicatePath,
                other == entry.Path
                    ? $"Two files claim '{entry.Path}' in the wheel: '{_entries[other].Origin}' and '{entry.Origin}'. Remove or rename one."
                    : $"'{other}' and '{entry.Path}' differ only in case, so they would overwrite each other on Windows and macOS. Rename one.");
        }

        _spellings.Add(entry.Path, entry.Path);
        _entries.Add(entry.Path, entry);
    }

    /// <summary>Adds files.</summary>
    /// <param name="entries">The files.</param>
    public void AddRange(IEnumerable<ArchiveEntry> entries)
    {
        foreach (ArchiveEntry entry in entries)
            Add(entry);
    }

    /// <summary>Adds a file below the <c>.dist-info</c> folder.</summary>
    /// <param name="name">The path below that folder.</param>
    /// <param name="text">The text.</param>
    public void AddDistInfo(string name, string text) => Add(ArchiveEntry.FromText($"{_name.DistInfo}/{name}", text));

    /// <summary>Adds the WHEEL file.</summary>
    /// <param name="generator">The program that makes the wheel, such as <c>PyExt 0.1.0</c>.</param>
    public void AddWheelFile(string generator)
    {
        StringBuilder text = new();
        text.Append("Wheel-Version: 1.0\nGenerator: ").Append(generator).Append("\nRoot-Is-Purelib: false\n");
        foreach (string tag in _name.Tag.Expand())
            text.Append("Tag: ").Append(tag).Append('\n');
        if (_name.Build is not null)
            text.Append("Build: ").Append(_name.Build).Append('\n');
        AddDistInfo("WHEEL", text.ToString());
    }

    /// <summary>Writes the wheel, with <c>.dist-info</c> last and RECORD as its last file.</summary>
    /// <param name="temporaryPath">The file to create.</param>
    /// <exception cref="WheelException">PYX4005: the file cannot be written; nothing is left behind.</exception>
    public void Write(string temporaryPath)
    {
        string distInfo = _name.DistInfo + "/";
        ArchiveEntry[] sorted = [.. _entries.Values
            .OrderBy(entry => entry.Path.StartsWith(distInfo, StringComparison.Ordinal))
            .ThenBy(entry => entry.Path, StringComparer.Ordinal)];
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(temporaryPath))!);
            using FileStream file = new(temporaryPath, FileMode.Create, FileAccess.ReadWrite);
            WriteArchive(file, sorted, distInfo + "RECORD");
        }
        catch (Exception exception)
        {
            WheelPublisher.DeleteQuietly(temporaryPath);
            if (exception is IOException or UnauthorizedAccessException)
                throw new WheelException(DiagnosticCodes.Output, $"The wheel cannot be written to '{temporaryPath}': {exception.Message}", exception);
            throw;
        }
    }

    /// <summary>Writes files into a folder instead of an archive.</summary>
    /// <param name="selects">Which, by their paths.</param>
    /// <param name="folder">The folder.</param>
    internal void Extract(Func<string, bool> selects, string folder)
    {
        foreach (ArchiveEntry entry in _entries.Values.Where(entry => selects(entry.Path)))
        {
            string target = Path.Combine(folder, entry.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, entry.Read());
        }
    }

    private void WriteArchive(FileStream file, ArchiveEntry[] entries, string recordPath)
    {
        using ZipOutputStream zip = new(file) { IsStreamOwner = false, UseZip64 = UseZip64.Off };
        zip.SetLevel(CompressionLevel);

        List<RecordLine> record = new(entries.Length + 1);
        foreach (ArchiveEntry entry in entries)
        {
            byte[] content = entry.Read();
            record.Add(RecordLine.Of(entry.Path, content));
            WriteEntry(zip, entry.Path, content, entry.IsExecutable);
        }

        record.Add(new RecordLine(recordPath, "", ""));
        WriteEntry(zip, recordPath, Encoding.UTF8.GetBytes(RecordFile.Write(record)), isExecutable: false);
        zip.Finish();
    }

    // With size and checksum known and a file that can seek, the library writes complete local headers and no data descriptors.
    private void WriteEntry(ZipOutputStream zip, string path, byte[] content, bool isExecutable)
    {
        Crc32 checksum = new();
        checksum.Update(content);
        int mode = RegularFile | Convert.ToInt32(isExecutable ? "755" : "644", 8);
        ZipEntry entry = new(path)
        {
            DateTime = _time,
            HostSystem = UnixHost,
            ExternalFileAttributes = mode << 16,
            IsUnicodeText = true,
            CompressionMethod = CompressionMethod.Deflated,
            Size = content.Length,
            Crc = checksum.Value,
        };
        zip.PutNextEntry(entry);
        zip.Write(content, 0, content.Length);
        zip.CloseEntry();
    }
}
