using System.Text;

namespace PyExt.Wheel.MachO;

/// <summary>Reads the trie in which the dynamic loader looks exported names up.</summary>
internal static class MachOExportTrie
{
    private const int LongestName = 4096;

    public static List<string> Read(MachOReader reader, ulong offset, ulong size)
    {
        _ = reader.Slice(offset, size);
        ulong end = offset + size;
        List<string> names = [];

        // A real trie is a tree: a node that is reached twice would make its names grow without end.
        HashSet<ulong> seen = [];
        Stack<(ulong Node, string Prefix)> open = new([(offset, "")]);
        while (open.TryPop(out (ulong Node, string Prefix) next))
        {
            if (next.Node >= end || !seen.Add(next.Node))
                throw reader.Malformed("its export trie is damaged");

            ulong at = next.Node;
            ulong terminal = ReadNumber(reader, ref at, end);
            if (terminal > end - at)
                throw reader.Malformed("its export trie is damaged");
            if (terminal > 0)
                names.Add(MachOSymbolTable.CName(next.Prefix));
            at += terminal;
            for (int children = at < end ? reader.Byte(at++) : 0; children > 0; children--)
            {
                string name = next.Prefix + ReadEdge(reader, ref at, end);
                if (name.Length > LongestName)
                    throw reader.Malformed("its export trie has a name that is too long");
                reader.SpendOnNames(name.Length);
                open.Push((offset + Math.Min(ReadNumber(reader, ref at, end), size), name));
            }
        }

        return names;
    }

    private static string ReadEdge(MachOReader reader, ref ulong at, ulong end)
    {
        ReadOnlySpan<byte> edge = reader.NameBytes(at, end);
        at += (ulong)edge.Length + 1;
        return Encoding.UTF8.GetString(edge);
    }

    // Seven bits per byte, the lowest first (ULEB128).
    private static ulong ReadNumber(MachOReader reader, ref ulong at, ulong end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            if (at >= end)
                break;
            byte part = reader.Byte(at++);
            value |= (ulong)(part & 0x7f) << shift;
            if ((part & 0x80) == 0)
                return value;
        }

        throw reader.Malformed("its export trie is damaged");
    }
}
