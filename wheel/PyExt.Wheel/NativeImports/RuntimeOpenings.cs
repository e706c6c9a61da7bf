using System.Text.Encodings.Web;
using System.Text.Json;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Statics;

namespace PyExt.Wheel.NativeImports;

/// <summary>Everything that a module or a program opens at run time, as far as its compiler and its data tell.</summary>
/// <param name="Imports">What the project and its packages call.</param>
/// <param name="Framework">What .NET itself opens.</param>
public sealed record RuntimeOpenings(IReadOnlyList<NativeImport> Imports, IReadOnlyList<FrameworkLibrary> Framework)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Scans.</summary>
    /// <param name="assemblies">Every assembly that the native compiler was given.</param>
    /// <param name="map">The native compiler's map.</param>
    /// <param name="binary">The linked module or program.</param>
    /// <exception cref="WheelException">PYX3033 or PYX3009: something cannot be read.</exception>
    public static RuntimeOpenings Scan(IReadOnlyList<CompiledAssembly> assemblies, string map, string binary)
    {
        try
        {
            return new RuntimeOpenings(NativeImportScan.Run(assemblies, map), FrameworkLibrary.Find(binary, new FrameworkUsers(assemblies)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            throw new WheelException(DiagnosticCodes.NativeLibraryUnknown, $"An assembly of the module cannot be read: {exception.Message} Clean and build again.", exception);
        }
    }

    /// <summary>What .NET itself opens and the wheel does not bring along, in sentences.</summary>
    /// <param name="bundled">The libraries that the wheel brings along.</param>
    /// <param name="otherwiseThere">The names of those that the project says are there.</param>
    /// <param name="app">The command where it is an app that opens them, and not the module.</param>
    public IEnumerable<string> Notes(NativeLibraryBundle bundled, IEnumerable<string> otherwiseThere, string? app)
    {
        HashSet<string> known = [.. otherwiseThere.SelectMany(BundledLibrary.Spellings)];
        return Framework.Where(library => library.In(bundled) is null && !library.Files.Any(known.Contains)).Select(library => library.Describe(app is null ? "The module" : $"The app '{app}'"));
    }

    /// <summary>All of it, for programs.</summary>
    /// <param name="bundled">The libraries that the wheel brings along.</param>
    public byte[] Json(NativeLibraryBundle bundled)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("libraries");
            foreach (FrameworkLibrary library in Framework)
                Write(json, library.Name, library.Files, library.In(bundled), library.Assembly, library.WhenMissing, library.Users);
            foreach (IGrouping<string, NativeImport> library in Imports.GroupBy(import => import.Library))
            {
                Write(
                    json, library.Key, [library.Key], bundled.Libraries.FirstOrDefault(candidate => candidate.Names.Contains(library.First().FileName))?.FileName, null, null,
                    library.GroupBy(NativeImportRules.Title).Select(caller => KeyValuePair.Create<string, IReadOnlyList<string>>(caller.Key, [.. caller.Select(import => $"{import.DeclaringType}.{import.Function}")])));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(
        Utf8JsonWriter json, string name, IEnumerable<string> files, string? inWheel, string? openedBy, string? whenMissing, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> users)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        WriteStrings(json, "files", files);
        json.WriteString("inWheel", inWheel);
        if (openedBy is not null)
            json.WriteString("openedBy", openedBy);
        if (whenMissing is not null)
            json.WriteString("whenMissing", whenMissing);
        json.WriteStartObject("usedBy");
        foreach ((string user, IReadOnlyList<string> names) in users)
            WriteStrings(json, user, names);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
