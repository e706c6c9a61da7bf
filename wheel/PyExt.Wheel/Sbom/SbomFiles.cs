using PyExt.Wheel.Archive;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.Sbom;

/// <summary>The bills of materials of a wheel (PEP 770).</summary>
internal static class SbomFiles
{
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

        foreach (string file in thirdParty.Request.SbomFiles)
        {
            if (!File.Exists(file))
                throw new WheelException(DiagnosticCodes.Sbom, $"PySbomFile: there is no file '{file}'. Correct the item, or write the file before the wheel is packed.");
            string name = Path.GetFileName(file);
            if (!names.TryAdd(name, $"'{file}'"))
                throw new WheelException(DiagnosticCodes.Sbom, $"PySbomFile: '{file}' has the name of {names[name]}. In the wheel all of them are in one folder: rename one.");
            yield return ArchiveEntry.FromFile($"{folder}/{name}", file);
        }
    }
}
