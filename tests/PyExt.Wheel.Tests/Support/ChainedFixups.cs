using System.Buffers.Binary;
using System.Text;

namespace PyExt.Wheel.Tests.Support;

/// <summary>Makes of a library that lld 14 linked one as Apple's linker makes them for macOS 12 and later: imports in chained fixups, exports in a trie, and stripped of its symbols.</summary>
public static class ChainedFixups
{
    private const uint SymbolTable = 0x2;
    private const uint SourceVersion = 0x2a;
    private const uint DyldInfoOnly = 0x80000022;
    private const uint ExportsTrie = 0x80000033;
    private const uint LoadCommand = 0x80000034;
    private const int HeaderSize = 28;

    /// <summary>Rewrites a file and returns where its fixups are.</summary>
    public static int Write(string path, int format, params string[] imports)
    {
        byte[] image = File.ReadAllBytes(path);
        byte[] fixups = Fixups(format, imports);
        Write(image, 16, Read(image, 16) + 2);
        int at = 32;
        for (uint left = Read(image, 16) - 2; left > 0; left--)
        {
            int size = (int)Read(image, at + 4);
            if (Read(image, at) == SymbolTable)
                Write(image, at + 12, 0);
            if (Read(image, at) == DyldInfoOnly)
            {
                // 48 bytes for three commands of 16.
                Command(image, at + 16, ExportsTrie, Read(image, at + 40), Read(image, at + 44));
                Command(image, at, LoadCommand, (uint)image.Length, (uint)fixups.Length);
                Command(image, at + 32, SourceVersion, 0, 0);
            }

            at += size;
        }

        File.WriteAllBytes(path, [.. image, .. fixups]);
        return image.Length;
    }

    private static byte[] Fixups(int format, string[] imports)
    {
        int size = format switch { 1 => 4, 2 => 8, _ => 16 };
        int names = HeaderSize + (imports.Length * size);
        byte[] table = new byte[names];
        Write(table, 4, HeaderSize);
        Write(table, 8, HeaderSize);
        Write(table, 12, (uint)names);
        Write(table, 16, (uint)imports.Length);
        Write(table, 20, (uint)format);
        StringBuilder text = new("\0");
        for (int i = 0; i < imports.Length; i++)
        {
            // Library 1, not weak; what is added to the address, where there is room for it, is not looked at.
            int at = HeaderSize + (i * size);
            if (format == 3)
                BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(at), ((ulong)text.Length << 32) | 1);
            else
                Write(table, at, ((uint)text.Length << 9) | 1);
            text.Append(imports[i]).Append('\0');
        }

        return [.. table, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static void Command(byte[] image, int at, uint command, uint offset, uint size)
    {
        Write(image, at, command);
        Write(image, at + 4, 16);
        Write(image, at + 8, offset);
        Write(image, at + 12, size);
    }

    private static uint Read(byte[] image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));

    private static void Write(byte[] image, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
}
