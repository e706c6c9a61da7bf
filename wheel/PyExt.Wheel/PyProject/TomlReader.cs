using System.Text;
using PyExt.Wheel.Archive;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace PyExt.Wheel.PyProject;

/// <summary>Reads a TOML file as a tree in which every value knows its line.</summary>
internal sealed class TomlReader
{
    private const long LargestFile = 16 << 20;

    private readonly string _file;

    private TomlReader(string file) => _file = file;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The root table.</returns>
    /// <exception cref="WheelException">PYX4020: the file cannot be read or is no TOML; one finding with the place of the first mistake.</exception>
    public static TomlNode Read(string file)
    {
        TomlReader reader = new(Path.GetFullPath(file));
        DocumentSyntax document = Parse(file);
        if (document.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Kind == DiagnosticMessageKind.Error) is { } mistake)
            throw Invalid(reader.At(mistake.Span), $"This is not TOML: {FirstLine(mistake.Message)}");
        return reader.Convert(document);
    }

    private static DocumentSyntax Parse(string file)
    {
        string text = ReadText(file);
        try
        {
            return SyntaxParser.Parse(text, file, validate: true);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidOperationException or IndexOutOfRangeException)
        {
            // The parser trips over some mistakes, such as an escaped end of file, instead of reporting them.
            throw Invalid(new SourceLocation(Path.GetFullPath(file), 1, 1), $"This is not TOML: {FirstLine(exception.Message)}");
        }
    }

    private static string ReadText(string file)
    {
        try
        {
            if (new FileInfo(file).Length > LargestFile)
                throw new IOException("it is larger than 16 MiB.");
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(OrdinaryFile.Read(file)).TrimStart('\uFEFF');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new WheelException(DiagnosticCodes.PyProject, $"The file '{file}' cannot be read as UTF-8: {exception.Message}", exception);
        }
    }

    private TomlNode Convert(DocumentSyntax document)
    {
        Dictionary<string, TomlNode> root = [];
        foreach (KeyValueSyntax item in document.KeyValues)
            Add(root, item);
        foreach (TableSyntaxBase table in document.Tables)
        {
            if (table.Name is null)
                continue;
            SourceLocation place = At(table.Name.Span);
            Dictionary<string, TomlNode> parent = Descend(root, [.. Parts(table.Name).SkipLast(1)], place);
            string last = Parts(table.Name).Last();
            Dictionary<string, TomlNode> target = table is TableArraySyntax ? Append(parent, last, place) : Descend(parent, [last], place);
            foreach (KeyValueSyntax item in table.Items)
                Add(target, item);
        }

        return new TomlNode(root, new SourceLocation(_file, 1, 1));
    }

    private static Dictionary<string, TomlNode> Append(Dictionary<string, TomlNode> parent, string key, SourceLocation place)
    {
        if (!parent.TryGetValue(key, out TomlNode? array))
            parent.Add(key, array = new TomlNode(new List<TomlNode>(), place));
        if (array.Value is not List<TomlNode> list)
            throw Invalid(place, $"'{key}' is both {array.Kind} and an array of tables.");
        Dictionary<string, TomlNode> element = [];
        list.Add(new TomlNode(element, place));
        return element;
    }

    // "[a.b]" after "[[a]]" is about the last a.
    private static Dictionary<string, TomlNode> Descend(Dictionary<string, TomlNode> table, IEnumerable<string> path, SourceLocation place)
    {
        foreach (string key in path)
        {
            if (!table.TryGetValue(key, out TomlNode? node))
                table.Add(key, node = new TomlNode(new Dictionary<string, TomlNode>(), place));
            table = node.Table ?? (node.Value as List<TomlNode>)?.LastOrDefault()?.Table ?? throw Invalid(place, $"'{key}' is both {node.Kind} and a table.");
        }

        return table;
    }

    private void Add(Dictionary<string, TomlNode> table, KeyValueSyntax item)
    {
        SourceLocation place = At(item.Span);
        string[] path = [.. Parts(item.Key!)];
        if (!Descend(table, path.SkipLast(1), place).TryAdd(path[^1], new TomlNode(Convert(item.Value!), place)))
            throw Invalid(place, $"The key '{path[^1]}' is there twice. Remove one.");
    }

    private object Convert(ValueSyntax value)
    {
        switch (value)
        {
            case StringValueSyntax text:
                return text.Value ?? "";
            case BooleanValueSyntax truth:
                return truth.Value;
            case IntegerValueSyntax number:
                return number.Value;
            case FloatValueSyntax number:
                return number.Value;
            case ArraySyntax array:
                return array.Items.Select(item => new TomlNode(Convert(item.Value!), At(item.Span))).ToList();
            case InlineTableSyntax inline:
                Dictionary<string, TomlNode> table = [];
                foreach (InlineTableItemSyntax item in inline.Items)
                    Add(table, item.KeyValue!);
                return table;
            default:
                return value;
        }
    }

    private static IEnumerable<string> Parts(KeySyntax key) => key.DotKeys.Select(part => Text(part.Key)).Prepend(Text(key.Key));

    private static string Text(BareKeyOrStringValueSyntax? key) => key switch
    {
        StringValueSyntax text => text.Value ?? "",
        BareKeySyntax bare => bare.Key?.Text ?? "",
        _ => "",
    };

    private SourceLocation At(SourceSpan span) => new(_file, span.Start.Line + 1, span.Start.Column + 1);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();

    private static WheelException Invalid(SourceLocation place, string message) => new([new Finding(DiagnosticCodes.PyProject, message) { Location = place }]);
}
