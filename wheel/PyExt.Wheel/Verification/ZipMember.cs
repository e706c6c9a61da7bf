namespace PyExt.Wheel.Verification;

/// <summary>A file of a zip archive, as its central directory describes it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Method">The compression method: 0 for stored, 8 for deflated.</param>
/// <param name="Checksum">The CRC-32 of the content.</param>
/// <param name="Size">The size of the content.</param>
/// <param name="Data">The bytes in the archive, still compressed.</param>
/// <param name="UnixMode">The Unix type and permissions, or 0 when the archive was made elsewhere.</param>
internal sealed record ZipMember(string Name, int Method, uint Checksum, uint Size, ReadOnlyMemory<byte> Data, int UnixMode)
{
    public const int Stored = 0;
    public const int Deflated = 8;

    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    private const int AnyExecute = 0x49; // 0111

    public bool IsExecutable => (UnixMode & AnyExecute) != 0;

    public bool IsDirectory => Name.EndsWith('/');

    public bool IsRegularFile => !IsDirectory && (UnixMode & TypeMask) is 0 or RegularFile;
}
