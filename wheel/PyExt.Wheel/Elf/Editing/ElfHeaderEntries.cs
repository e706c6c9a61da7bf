using System.Buffers.Binary;

namespace PyExt.Wheel.Elf.Editing;

/// <summary>A program header that can be changed.</summary>
internal sealed class SegmentHeader
{
    public const int Size = 56;
    public const uint Null = 0;
    public const uint Load = 1;
    public const uint Dynamic = 2;
    public const uint Interpreter = 3;
    public const uint Note = 4;
    public const uint ProgramHeaders = 6;
    public const uint GnuStack = 0x6474e551;
    public const uint GnuProperty = 0x6474e553;
    public const uint FlagWrite = 2;
    public const uint FlagRead = 4;

    public uint Type { get; set; }

    public uint Flags { get; set; }

    public ulong Offset { get; set; }

    public ulong Address { get; set; }

    public ulong PhysicalAddress { get; set; }

    public ulong FileSize { get; set; }

    public ulong MemorySize { get; set; }

    public ulong Alignment { get; set; }

    public bool HoldsAddress(ulong address) => address >= Address && address - Address < MemorySize;

    public static SegmentHeader Read(ReadOnlySpan<byte> from) => new()
    {
        Type = BinaryPrimitives.ReadUInt32LittleEndian(from),
        Flags = BinaryPrimitives.ReadUInt32LittleEndian(from[4..]),
        Offset = BinaryPrimitives.ReadUInt64LittleEndian(from[8..]),
        Address = BinaryPrimitives.ReadUInt64LittleEndian(from[16..]),
        PhysicalAddress = BinaryPrimitives.ReadUInt64LittleEndian(from[24..]),
        FileSize = BinaryPrimitives.ReadUInt64LittleEndian(from[32..]),
        MemorySize = BinaryPrimitives.ReadUInt64LittleEndian(from[40..]),
        Alignment = BinaryPrimitives.ReadUInt64LittleEndian(from[48..]),
    };

    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, Type);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], Offset);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], Address);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], PhysicalAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(to[32..], FileSize);
        BinaryPrimitives.WriteUInt64LittleEndian(to[40..], MemorySize);
        BinaryPrimitives.WriteUInt64LittleEndian(to[48..], Alignment);
    }

    public void MoveTo(ulong offset, ulong address)
    {
        (Offset, Address, PhysicalAddress) = (offset, address, address);
    }
}

/// <summary>A section header that can be changed.</summary>
internal sealed class SectionHeader
{
    public const int Size = 64;
    public const uint SymbolTable = 2;
    public const uint NoBits = 8;
    public const uint DynamicSymbolTable = 11;
    public const ulong FlagAllocated = 2;

    public uint Name { get; set; }

    public uint Type { get; set; }

    public ulong Flags { get; set; }

    public ulong Address { get; set; }

    public ulong Offset { get; set; }

    public ulong FileSize { get; set; }

    public uint Link { get; set; }

    public uint Info { get; set; }

    public ulong Alignment { get; set; }

    public ulong EntrySize { get; set; }

    public bool IsAllocated => (Flags & FlagAllocated) != 0;

    public static SectionHeader Read(ReadOnlySpan<byte> from) => new()
    {
        Name = BinaryPrimitives.ReadUInt32LittleEndian(from),
        Type = BinaryPrimitives.ReadUInt32LittleEndian(from[4..]),
        Flags = BinaryPrimitives.ReadUInt64LittleEndian(from[8..]),
        Address = BinaryPrimitives.ReadUInt64LittleEndian(from[16..]),
        Offset = BinaryPrimitives.ReadUInt64LittleEndian(from[24..]),
        FileSize = BinaryPrimitives.ReadUInt64LittleEndian(from[32..]),
        Link = BinaryPrimitives.ReadUInt32LittleEndian(from[40..]),
        Info = BinaryPrimitives.ReadUInt32LittleEndian(from[44..]),
        Alignment = BinaryPrimitives.ReadUInt64LittleEndian(from[48..]),
        EntrySize = BinaryPrimitives.ReadUInt64LittleEndian(from[56..]),
    };

    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, Name);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Type);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], Address);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], Offset);
        BinaryPrimitives.WriteUInt64LittleEndian(to[32..], FileSize);
        BinaryPrimitives.WriteUInt32LittleEndian(to[40..], Link);
        BinaryPrimitives.WriteUInt32LittleEndian(to[44..], Info);
        BinaryPrimitives.WriteUInt64LittleEndian(to[48..], Alignment);
        BinaryPrimitives.WriteUInt64LittleEndian(to[56..], EntrySize);
    }
}
