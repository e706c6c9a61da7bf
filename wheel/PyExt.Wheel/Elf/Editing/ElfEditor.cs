using System.Buffers.Binary;

namespace PyExt.Wheel.Elf.Editing;

/// <summary>
/// Changes names and search path of a shared object. Nothing that code refers to moves: what does not fit where it was goes into a segment
/// of its own behind the others (<see cref="ElfGrowth"/>). The same input gives the same bytes.
/// </summary>
internal static class ElfEditor
{
    /// <summary>Makes a changed copy.</summary>
    /// <param name="image">The shared object.</param>
    /// <param name="path">Its name for messages.</param>
    /// <param name="edit">What to change.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="WheelException">PYX3009: not ELF, or malformed.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> image, string path, ElfEdit edit)
    {
        ElfImage elf = ElfImage.Read(image, path);
        ulong stringsAddress = elf.Value(DynamicEntry.StringTable) ?? throw elf.Malformed("it has no dynamic string table");
        ulong stringsSize = elf.Value(DynamicEntry.StringTableSize) ?? throw elf.Malformed("it does not say how long its dynamic string table is");
        DynamicStrings strings = new(elf.Part(elf.OffsetOf(stringsAddress), stringsSize), elf.Malformed);

        RenameNeeded(elf, strings, edit.Needed);
        if (edit.SoName is not null)
            SetName(elf, strings, DynamicEntry.SoName, edit.SoName);
        if (edit.RunPath is not null)
            SetRunPath(elf, strings, edit.RunPath);

        bool dynamicGrows = elf.Dynamic.Count + 1 > elf.DynamicCapacity;
        if (strings.HasGrown || dynamicGrows)
            return ElfGrowth.Write(elf, strings.HasGrown ? strings.ToArray() : null, dynamicGrows);

        elf.WriteDynamic(elf.DynamicCapacity).CopyTo(elf.Part(elf.DynamicSegment.Offset, elf.DynamicSegment.FileSize));
        return elf.Bytes;
    }

    // The versions that a library is asked for name it, too: glibc looks it up by that name.
    private static void RenameNeeded(ElfImage elf, DynamicStrings strings, IReadOnlyDictionary<string, string> names)
    {
        foreach (DynamicEntry entry in elf.Dynamic.Where(entry => entry.Tag == DynamicEntry.Needed))
        {
            if (names.TryGetValue(strings[entry.Value], out string? name))
                entry.Value = strings.IndexOf(name);
        }

        if (elf.Value(DynamicEntry.VersionNeed) is not ulong address)
            return;
        ulong at = elf.OffsetOf(address);
        for (ulong left = elf.Value(DynamicEntry.VersionNeedCount) ?? 0; left > 0; left--)
        {
            Span<byte> need = elf.Part(at, 16);
            if (names.TryGetValue(strings[BinaryPrimitives.ReadUInt32LittleEndian(need[4..])], out string? name))
                BinaryPrimitives.WriteUInt32LittleEndian(need[4..], (uint)strings.IndexOf(name));
            uint next = BinaryPrimitives.ReadUInt32LittleEndian(need[12..]);
            if (next == 0)
                break;
            at += next;
        }
    }

    private static void SetName(ElfImage elf, DynamicStrings strings, ulong tag, string text)
    {
        if (elf.Dynamic.FirstOrDefault(entry => entry.Tag == tag) is not DynamicEntry entry)
        {
            entry = new DynamicEntry(tag);
            // Behind the libraries that are needed, as linkers have it.
            elf.Dynamic.Insert(elf.Dynamic.FindLastIndex(other => other.Tag == DynamicEntry.Needed) + 1, entry);
        }

        entry.Value = strings.IndexOf(text);
    }

    private static void SetRunPath(ElfImage elf, DynamicStrings strings, string path)
    {
        elf.Dynamic.RemoveAll(entry => entry.Tag == DynamicEntry.RPath || (path.Length == 0 && entry.Tag == DynamicEntry.RunPath));
        if (path.Length > 0)
            SetName(elf, strings, DynamicEntry.RunPath, path);
    }
}
