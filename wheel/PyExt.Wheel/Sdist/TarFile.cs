using System.Globalization;
using System.Text;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;
using ICSharpCode.SharpZipLib.Zip.Compression.Streams;
using PyExt.Wheel.Archive;

namespace PyExt.Wheel.Sdist;

/// <summary>
/// Writes a <c>.tar.gz</c> in the pax format: equal input gives equal bytes. The base library's writer puts the process's number into the headers, and
/// its compressed bytes change with the platform.
/// </summary>
internal static class TarFile
{
    private const int BlockSize = 512;
    private const int NameSize = 100;
    private const int CompressionLevel = 9;
    private const string PaxHeaderName = "././@PaxHeader";

    /// <summary>Writes the archive.</summary>
    /// <param name="output">The stream that gets it.</param>
    /// <param name="entries">The files, in order.</param>
    /// <param name="time">The time stamp of every file.</param>
    public static void Write(Stream output, IEnumerable<ArchiveEntry> entries, DateTime time)
    {
        long seconds = (long)(time - DateTime.UnixEpoch).TotalSeconds;
        // Deflate; no flags; no time; maximum compression; an unknown system.
        output.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
        Crc32 checksum = new();
        long length = 0;
        using (DeflaterOutputStream compressed = new(output, new Deflater(CompressionLevel, noZlibHeaderOrFooter: true)) { IsStreamOwner = false })
        {
            void Append(byte[] bytes)
            {
                checksum.Update(bytes);
                length += bytes.Length;
                compressed.Write(bytes);
            }

            foreach (ArchiveEntry entry in entries)
            {
                byte[] content = entry.Read();
                if (!FitsUstar(entry.Path))
                {
                    byte[] record = PathRecord(entry.Path);
                    Append(Header(PaxHeaderName, record.Length, 'x', "0000644", seconds));
                    Append(Padded(record));
                }

                Append(Header(entry.Path, content.Length, '0', entry.IsExecutable ? "0000755" : "0000644", seconds));
                Append(Padded(content));
            }

            Append(new byte[2 * BlockSize]);
        }

        output.Write(BitConverter.GetBytes((uint)checksum.Value));
        output.Write(BitConverter.GetBytes((uint)length));
    }

    private static bool FitsUstar(string path) => path.Length <= NameSize && path.All(char.IsAscii);

    // "<length> path=<path>\n", whose length counts its own digits.
    private static byte[] PathRecord(string path)
    {
        byte[] text = Encoding.UTF8.GetBytes($" path={path}\n");
        int length = text.Length;
        while (length != text.Length + length.ToString(CultureInfo.InvariantCulture).Length)
            length = text.Length + length.ToString(CultureInfo.InvariantCulture).Length;
        return [.. Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)), .. text];
    }

    private static byte[] Header(string path, long size, char type, string mode, long seconds)
    {
        byte[] header = new byte[BlockSize];
        void Put(int offset, string text) => Encoding.ASCII.GetBytes(text, header.AsSpan(offset));

        // Where a pax record has the path, this is for programs that do not know pax.
        string shown = new([.. path.Select(character => char.IsAscii(character) ? character : '_')]);
        Put(0, shown.Length <= NameSize ? shown : shown[..NameSize]);
        Put(100, mode);
        Put(108, "0000000");
        Put(116, "0000000");
        Put(124, Convert.ToString(size, 8).PadLeft(11, '0'));
        Put(136, Convert.ToString(seconds, 8).PadLeft(11, '0'));
        Put(148, "        ");
        header[156] = (byte)type;
        Put(257, "ustar\0" + "00");
        Put(148, Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ");
        return header;
    }

    private static byte[] Padded(byte[] content)
    {
        int rest = content.Length % BlockSize;
        return rest == 0 ? content : [.. content, .. new byte[BlockSize - rest]];
    }
}
