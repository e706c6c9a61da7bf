using System.IO.Compression;
using System.Text;

namespace PyExt.Wheel.Tests.Support;

/// <summary>Writes zip archives by hand, so that a test can make every part of them lie.</summary>
public static class RawZip
{
    public sealed record Entry(string Name, byte[] Content)
    {
        public byte[]? RawName { get; init; }

        public byte[]? LocalName { get; init; }

        public int Flags { get; init; } = 0x800;

        public int? LocalFlags { get; init; }

        public int Method { get; init; }

        public uint? Checksum { get; init; }

        public uint? Size { get; init; }

        public uint? LocalSize { get; init; }

        public uint Attributes { get; init; }

        public string Comment { get; init; } = "";

        public byte[] Extra { get; init; } = [];

        public byte[] LocalExtra { get; init; } = [];

        public byte[] Gap { get; init; } = [];

        public byte[]? Data { get; init; }
    }

    public static Dictionary<string, byte[]> Read(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        Dictionary<string, byte[]> files = [];
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using MemoryStream content = new();
            using Stream stream = entry.Open();
            stream.CopyTo(content);
            files.Add(entry.FullName, content.ToArray());
        }

        return files;
    }

    public static byte[] Write(IEnumerable<Entry> entries, string comment = "", byte[]? trailing = null, int? count = null)
    {
        using MemoryStream archive = new();
        using BinaryWriter writer = new(archive);
        List<(Entry Entry, uint Offset)> written = [];
        foreach (Entry entry in entries)
        {
            written.Add((entry, (uint)archive.Position));
            byte[] name = entry.LocalName ?? entry.RawName ?? Encoding.UTF8.GetBytes(entry.Name);
            byte[] data = entry.Data ?? entry.Content;
            writer.Write(0x04034b50u);
            writer.Write((ushort)20);
            writer.Write((ushort)(entry.LocalFlags ?? entry.Flags));
            WriteSizes(writer, entry, data, entry.LocalSize ?? entry.Size);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)entry.LocalExtra.Length);
            writer.Write(name);
            writer.Write(entry.LocalExtra);
            writer.Write(data);
            writer.Write(entry.Gap);
        }

        uint start = (uint)archive.Position;
        foreach ((Entry entry, uint offset) in written)
        {
            byte[] name = entry.RawName ?? Encoding.UTF8.GetBytes(entry.Name);
            writer.Write(0x02014b50u);
            writer.Write((ushort)(entry.Attributes == 0 ? 20 : 0x0314));
            writer.Write((ushort)20);
            writer.Write((ushort)entry.Flags);
            WriteSizes(writer, entry, entry.Data ?? entry.Content, entry.Size);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)entry.Extra.Length);
            writer.Write((ushort)entry.Comment.Length);
            writer.Write((ushort)0);
            writer.Write((ushort)0);
            writer.Write(entry.Attributes);
            writer.Write(offset);
            writer.Write(name);
            writer.Write(entry.Extra);
            writer.Write(Encoding.ASCII.GetBytes(entry.Comment));
        }

        uint size = (uint)archive.Position - start;
        writer.Write(0x06054b50u);
        writer.Write(0u);
        writer.Write((ushort)(count ?? written.Count));
        writer.Write((ushort)(count ?? written.Count));
        writer.Write(size);
        writer.Write(start);
        writer.Write((ushort)comment.Length);
        writer.Write(Encoding.ASCII.GetBytes(comment));
        writer.Write(trailing ?? []);
        writer.Flush();
        return archive.ToArray();
    }

    // Method, time, date, checksum, compressed and uncompressed size: the same twelve fields in both headers.
    private static void WriteSizes(BinaryWriter writer, Entry entry, byte[] data, uint? size)
    {
        writer.Write((ushort)entry.Method);
        writer.Write((ushort)0);
        writer.Write((ushort)0x21);
        writer.Write(entry.Checksum ?? Checksum(entry.Content));
        writer.Write((uint)data.Length);
        writer.Write(size ?? (uint)entry.Content.Length);
    }

    private static uint Checksum(byte[] content)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in content)
        {
            checksum ^= value;
            for (int bit = 0; bit < 8; bit++)
                checksum = (checksum & 1) != 0 ? (checksum >> 1) ^ 0xEDB88320 : checksum >> 1;
        }

        return ~checksum;
    }
}
