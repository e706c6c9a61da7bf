using System.Runtime.InteropServices;
using System.Text;
using PyExt.Wheel.Elf;

namespace PyExt.Wheel.Linking;

/// <summary>Puts the sections of a stub library behind one another and the headers around them.</summary>
internal sealed class StubLayout
{
    private const int HeaderSize = 64;
    private const int SegmentHeaderSize = 56;
    private const int SegmentCount = 3;
    private const int Alignment = 8;
    private const ulong PageSize = 0x10000; // arm64's largest
    private const ulong CodeAddress = 0x1000000;
    private const ulong DataAddress = 0x2000000;

    private readonly List<byte> _image = [.. new byte[HeaderSize + (SegmentCount * SegmentHeaderSize)]];
    private readonly List<(StubSection Kind, ulong Address, ulong Size)> _sections = [];
    private (ulong Offset, ulong Size) _dynamic;

    /// <summary>Where the sections without contents are: nobody loads the file, so they are just out of the way.</summary>
    public static ulong EmptySectionAddress(bool isData) => isData ? DataAddress : CodeAddress;

    /// <summary>Adds a section with contents.</summary>
    /// <returns>Its address, which is its place in the file.</returns>
    public ulong Add(byte[] contents, StubSection kind)
    {
        Align();
        ulong address = (ulong)_image.Count;
        _image.AddRange(contents);
        _sections.Add((kind, address, (ulong)contents.Length));
        return address;
    }

    /// <summary>Adds the section that the dynamic segment consists of.</summary>
    public void AddDynamic(byte[] contents, StubSection kind) => _dynamic = (Add(contents, kind), (ulong)contents.Length);

    /// <summary>Adds a section that is only a place for symbols to be at.</summary>
    public void AddEmpty(int size, StubSection kind) =>
        _sections.Add((kind, EmptySectionAddress(kind == StubSection.Data), (ulong)size));

    /// <summary>The whole file.</summary>
    /// <param name="machine">The machine it is for.</param>
    /// <param name="names">The sections' names, from the empty one at index 0 to the one of the section of names.</param>
    public byte[] ToArray(ElfMachine machine, string[] names)
    {
        ulong loaded = (ulong)_image.Count;
        string text = string.Join('\0', names) + '\0';
        ulong namesAt = Add(Encoding.ASCII.GetBytes(text), StubSection.Strings with { Flags = 0 });
        Align();
        ulong sectionHeaders = (ulong)_image.Count;

        using MemoryStream file = new();
        using BinaryWriter writer = new(file);
        writer.Write(CollectionsMarshal.AsSpan(_image));
        writer.Write(new byte[HeaderSize]); // the section header of index 0
        for (int i = 0; i < _sections.Count; i++)
        {
            (StubSection kind, ulong address, ulong size) = _sections[i];
            writer.Write((uint)text.IndexOf('\0' + names[i + 1] + '\0', StringComparison.Ordinal) + 1);
            writer.Write(kind.Type);
            writer.Write(kind.Flags);
            writer.Write(kind.Flags == 0 ? 0 : address);
            writer.Write(kind.Type == StubSection.NoContents ? namesAt : address); // the place in the file
            writer.Write(size);
            writer.Write(kind.Link);
            writer.Write(kind.Info);
            writer.Write((ulong)Alignment);
            writer.Write(kind.EntrySize);
        }

        writer.Seek(0, SeekOrigin.Begin);
        WriteHeader(writer, machine, sectionHeaders);
        WriteSegment(writer, type: 1, flags: 4, 0, loaded, PageSize); // PT_LOAD, readable
        WriteSegment(writer, type: 2, flags: 4, _dynamic.Offset, _dynamic.Size, Alignment); // PT_DYNAMIC
        WriteSegment(writer, type: 0x6474e551, flags: 6, 0, 0, 16); // PT_GNU_STACK, not executable
        return file.ToArray();
    }

    private void Align() => _image.AddRange(new byte[(Alignment - (_image.Count % Alignment)) % Alignment]);

    private void WriteHeader(BinaryWriter writer, ElfMachine machine, ulong sectionHeaders)
    {
        writer.Write("\u007fELF\u0002\u0001\u0001"u8); // 64-bit, little-endian, version 1
        writer.Write(new byte[9]);
        writer.Write((ushort)3); // ET_DYN
        writer.Write((ushort)machine);
        writer.Write(1U);
        writer.Write(0UL); // no entry point
        writer.Write((ulong)HeaderSize);
        writer.Write(sectionHeaders);
        writer.Write(0U);
        writer.Write((ushort)HeaderSize);
        writer.Write((ushort)SegmentHeaderSize);
        writer.Write((ushort)SegmentCount);
        writer.Write((ushort)HeaderSize);
        writer.Write((ushort)(_sections.Count + 1));
        writer.Write((ushort)_sections.Count); // the last one holds the names
    }

    private static void WriteSegment(BinaryWriter writer, uint type, uint flags, ulong offset, ulong size, ulong alignment)
    {
        writer.Write(type);
        writer.Write(flags);
        writer.Write(offset);
        writer.Write(offset);
        writer.Write(offset);
        writer.Write(size);
        writer.Write(size);
        writer.Write(alignment);
    }
}

/// <summary>The fixed part of a section's header.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Flags">Whether it is loaded, written, executed.</param>
/// <param name="EntrySize">The size of an entry of a table.</param>
/// <param name="Link">The index of the section that this one refers to.</param>
/// <param name="Info">A number whose meaning depends on the type.</param>
internal sealed record StubSection(uint Type, ulong Flags, ulong EntrySize, uint Link = 0, uint Info = 0)
{
    public const uint NoContents = 8;

    private const ulong Write = 1;
    private const ulong Allocate = 2;
    private const ulong Execute = 4;

    public static readonly StubSection Strings = new(3, Allocate, 0);
    public static readonly StubSection Symbols = new(11, Allocate, 24);
    public static readonly StubSection SymbolVersions = new(0x6fffffff, Allocate, 2);
    public static readonly StubSection VersionDefinitions = new(0x6ffffffd, Allocate, 0);
    public static readonly StubSection Dynamic = new(6, Allocate | Write, 16);
    public static readonly StubSection Code = new(NoContents, Allocate | Execute, 0);
    public static readonly StubSection Data = new(NoContents, Allocate | Write, 0);
}
