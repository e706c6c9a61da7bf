namespace PyExt.Wheel.MachO;

/// <summary>The segments and what their sections hold.</summary>
internal sealed class MachOSections
{
    private const ulong SegmentSize = 72;
    private const ulong SectionSize = 80;
    private const uint Instructions = 0x80000400;
    private const uint Writable = 2;
    private const uint Executable = 4;

    private readonly List<bool> _holdCode = [];

    public bool HasWritableCode { get; private set; }

    public void AddSegment(MachOReader reader, ulong at, ulong size)
    {
        if (size < SegmentSize)
            throw reader.Malformed("a load command is too short");

        uint protection = reader.UInt32(at + 60);
        HasWritableCode |= (protection & (Writable | Executable)) == (Writable | Executable);
        _ = reader.Slice(reader.UInt64(at + 40), reader.UInt64(at + 48));
        ulong count = reader.UInt32(at + 64);
        if (count > (size - SegmentSize) / SectionSize)
            throw reader.Malformed("a segment claims more sections than it has");
        for (ulong i = 0; i < count; i++)
            _holdCode.Add((reader.UInt32(at + SegmentSize + (i * SectionSize) + 64) & Instructions) != 0);
    }

    /// <summary>Whether a section holds instructions.</summary>
    /// <param name="number">Its number as symbols have it, from 1 on.</param>
    public bool HoldsCode(int number) => number >= 1 && number <= _holdCode.Count && _holdCode[number - 1];
}
