namespace PyExt.Wheel.Elf.Editing;

/// <summary>A part of a shared object that goes elsewhere, as a whole.</summary>
internal sealed class MovedBlock(ulong offset, ulong address, ulong size, ulong alignment, byte[] contents)
{
    public ulong Offset => offset;

    public ulong Address => address;

    /// <summary>Its size where it was.</summary>
    public ulong Size => size;

    public ulong Alignment => Math.Max(alignment, 1);

    /// <summary>What it holds in its new place, which may be more than it was.</summary>
    public byte[] Contents => contents;

    public ulong NewOffset { get; private set; }

    public ulong NewAddress { get; private set; }

    public void MoveTo(ulong newOffset, ulong newAddress) => (NewOffset, NewAddress) = (newOffset, newAddress);

    public bool HoldsAddress(ulong value) => value >= address && value - address < size;

    public bool HoldsFile(ulong start, ulong length) => start >= offset && start + length <= offset + size && length > 0;

    public ulong Moved(ulong value) => value - address + NewAddress;
}
