namespace PyExt.Wheel.Pe;

/// <summary>Reads the export table.</summary>
internal static class PeExports
{
    private const uint MostNames = 1_000_000;

    public static List<PeExport> Read(PeReader reader, PeHeaders headers)
    {
        List<PeExport> exports = [];
        PeRange directory = headers.Exports;
        if (directory.Offset == 0)
            return exports;

        ulong at = Table(reader, headers, directory.Offset, 40);
        uint functionCount = reader.UInt32(at + 20);
        uint nameCount = reader.UInt32(at + 24);
        if (nameCount == 0)
            return exports;
        if (nameCount > MostNames)
            throw reader.Malformed("it has too many exports");

        ulong functions = Table(reader, headers, reader.UInt32(at + 28), functionCount * 4UL);
        ulong names = Table(reader, headers, reader.UInt32(at + 32), nameCount * 4UL);
        ulong numbers = Table(reader, headers, reader.UInt32(at + 36), nameCount * 2UL);
        for (uint i = 0; i < nameCount; i++)
        {
            uint number = reader.UInt16(numbers + (i * 2UL));
            if (number >= functionCount)
                throw reader.Malformed("an export has no address");

            uint address = reader.UInt32(functions + (number * 4UL));
            // An address inside the directory is that of a text: the export is forwarded.
            bool isForwarded = address >= directory.Offset && address - directory.Offset < directory.Size;
            exports.Add(new PeExport(headers.Name(reader.UInt32(names + (i * 4UL))), isForwarded || headers.IsCode(address)));
        }

        return exports;
    }

    private static ulong Table(PeReader reader, PeHeaders headers, uint address, ulong size)
    {
        PeRange range = headers.At(address);
        return size <= range.Size ? range.Offset : throw reader.Malformed("its table of exports reaches past its section");
    }
}
