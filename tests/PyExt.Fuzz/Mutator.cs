using System.Buffers.Binary;
using System.Text;

namespace PyExt.Fuzz;

/// <summary>Changes an input in the ways that readers stumble over. The same random numbers make the same changes.</summary>
public static class Mutator
{
    private const int MostChanges = 6;
    private const int LargestInput = 1 << 22;

    private static readonly ulong[] Numbers =
    [
        0, 1, 2, 7, 8, 15, 16, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
        0x100000000, 0x7fffffffffffffff, 0x8000000000000000, 0xfffffffffffffff0, 0xffffffffffffffff,
    ];

    private static readonly string[] Words =
    [
        "\n", "\r\n", "\n\n", "\0", "\t", " ", ",", ",,", "\"", "\"\"", ":", ": ", ";", "=", "sha256=", "md5=", "[", "]", "(", ")", "((", "{", "..", "../", "/", "\\", "#", "-", "_", ".", "*", "+", "~=", "===", "@",
        "%", "ü", "🐍", "\u2028", "\ufeff", "PyInit_", "any", "abi3", "manylinux_2_17_x86_64", "macosx_11_0_arm64", "cp312", "MIT", " OR ", " AND ", " WITH ", "LicenseRef-", "python_version", " and ", " or ", " not in ",
        "Name", "Version", "Tag: ", "License-Expression: ", "Requires-Dist: ", "Classifier: ", "99999999999999999999", "1!1.0.post1.dev2+local", "-1",
    ];

    /// <summary>A mutation of one of the seeds.</summary>
    public static byte[] Mutate(IReadOnlyList<byte[]> seeds, bool isText, Random random)
    {
        byte[] input = [.. seeds[random.Next(seeds.Count)]];
        for (int changes = random.Next(1, MostChanges + 1); changes > 0 && input.Length < LargestInput; changes--)
            input = isText && random.Next(3) > 0 ? ChangeText(input, random) : ChangeBytes(input, seeds, random);
        return input;
    }

    private static byte[] ChangeBytes(byte[] input, IReadOnlyList<byte[]> seeds, Random random)
    {
        if (input.Length == 0)
            return [(byte)random.Next(256)];

        int at = Position(input, random);
        switch (random.Next(12))
        {
            case 0 or 1:
                input[at] ^= (byte)(1 << random.Next(8));
                return input;
            case 2:
                input[at] = (byte)random.Next(256);
                return input;
            case 3 or 4 or 5 or 6:
                return WriteNumber(input, at, random);
            case 7:
                return input[..at];
            case 8:
                return Remove(input, at, random.Next(1, Math.Min(64, input.Length - at) + 1));
            case 9:
                return Insert(input, at, input.AsSpan(at, Math.Min(random.Next(1, 256), input.Length - at)));
            case 10:
                // The front of one and the back of another.
                byte[] other = seeds[random.Next(seeds.Count)];
                return other.Length == 0 ? input : [.. input.AsSpan(0, at), .. other.AsSpan(random.Next(other.Length))];
            default:
                byte[] run = new byte[random.Next(1, 300)];
                random.NextBytes(run);
                run.AsSpan(0, Math.Min(run.Length, input.Length - at)).CopyTo(input.AsSpan(at));
                return input;
        }
    }

    // Headers and tables stand in front, in zip archives at the end.
    private static int Position(byte[] input, Random random)
    {
        int end = Math.Min(input.Length, 1024);
        return random.Next(4) switch
        {
            0 => random.Next(end),
            1 => input.Length - 1 - random.Next(end),
            _ => random.Next(input.Length),
        };
    }

    private static byte[] WriteNumber(byte[] input, int at, Random random)
    {
        // Fields are aligned more often than not.
        int size = 1 << random.Next(4);
        if (random.Next(3) > 0)
            at -= at % size;
        Span<byte> number = stackalloc byte[8];
        ulong value = random.Next(5) == 0 ? (ulong)random.Next(input.Length + 1) : Numbers[random.Next(Numbers.Length)];
        if (random.Next(8) == 0)
            BinaryPrimitives.WriteUInt64BigEndian(number, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        number[..Math.Min(size, input.Length - at)].CopyTo(input.AsSpan(at));
        return input;
    }

    private static byte[] ChangeText(byte[] input, Random random)
    {
        int at = random.Next(input.Length + 1);
        string word = Words[random.Next(Words.Length)];
        switch (random.Next(8))
        {
            case 0:
                // Long repetitions: deep nesting, quadratic patterns.
                return Insert(input, at, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(word, 1 << random.Next(random.Next(20) == 0 ? 16 : 10)))));
            case 1:
                return Remove(input, at, Math.Min(random.Next(1, 100), input.Length - at));
            case 2:
                int line = input.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
                return Insert(input, line, input.AsSpan(line, Math.Min(200, input.Length - line)));
            default:
                return Insert(input, at, Encoding.UTF8.GetBytes(word));
        }
    }

    private static byte[] Insert(byte[] input, int at, ReadOnlySpan<byte> inserted) => [.. input.AsSpan(0, at), .. inserted, .. input.AsSpan(at)];

    private static byte[] Remove(byte[] input, int at, int length) => [.. input.AsSpan(0, at), .. input.AsSpan(at + length)];
}
