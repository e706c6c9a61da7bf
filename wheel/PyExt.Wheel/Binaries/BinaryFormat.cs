namespace PyExt.Wheel.Binaries;

/// <summary>The formats of native code.</summary>
public enum BinaryFormat
{
    /// <summary>No native code.</summary>
    None,

    /// <summary>ELF: Linux and most other systems.</summary>
    Elf,

    /// <summary>Mach-O: macOS; also the universal files that hold several.</summary>
    MachO,

    /// <summary>PE: Windows.</summary>
    Pe,
}

/// <summary>Tells formats by the first bytes of a file, whatever it is called.</summary>
public static class BinaryFormats
{
    // What follows in a universal binary is a count of architectures; in a Java class file, which starts with the same bytes, a version from 45 on.
    private const int MostArchitectures = 40;

    /// <summary>The format of a file.</summary>
    /// <param name="image">The file, or at least its first 64 bytes.</param>
    /// <returns>The format; <see cref="BinaryFormat.None"/> for anything that is no native code.</returns>
    public static BinaryFormat Of(ReadOnlySpan<byte> image)
    {
        if (image.StartsWith("\u007fELF"u8))
            return BinaryFormat.Elf;
        if (image.StartsWith((ReadOnlySpan<byte>)[0xcf, 0xfa, 0xed, 0xfe]) || image.StartsWith((ReadOnlySpan<byte>)[0xce, 0xfa, 0xed, 0xfe]))
            return BinaryFormat.MachO;
        if (image.Length >= 8 && image.StartsWith((ReadOnlySpan<byte>)[0xca, 0xfe, 0xba]) && image[3] is 0xbe or 0xbf && image[4] + image[5] + image[6] == 0 && image[7] < MostArchitectures)
            return BinaryFormat.MachO;
        return image.Length >= 64 && image.StartsWith("MZ"u8) ? BinaryFormat.Pe : BinaryFormat.None;
    }

    /// <summary>The format as its users call it.</summary>
    /// <param name="format">The format.</param>
    /// <returns>Such as <c>Mach-O</c>.</returns>
    public static string NameOf(BinaryFormat format) => format switch
    {
        BinaryFormat.Elf => "ELF",
        BinaryFormat.MachO => "Mach-O",
        BinaryFormat.Pe => "PE",
        _ => "no native code",
    };
}
