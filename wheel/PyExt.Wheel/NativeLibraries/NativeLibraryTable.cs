using System.Text;

namespace PyExt.Wheel.NativeLibraries;

/// <summary>Tells a module, as it is linked, which of the names that .NET opens are libraries of its wheel.</summary>
public static class NativeLibraryTable
{
    /// <summary>Writes the table as C, for <c>PyExt.NativeLibraries.c</c>.</summary>
    /// <param name="bundle">The libraries.</param>
    /// <param name="folder">Where they are, seen from the module; see <see cref="NativeLibraryBundle.FolderFrom"/>.</param>
    /// <returns>The text; the same for the same libraries.</returns>
    public static string Write(NativeLibraryBundle bundle, string folder)
    {
        StringBuilder text = new();
        text.Append("/* Written by PyExt. */\n");
        text.Append("#define PYEXT_LIBRARY_FOLDER ").Append(Literal(folder)).Append('\n');
        text.Append("static const struct { const char *name, *file; } pyext_libraries[] = {\n");
        foreach (BundledLibrary library in bundle.Libraries)
        {
            foreach (string name in library.Names)
                text.Append("    { ").Append(Literal(name)).Append(", ").Append(Literal(library.FileName)).Append(" },\n");
        }

        return text.Append("};\n").ToString();
    }

    // Every byte that could mean something in C as three octal digits.
    private static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'.' or (byte)'/' or (byte)'-' or (byte)'_' or (byte)'+')
                literal.Append((char)value);
            else
                literal.Append('\\').Append(Convert.ToString(value, 8).PadLeft(3, '0'));
        }

        return literal.Append('"').ToString();
    }
}
