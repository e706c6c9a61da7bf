using System.Buffers.Binary;

namespace PyExt.Wheel.Elf.Editing;

/// <summary>
/// Writes a shared object whose dynamic segment or its strings no longer fit: a loaded segment is added behind the last, the tables go
/// there, and section headers follow them, so that strip, debuggers and linkers find everything.
/// </summary>
internal sealed class ElfGrowth
{
    // Of the segment, and enough for every table.
    private const ulong Alignment = 16;

    private static readonly HashSet<uint> Following = [.. HeaderRoom.FollowingSegments, SegmentHeader.Dynamic];

    private readonly ElfImage _elf;
    private readonly List<MovedBlock> _blocks = [];
    private readonly bool _movesDynamic;
    private readonly bool _movesHeaders;

    private ElfGrowth(ElfImage elf, byte[]? strings, bool movesDynamic)
    {
        _elf = elf;
        _movesDynamic = movesDynamic;
        if (strings is not null)
            AddStrings(strings);
        IReadOnlyList<(ulong Offset, ulong Size)>? room = HeaderRoom.Find(elf);
        _movesHeaders = room is null;
        foreach ((ulong offset, ulong size) in room ?? [])
        {
            if (!_blocks.Exists(block => block.HoldsFile(offset, size)))
                AddAsItIs(offset, size);
        }

        // Last, because its contents are the addresses of the others.
        if (movesDynamic)
            _blocks.Add(new MovedBlock(elf.DynamicSegment.Offset, elf.DynamicSegment.Address, elf.DynamicSegment.FileSize, Alignment, elf.WriteDynamic(elf.DynamicCapacity)));
    }

    /// <summary>Writes the file.</summary>
    /// <param name="elf">The shared object, with its dynamic entries as they shall be.</param>
    /// <param name="strings">The strings of the dynamic segment, where there are more of them now.</param>
    /// <param name="movesDynamic">Whether there are more entries than fit.</param>
    public static byte[] Write(ElfImage elf, byte[]? strings, bool movesDynamic) => new ElfGrowth(elf, strings, movesDynamic).Write();

    private byte[] Write()
    {
        ulong end = EndOfContents();
        SegmentHeader added = Place(end);
        int headerCount = AddSegment(added);
        foreach (MovedBlock block in _blocks)
            Follow(block);

        // Whatever else is in the file is in place now; the dynamic table is written last, with every address in it.
        byte[] dynamic = _elf.WriteDynamic(_movesDynamic ? 0 : _elf.DynamicCapacity);
        ulong sectionsAt = AlignUp(added.Offset + added.FileSize, 8);
        byte[] file = new byte[sectionsAt + ((ulong)_elf.Sections.Count * SectionHeader.Size)];
        _elf.Bytes.AsSpan(0, (int)end).CopyTo(file);
        foreach (MovedBlock block in _blocks)
            file.AsSpan((int)block.Offset, (int)block.Size).Clear();
        foreach (MovedBlock block in _blocks)
            block.Contents.CopyTo(file.AsSpan((int)block.NewOffset));
        dynamic.CopyTo(file.AsSpan((int)_elf.DynamicSegment.Offset));

        ulong headersAt = _movesHeaders ? added.Offset : _elf.ProgramHeaderOffset;
        ElfImage.WriteProgramHeaderPlace(file, headersAt, headerCount);
        for (int i = 0; i < headerCount; i++)
            _elf.Segments[i].Write(file.AsSpan((int)headersAt + (i * SegmentHeader.Size)));
        if (_elf.Sections.Count > 0)
            ElfImage.WriteSectionHeaderPlace(file, sectionsAt);
        for (int i = 0; i < _elf.Sections.Count; i++)
            _elf.Sections[i].Write(file.AsSpan((int)sectionsAt + (i * SectionHeader.Size)));
        return file;
    }

    private void AddStrings(byte[] strings)
    {
        ulong address = _elf.Value(DynamicEntry.StringTable)!.Value;
        ulong size = _elf.Value(DynamicEntry.StringTableSize)!.Value;
        _elf.SetValue(DynamicEntry.StringTableSize, (ulong)strings.Length);
        _blocks.Add(new MovedBlock(_elf.OffsetOf(address), address, size, 1, strings));
    }

    private void AddAsItIs(ulong offset, ulong size)
    {
        SegmentHeader load = _elf.Segments.Find(segment => segment.Type == SegmentHeader.Load && offset >= segment.Offset && offset - segment.Offset < segment.FileSize)
            ?? throw _elf.Malformed("what follows its program headers is not loaded");
        ulong alignment = _elf.Sections.Where(section => section.Offset >= offset && section.Offset < offset + size).Select(section => section.Alignment).Append(8UL).Max();
        _blocks.Add(new MovedBlock(offset, offset - load.Offset + load.Address, size, alignment, _elf.Part(offset, size).ToArray()));
    }

    // Section headers are nearly always the last thing in the file, and are written anew.
    private ulong EndOfContents()
    {
        ulong length = (ulong)_elf.Bytes.Length;
        ulong end = _elf.SectionHeaderOffset + ((ulong)_elf.Sections.Count * SectionHeader.Size);
        return _elf.Sections.Count > 0 && end == length ? _elf.SectionHeaderOffset : length;
    }

    /// <summary>Gives every block its place in a new segment.</summary>
    private SegmentHeader Place(ulong endOfFile)
    {
        SegmentHeader[] loads = [.. _elf.Segments.Where(segment => segment.Type == SegmentHeader.Load)];
        ulong pageSize = Math.Max(loads.Max(segment => segment.Alignment), Alignment);
        ulong offset = AlignUp(endOfFile, Alignment);
        // File and memory have the same place in their pages.
        ulong address = AlignUp(loads.Max(segment => segment.Address + segment.MemorySize), pageSize) + (offset % pageSize);
        ulong size = _movesHeaders ? (ulong)(_elf.Segments.Count + 1) * SegmentHeader.Size : 0;
        foreach (MovedBlock block in _blocks)
        {
            size = AlignUp(size, Math.Min(block.Alignment, Alignment));
            block.MoveTo(offset + size, address + size);
            size += block == _blocks[^1] && _movesDynamic ? (ulong)_elf.WriteDynamic(0).Length : (ulong)block.Contents.Length;
        }

        return new SegmentHeader
        {
            Type = SegmentHeader.Load,
            // glibc before 2.36 writes addresses into the dynamic segment.
            Flags = SegmentHeader.FlagRead | (_movesDynamic ? SegmentHeader.FlagWrite : 0),
            Offset = offset,
            Address = address,
            PhysicalAddress = address,
            FileSize = size,
            MemorySize = size,
            Alignment = pageSize,
        };
    }

    /// <summary>Adds the header, behind the one with the highest address so far: loaders want them in order.</summary>
    private int AddSegment(SegmentHeader added)
    {
        if (!_movesHeaders && _elf.Segments.Find(segment => segment.Type == SegmentHeader.Null) is SegmentHeader spare)
            _elf.Segments.Remove(spare);
        _elf.Segments.Insert(_elf.Segments.FindLastIndex(segment => segment.Type == SegmentHeader.Load) + 1, added);

        foreach (SegmentHeader table in _elf.Segments.Where(segment => segment.Type == SegmentHeader.ProgramHeaders))
        {
            table.FileSize = table.MemorySize = (ulong)_elf.Segments.Count * SegmentHeader.Size;
            if (_movesHeaders)
                table.MoveTo(added.Offset, added.Address);
        }

        return _elf.Segments.Count;
    }

    /// <summary>Corrects everything that says where a block is.</summary>
    private void Follow(MovedBlock block)
    {
        foreach (DynamicEntry entry in _elf.Dynamic.Where(entry => DynamicEntry.Tables.Contains(entry.Tag) && block.HoldsAddress(entry.Value)))
            entry.Value = block.Moved(entry.Value);

        foreach (SegmentHeader segment in _elf.Segments.Where(segment => Following.Contains(segment.Type) && block.HoldsFile(segment.Offset, segment.FileSize) && block.HoldsAddress(segment.Address)))
            segment.MoveTo(segment.Offset - block.Offset + block.NewOffset, block.Moved(segment.Address));

        bool isDynamic = block.Offset == DynamicOffset(block);
        for (int i = 0; i < _elf.Sections.Count; i++)
        {
            SectionHeader section = _elf.Sections[i];
            if (!section.IsAllocated || section.Type == SectionHeader.NoBits || !block.HoldsFile(section.Offset, section.FileSize))
                continue;
            ElfSymbols.Shift(_elf, i, block.NewAddress - block.Address);
            section.Offset = section.Offset - block.Offset + block.NewOffset;
            section.Address = block.Moved(section.Address);
            if (section.Offset == block.NewOffset && section.FileSize == block.Size)
                section.FileSize = isDynamic ? (ulong)_elf.WriteDynamic(0).Length : (ulong)block.Contents.Length;
        }

        if (isDynamic)
            FollowDynamic(block);
    }

    private ulong? DynamicOffset(MovedBlock block) => _movesDynamic && block == _blocks[^1] ? block.Offset : null;

    // The first word of the global offset table is the address of the dynamic segment.
    private void FollowDynamic(MovedBlock block)
    {
        _elf.DynamicSegment.FileSize = _elf.DynamicSegment.MemorySize = (ulong)_elf.WriteDynamic(0).Length;
        foreach (SectionHeader section in _elf.Sections.Where(section => section is { Type: 1, IsAllocated: true, EntrySize: 8, FileSize: >= 8 } or { Type: 1, IsAllocated: true, EntrySize: 0, FileSize: >= 8, Alignment: 8 }))
        {
            Span<byte> word = _elf.Part(section.Offset, 8);
            if (BinaryPrimitives.ReadUInt64LittleEndian(word) == block.Address && (section.Flags & 1) != 0)
                BinaryPrimitives.WriteUInt64LittleEndian(word, block.NewAddress);
        }
    }

    private static ulong AlignUp(ulong value, ulong alignment) => (value + alignment - 1) / alignment * alignment;
}
