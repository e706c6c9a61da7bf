using System.Buffers.Binary;

namespace PyExt.Wheel.Verification;

/// <summary>What the first bytes of an ELF file say, for the machines that nothing more is known about, too.</summary>
internal static class ElfIdentity
{
    private const int HeaderSize = 64;
    private const int Program = 2;
    private const int SharedObject = 3;

    /// <summary>Whether <see cref="Elf.ElfFile"/> reads it: a shared object or a program, for x86-64 or arm64.</summary>
    public static bool IsReadable(ReadOnlySpan<byte> image) =>
        image.Length >= HeaderSize && image[4] == 2 && image[5] == 1 && UInt16(image, 16) is Program or SharedObject && Enum.IsDefined((Elf.ElfMachine)UInt16(image, 18));

    /// <summary>The machine as platform tags spell it.</summary>
    public static string ArchitectureOf(ReadOnlySpan<byte> image)
    {
        if (image.Length < HeaderSize)
            return "unknown";
        int machine = UInt16(image, 18);
        return machine switch
        {
            3 => "i686",
            20 => "ppc",
            21 => image[5] == 1 ? "ppc64le" : "ppc64",
            22 => "s390x",
            40 => "armv7l",
            62 => "x86_64",
            183 => "aarch64",
            243 => "riscv64",
            258 => "loongarch64",
            _ => "unknown",
        };
    }

    private static int UInt16(ReadOnlySpan<byte> image, int offset) => image[5] == 1
        ? BinaryPrimitives.ReadUInt16LittleEndian(image[offset..])
        : BinaryPrimitives.ReadUInt16BigEndian(image[offset..]);
}
