namespace PyExt.Wheel.Elf.Editing;

/// <summary>
/// Makes room for one more program header. The table stays behind the file header, where GNU strip puts it whatever the file says: what
/// follows it gives way, if that is something nobody has the address of but headers and the dynamic segment. That is nearly always so;
/// where it is not, the table itself moves, which loaders accept.
/// </summary>
internal sealed class HeaderRoom
{
    /// <summary>The segments that can be anywhere in memory: only their header says where.</summary>
    public static readonly IReadOnlySet<uint> FollowingSegments = new HashSet<uint> { SegmentHeader.Note, SegmentHeader.GnuProperty, SegmentHeader.Interpreter };

    private readonly ElfImage _elf;

    private HeaderRoom(ElfImage elf) => _elf = elf;

    /// <summary>What gives way to the header that is added; null when the table has to move.</summary>
    public static IReadOnlyList<(ulong Offset, ulong Size)>? Find(ElfImage elf)
    {
        if (elf.Segments.Any(segment => segment.Type == SegmentHeader.Null))
            return [];
        return elf.Sections.Count == 0 ? null : new HeaderRoom(elf).Find();
    }

    private List<(ulong Offset, ulong Size)>? Find()
    {
        ulong start = _elf.ProgramHeaderOffset + ((ulong)_elf.Segments.Count * SegmentHeader.Size);
        ulong end = start + SegmentHeader.Size;
        bool isLoaded = _elf.Segments.Any(segment => segment.Type == SegmentHeader.Load && segment.Offset <= _elf.ProgramHeaderOffset && end <= segment.Offset + segment.FileSize);
        if (!isLoaded || _elf.SectionHeaderOffset < end)
            return null;

        List<(ulong Offset, ulong Size)> ranges = [];
        foreach (SectionHeader section in InFile().Where(section => section.Offset < end && section.Offset + section.FileSize > start))
        {
            (ulong from, ulong to) = WithNeighbours(section.Offset, section.Offset + section.FileSize);
            if (!CanMove(from, to))
                return null;
            if (!ranges.Contains((from, to - from)))
                ranges.Add((from, to - from));
        }

        return ranges;
    }

    private IEnumerable<SectionHeader> InFile() => _elf.Sections.Where(section => section is { Type: not 0 and not SectionHeader.NoBits, FileSize: > 0 });

    // A segment of several notes stays one.
    private (ulong From, ulong To) WithNeighbours(ulong from, ulong to)
    {
        while (true)
        {
            (ulong From, ulong To) before = (from, to);
            foreach ((ulong start, ulong size) in _elf.Segments.Where(segment => FollowingSegments.Contains(segment.Type)).Select(segment => (segment.Offset, segment.FileSize))
                .Concat(InFile().Where(section => section.IsAllocated).Select(section => (section.Offset, section.FileSize))))
            {
                if (start < to && start + size > from)
                    (from, to) = (Math.Min(from, start), Math.Max(to, start + size));
            }

            if (before == (from, to))
                return before;
        }
    }

    private bool CanMove(ulong from, ulong to)
    {
        SectionHeader[] sections = [.. InFile().Where(section => section.Offset < to && section.Offset + section.FileSize > from)];
        bool isKnownToHeadersOnly = sections.All(section => section.IsAllocated
            && (section.Type == 7 || _elf.Dynamic.Any(entry => DynamicEntry.Tables.Contains(entry.Tag) && entry.Value == section.Address)
                || _elf.Segments.Any(segment => segment.Type == SegmentHeader.Interpreter && segment.Offset == section.Offset)));
        bool isPartOfAnother = _elf.Segments.Any(segment => !FollowingSegments.Contains(segment.Type)
            && segment.Type is not (SegmentHeader.Load or SegmentHeader.ProgramHeaders or SegmentHeader.GnuStack)
            && segment.FileSize > 0 && segment.Offset < to && segment.Offset + segment.FileSize > from);
        return isKnownToHeadersOnly && !isPartOfAnother && !sections.Any(section => ElfSymbols.DefinesNamed(_elf, _elf.Sections.IndexOf(section)));
    }
}
