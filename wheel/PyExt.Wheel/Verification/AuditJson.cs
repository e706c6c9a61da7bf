using System.Text;
using System.Text.Json;
using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Verification;

/// <summary>Writes audits for programs.</summary>
public static class AuditJson
{
    // Raised when a reader of the old form would stumble; new properties may come at any time.
    private const int Version = 1;

    /// <summary>The reports as one JSON document.</summary>
    /// <param name="reports">The reports.</param>
    /// <returns>The text, indented.</returns>
    public static string Render(IEnumerable<WheelAuditReport> reports)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartArray("wheels");
            foreach (WheelAuditReport report in reports)
                Write(writer, report);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, WheelAuditReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("path", report.Path);
        writer.WriteString("fileName", report.FileName);
        writer.WriteBoolean("passed", report.Passed);
        writer.WriteNumber("size", report.Size);
        WriteStrings(writer, "tags", report.Tags);
        writer.WriteStartArray("findings");
        foreach (AuditFinding finding in report.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Code);
            writer.WriteString("severity", finding.Severity == AuditSeverity.Error ? "error" : "warning");
            writer.WriteString("message", finding.Message);
            if (finding.Path is not null)
                writer.WriteString("path", finding.Path);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("binaries");
        foreach (AuditedBinary binary in report.Binaries)
            Write(writer, binary);
        writer.WriteEndArray();
        writer.WriteStartArray("parts");
        foreach (WheelPart part in report.Parts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", part.Name);
            writer.WriteNumber("files", part.Files);
            writer.WriteNumber("size", part.Size);
            writer.WriteNumber("compressedSize", part.CompressedSize);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AuditedBinary binary)
    {
        writer.WriteStartObject();
        writer.WriteString("path", binary.Path);
        writer.WriteString("format", BinaryFormats.NameOf(binary.Format));
        WriteStrings(writer, "architectures", binary.Architectures);
        writer.WriteNumber("size", binary.Size);
        writer.WriteString("system", binary.System);
        WriteStrings(writer, "needed", binary.Needed);
        WriteStrings(writer, "pythonSymbols", binary.PythonSymbols);
        WriteStrings(writer, "openedAtRunTime", binary.OpenedAtRunTime);
        writer.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
