namespace PyExt.Wheel.Elf;

/// <summary>Reads the GNU property note, where a compiler says which instruction sets the code needs.</summary>
internal static class ElfNotes
{
    private const uint GnuProperty = 5;
    private const uint X86IsaNeeded = 0xc0008002;

    public static uint ReadX86IsaNeeded(ElfReader reader, ElfHeaders headers)
    {
        uint needed = 0;
        if (headers.Machine != ElfMachine.X64)
            return needed;

        foreach (ElfSegment segment in headers.Segments.Where(segment => segment.Type == ElfSegment.Note))
        {
            ulong at = segment.Range.Offset;
            ulong end = at + segment.Range.Size;
            ulong alignment = segment.Alignment == 8 ? 8UL : 4;
            while (end - at >= 12)
            {
                ulong nameSize = reader.UInt32(at);
                ulong size = reader.UInt32(at + 4);
                uint type = reader.UInt32(at + 8);
                ulong description = at + Align(12 + nameSize, alignment);
                if (description > end || size > end - description)
                    throw reader.Malformed("a note reaches past its segment");

                if (type == GnuProperty && nameSize == 4 && reader.Slice(at + 12, 4).SequenceEqual("GNU\0"u8))
                    needed |= ReadProperties(reader, description, description + size);
                at = Math.Min(end, description + Align(size, alignment));
            }
        }

        return needed;
    }

    private static uint ReadProperties(ElfReader reader, ulong at, ulong end)
    {
        uint needed = 0;
        while (end - at >= 8)
        {
            uint type = reader.UInt32(at);
            ulong size = reader.UInt32(at + 4);
            if (size > end - at - 8)
                throw reader.Malformed("a GNU property reaches past its note");

            if (type == X86IsaNeeded && size == 4)
                needed |= reader.UInt32(at + 8);
            at = Math.Min(end, at + 8 + Align(size, 8));
        }

        return needed;
    }

    private static ulong Align(ulong size, ulong alignment) => (size + alignment - 1) / alignment * alignment;
}
