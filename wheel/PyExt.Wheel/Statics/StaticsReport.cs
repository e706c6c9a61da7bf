using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PyExt.Wheel.Statics;

/// <summary>What a scan found.</summary>
public sealed class StaticsReport
{
    private const int FormatVersion = 1;
    private static readonly JsonWriterOptions Json = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StaticsRequest _request;
    private readonly IReadOnlyList<StaticField> _fields;
    private readonly IReadOnlyList<string> _unresolved;

    internal StaticsReport(StaticsRequest request, IReadOnlyList<StaticField> fields, IReadOnlyList<string> unresolved, IReadOnlyList<Finding> errors, IReadOnlyList<Finding> warnings)
    {
        _request = request;
        _fields = fields;
        _unresolved = unresolved;
        Errors = errors;
        Warnings = warnings;
    }

    /// <summary>What stops the pack.</summary>
    public IReadOnlyList<Finding> Errors { get; }

    /// <summary>What does not.</summary>
    public IReadOnlyList<Finding> Warnings { get; }

    internal IReadOnlyList<StaticField> Fields => _fields;

    internal static string Title(StaticField field) => field.Origin.Title(field.Assembly);

    /// <summary>The report as JSON; <c>docs/statics.md</c> describes it.</summary>
    public string ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Json))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("multipleInterpreters", _request.MultipleInterpreters);
            WriteCounts(json, _fields);
            json.WriteStartArray("assemblies");
            foreach (IGrouping<string, StaticField> assembly in _fields.GroupBy(field => field.Assembly))
                WriteAssembly(json, [.. assembly]);
            json.WriteEndArray();
            json.WriteStartArray("unresolvedSymbols");
            foreach (string symbol in _unresolved)
                json.WriteStringValue(symbol);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The report for people: how many of each class, and every field that somebody has to answer for.</summary>
    public string ToTable()
    {
        StaticClass[] classes = [StaticClass.Immutable, StaticClass.ThreadSafe, StaticClass.Declared, StaticClass.Listed, StaticClass.Unknown];
        List<StaticField> own = [.. _fields.Where(field => field.Class != StaticClass.Framework)];
        int width = own.Select(field => Title(field).Length).Append("Static fields".Length).Max();
        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"{"Static fields".PadRight(width)}").AppendJoin("", classes.Select(column => $"  {Name(column),11}")).Append('\n');
        foreach (IGrouping<string, StaticField> assembly in own.GroupBy(Title))
            table.Append(assembly.Key.PadRight(width)).AppendJoin("", classes.Select(column => $"  {assembly.Count(field => field.Class == column),11}")).Append('\n');
        table.Append(CultureInfo.InvariantCulture, $"{".NET".PadRight(width)}  {_fields.Count - own.Count} of .NET itself\n");
        foreach (StaticClass shown in new[] { StaticClass.Unknown, StaticClass.Listed, StaticClass.Declared, StaticClass.ThreadSafe })
        {
            foreach (var group in own.Where(field => field.Class == shown).GroupBy(field => (field.DeclaringType, field.Detail)))
                table.Append(CultureInfo.InvariantCulture, $"  {Name(shown)}: {group.Key.DeclaringType}.{string.Join(", ", group.Select(field => field.Name))}: {group.Key.Detail}\n");
        }

        return table.ToString();
    }

    private static void WriteAssembly(Utf8JsonWriter json, IReadOnlyList<StaticField> fields)
    {
        CompiledAssembly origin = fields[0].Origin;
        json.WriteStartObject();
        json.WriteString("name", fields[0].Assembly);
        json.WriteString("origin", JsonNamingPolicy.CamelCase.ConvertName(origin.Origin.ToString()));
        if (origin.PackageId is not null)
        {
            json.WriteString("package", origin.PackageId);
            json.WriteString("packageVersion", origin.PackageVersion);
        }

        WriteCounts(json, fields);
        json.WriteStartArray("types");
        foreach (IGrouping<string, StaticField> type in fields.GroupBy(field => field.DeclaringType))
        {
            json.WriteStartObject();
            json.WriteString("name", type.Key);
            json.WriteStartArray("fields");
            foreach (StaticField field in type)
            {
                json.WriteStartObject();
                json.WriteString("name", field.Name);
                json.WriteString("type", field.FieldType);
                json.WriteString("class", Name(field.Class));
                if (field.Class != StaticClass.Framework)
                    json.WriteString("detail", field.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, IReadOnlyList<StaticField> fields)
    {
        json.WriteStartObject("counts");
        foreach (StaticClass counted in Enum.GetValues<StaticClass>())
        {
            if (fields.Any(field => field.Class == counted))
                json.WriteNumber(Name(counted), fields.Count(field => field.Class == counted));
        }

        json.WriteEndObject();
    }

    private static string Name(StaticClass value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
