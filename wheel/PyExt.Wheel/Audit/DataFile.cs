namespace PyExt.Wheel.Audit;

/// <summary>Reads the tables embedded in this assembly: lines of words, with '#' starting a comment line.</summary>
internal static class DataFile
{
    public static IEnumerable<string[]> ReadLines(string name) => Lines(name).Select(line => line.Split(' '));

    public static IEnumerable<string> Lines(string name)
    {
        using Stream stream = typeof(DataFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The table {name} is not embedded.");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is string line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }
}
