using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.MachO;

/// <summary>
/// A Mach-O library: one slice for each architecture, several only in a universal binary. Every offset is checked: a malformed file
/// is a <see cref="WheelException"/>, whatever it holds.
/// </summary>
public sealed class MachOFile
{
    private const uint Universal = 0xcafebabe;
    private const uint Universal64 = 0xcafebabf;
    private const uint MostSlices = 40;

    private MachOFile(IReadOnlyList<MachOSlice> slices)
    {
        Slices = slices;
    }

    /// <summary>The slices, in the order of the file; at least one.</summary>
    public IReadOnlyList<MachOSlice> Slices { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its slices.</returns>
    /// <exception cref="WheelException">PYX3009: the file is missing, not Mach-O, or malformed.</exception>
    public static MachOFile Read(string path) => Parse(BinaryContent.Read(path), path);

    /// <summary>Reads an image in memory.</summary>
    /// <param name="image">The bytes of the file.</param>
    /// <param name="path">The name for messages.</param>
    /// <returns>Its slices.</returns>
    /// <exception cref="WheelException">PYX3009: not Mach-O, or malformed.</exception>
    public static MachOFile Parse(ReadOnlyMemory<byte> image, string path)
    {
        MachOReader reader = new(image, path);
        return reader.UInt32BigEndian(0) switch
        {
            Universal => new MachOFile(ReadSlices(reader, is64: false)),
            Universal64 => new MachOFile(ReadSlices(reader, is64: true)),
            _ => new MachOFile([MachOSlice.Read(reader)]),
        };
    }

    private static List<MachOSlice> ReadSlices(MachOReader reader, bool is64)
    {
        uint count = reader.UInt32BigEndian(4);
        if (count is 0 or > MostSlices)
            throw reader.Malformed($"it claims {count} architectures");

        List<MachOSlice> slices = [];
        ulong entrySize = is64 ? 32UL : 20;
        for (ulong i = 0; i < count; i++)
        {
            ulong at = 8 + (i * entrySize);
            ulong offset = is64 ? reader.UInt64BigEndian(at + 8) : reader.UInt32BigEndian(at + 8);
            ulong size = is64 ? reader.UInt64BigEndian(at + 16) : reader.UInt32BigEndian(at + 12);
            MachOSlice slice = MachOSlice.Read(new MachOReader(reader.Part(offset, size), reader.Path));
            if ((uint)slice.Architecture != reader.UInt32BigEndian(at))
                throw reader.Malformed("a slice has another architecture than its entry says");
            if (slices.Exists(other => other.Architecture == slice.Architecture))
                throw reader.Malformed($"it has two slices for {slice.Architecture}");
            slices.Add(slice);
        }

        return slices;
    }
}

/// <summary>Reads values and names of a Mach-O file.</summary>
internal sealed class MachOReader(ReadOnlyMemory<byte> image, string path) : ImageReader(image, path, "Mach-O library");
