using System.Text;

namespace PyExt.Wheel.Audit;

/// <summary>
/// Finds the names of libraries in the data of a binary: what it may open while it runs (dlopen, LoadLibrary, P/Invoke), which no table
/// of the format lists. A name is no proof that it is ever opened, and one that the code puts together is not found.
/// </summary>
public static class RuntimeLibraries
{
    private const int LongestName = 100;
    private const int MostNames = 1000;

    /// <summary>The names of libraries in a binary.</summary>
    /// <param name="image">The bytes of the file.</param>
    /// <param name="needed">The libraries that it is linked with, and its own name, which are left out.</param>
    /// <returns>The names, sorted.</returns>
    public static IReadOnlyList<string> Find(ReadOnlySpan<byte> image, IEnumerable<string> needed)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        AddNames(image, ".so"u8, width: 1, names);
        AddNames(image, ".dylib"u8, width: 1, names);
        AddNames(image, ".dll"u8, width: 1, names);
        AddNames(image, ".\0s\0o\0"u8, width: 2, names);
        AddNames(image, ".\0d\0y\0l\0i\0b\0"u8, width: 2, names);
        AddNames(image, ".\0d\0l\0l\0"u8, width: 2, names);
        names.ExceptWith(needed.Select(library => library[(library.LastIndexOf('/') + 1)..]));
        return [.. names];
    }

    private static void AddNames(ReadOnlySpan<byte> image, ReadOnlySpan<byte> extension, int width, SortedSet<string> names)
    {
        for (int from = 0; names.Count < MostNames && image[from..].IndexOf(extension) is int found and >= 0; from += found + extension.Length)
        {
            int at = from + found;
            int start = at;
            while (start >= width && at - start < LongestName * width && IsNameCharacter(image, start - width, width))
                start -= width;

            // Versions follow the extension: libssl.so.3.
            int end = at + extension.Length;
            while (end + width <= image.Length && end - at < LongestName * width && IsVersionCharacter(image, end, width))
                end += width;
            if (IsWhole(image, start, end, width) && end - start > extension.Length && Text(image[start..end], width) is string name && name[0] != '.' && name[^1] != '.')
                names.Add(name);
        }
    }

    // The whole of a text that ends in NUL; in UTF-16 a length may stand before it, so only the end tells.
    private static bool IsWhole(ReadOnlySpan<byte> image, int start, int end, int width) =>
        end + width <= image.Length && image[end] == 0 && image[end + width - 1] == 0 && (width == 2 || start == 0 || image[start - 1] == 0);

    private static string Text(ReadOnlySpan<byte> bytes, int width) => width == 1 ? Encoding.ASCII.GetString(bytes) : Encoding.Unicode.GetString(bytes);

    private static bool IsNameCharacter(ReadOnlySpan<byte> image, int at, int width) =>
        IsWide(image, at, width) && (char.IsAsciiLetterOrDigit((char)image[at]) || image[at] is (byte)'_' or (byte)'-' or (byte)'+' or (byte)'.');

    private static bool IsVersionCharacter(ReadOnlySpan<byte> image, int at, int width) =>
        IsWide(image, at, width) && (char.IsAsciiDigit((char)image[at]) || image[at] == '.');

    private static bool IsWide(ReadOnlySpan<byte> image, int at, int width) => width == 1 || image[at + 1] == 0;
}
