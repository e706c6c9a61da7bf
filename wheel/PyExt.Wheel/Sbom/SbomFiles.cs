using System.Text.Json;
using System.Xml;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.Sbom;

/// <summary>The bills of materials of a wheel (PEP 770).</summary>
internal static class SbomFiles
{
    /// <summary>Refuses what <see cref="Collect"/> would refuse, as far as the wheel's own name need not be known.</summary>
    /// <param name="files">The project's own bills of materials.</param>
    /// <exception cref="WheelException">PYX4050: a file is missing, unreadable, or not in the format that its name promises; there is a finding for each.</exception>
    public static void Check(IEnumerable<string> files)
    {
        Finding[] findings = [.. files.Select(file => Problem(file) is string problem ? new Finding(DiagnosticCodes.Sbom, $"PySbomFile: {problem}") : null).OfType<Finding>()];
        if (findings.Length > 0)
            throw new WheelException(findings);
    }

    /// <summary>Collects them.</summary>
    /// <param name="thirdParty">The work of others.</param>
    /// <param name="libraries">The libraries that go along, as the wheel has them.</param>
    /// <param name="metadata">The wheel.</param>
    /// <param name="folder">The folder in the wheel.</param>
    /// <param name="generator">The program that makes the wheel, such as <c>PyExt 0.1.0</c>.</param>
    /// <param name="time">When it was made, or null where nobody said.</param>
    /// <exception cref="WheelException">PYX4050: a file is missing, or two have one name.</exception>
    public static IEnumerable<ArchiveEntry> Collect(ThirdParty thirdParty, IReadOnlyList<(BundledLibrary Library, ArchiveEntry Entry)> libraries, CoreMetadata metadata, string folder, string generator, DateTime? time)
    {
        Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
        if (thirdParty.Request.WritesSbom)
        {
            string name = metadata.Name.Escaped + ".cdx.json";
            names.Add(name, "the one that PyExt writes");
            yield return ArchiveEntry.FromBytes($"{folder}/{name}", new CycloneDxDocument(thirdParty, libraries, metadata, generator, time).Write());
        }

        Check(thirdParty.Request.SbomFiles);
        foreach (string file in thirdParty.Request.SbomFiles)
        {
            string name = Path.GetFileName(file);
            if (!names.TryAdd(name, $"'{file}'"))
                throw new WheelException(DiagnosticCodes.Sbom, $"PySbomFile: '{file}' has the name of {names[name]}. In the wheel all of them are in one folder: rename one.");
            yield return ArchiveEntry.FromFile($"{folder}/{name}", file);
        }
    }

    // Which format it is, is between the project and its readers; that the file is whole is not.
    private static string? Problem(string file)
    {
        if (!File.Exists(file))
            return $"there is no file '{file}'. Correct the item, or write the file in a target that BeforePack names.";
        try
        {
            using FileStream stream = File.OpenRead(file);
            if (stream.Length == 0)
                return $"'{file}' is empty. Write the bill of materials, or remove the item.";
            if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                JsonDocument.Parse(stream).Dispose();
            else if (file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
                ReadXml(stream);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or XmlException)
        {
            return $"'{file}' is damaged: {exception.Message.TrimEnd('.')}. Write it again.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"'{file}' cannot be read: {exception.Message.TrimEnd('.')}. Make it readable.";
        }
    }

    private static void ReadXml(Stream stream)
    {
        using XmlReader reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        while (reader.Read())
        {
        }
    }
}
