using System.Buffers.Binary;
using System.Text;

namespace PyExt.Build.Benchmarks.Footprint;

/// <summary>The sections of a 64-bit ELF file and what they take of it.</summary>
internal static class ElfSections
{
    private const int NoBits = 8;

    public static IReadOnlyList<(string Name, long Size)> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (!file.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
            return [];
        int headers = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(0x28)), size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3A));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3C)), names = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3E));
        long Number(int section, int offset) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(headers + (section * size) + offset));
        int Word(int section, int offset) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(headers + (section * size) + offset));
        int texts = (int)Number(names, 0x18);
        return [.. Enumerable.Range(1, Math.Max(0, count - 1))
            .Where(section => Word(section, 4) != NoBits)
            .Select(section =>
            {
                ReadOnlySpan<byte> name = file.AsSpan(texts + Word(section, 0));
                return (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]), Number(section, 0x20));
            })
            .OrderByDescending(section => section.Item2)];
    }
}
