using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.Sbom;

/// <summary>
/// Writes a bill of materials as CycloneDX 1.6 has it. The same input gives the same bytes: no serial number, and no time but that of
/// <c>SOURCE_DATE_EPOCH</c>.
/// </summary>
internal sealed class CycloneDxDocument(ThirdParty thirdParty, IReadOnlyList<(BundledLibrary Library, ArchiveEntry Entry)> libraries, CoreMetadata metadata, string generator, DateTime? time)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _root = $"pkg:pypi/{metadata.Name.Normalized}@{Uri.EscapeDataString(metadata.Version.ToString())}";
    private readonly SortedDictionary<string, SortedSet<string>> _needs = new(StringComparer.Ordinal);

    public byte[] Write()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteNumber("version", 1);
            WriteMetadata(json);
            WriteComponents(json);
            WriteDependencies(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject("metadata");
        if (time is DateTime known)
            json.WriteString("timestamp", known.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteStartArray("lifecycles");
        json.WriteStartObject();
        json.WriteString("phase", "build");
        json.WriteEndObject();
        json.WriteEndArray();

        string[] tool = generator.Split(' ', 2);
        json.WriteStartObject("tools");
        json.WriteStartArray("components");
        json.WriteStartObject();
        json.WriteString("type", "application");
        json.WriteString("name", tool[0]);
        if (tool.Length > 1)
            json.WriteString("version", tool[1]);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();

        json.WriteStartObject("component");
        WriteIdentity(json, "library", _root, metadata.Name.Normalized, metadata.Version.ToString());
        if (!string.IsNullOrEmpty(metadata.Summary))
            json.WriteString("description", metadata.Summary);
        WriteExpression(json, metadata.LicenseExpression);
        json.WriteString("purl", _root);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteComponents(Utf8JsonWriter json)
    {
        Dictionary<string, string> references = ReferencesOf(thirdParty.Graph);
        json.WriteStartArray("components");
        foreach (NuGetPackage package in thirdParty.Packages)
            WritePackage(json, package);
        DependencyGraph[] graphs = [thirdParty.Graph, .. thirdParty.Apps.Select(app => app.Value)];
        foreach ((string name, string version) in graphs.SelectMany(graph => graph.Projects).DistinctBy(project => project.Name, StringComparer.OrdinalIgnoreCase).OrderBy(project => project.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            WriteIdentity(json, "library", "project:" + name, name, version);
            json.WriteEndObject();
        }

        foreach (DependencyGraph graph in graphs)
            AddNeeds(graph);
        foreach ((string command, DependencyGraph graph) in thirdParty.Apps)
        {
            json.WriteStartObject();
            WriteIdentity(json, "application", "app:" + command, command, null);
            json.WriteEndObject();
            Dictionary<string, string> own = ReferencesOf(graph);
            Needs("app:" + command, graph.Direct(own.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase)).Select(name => own[name]));
            Needs(_root, ["app:" + command]);
        }

        Dictionary<string, string> files = libraries.ToDictionary(library => library.Library.NeededName, library => Reference(library.Library), StringComparer.Ordinal);
        foreach ((BundledLibrary library, ArchiveEntry entry) in libraries)
        {
            WriteLibrary(json, library, entry);
            Needs(Reference(library), library.Elf.Needed.Where(files.ContainsKey).Select(needed => files[needed]));
            string? package = library.Library.Package?.Split('/')[0];
            Needs(package is not null && references.TryGetValue(package, out string? owner) ? owner : _root, [Reference(library)]);
        }

        json.WriteEndArray();

        // The runtime, and PyExt's own part of it, stand in no list of the project's.
        HashSet<string> direct = [.. thirdParty.Graph.Direct(references.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase))];
        HashSet<string> needed = [.. _needs.Values.SelectMany(set => set)];
        Needs(_root, direct.Select(name => references[name]).Concat(references.Values.Where(reference => !needed.Contains(reference))));
    }

    private void AddNeeds(DependencyGraph graph)
    {
        Dictionary<string, string> references = ReferencesOf(graph);
        HashSet<string> named = new(references.Keys, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string reference) in references)
            Needs(reference, graph.Of(name, named).Select(needed => references[needed]));
    }

    // The module and an app may have different versions of one package.
    private Dictionary<string, string> ReferencesOf(DependencyGraph graph)
    {
        Dictionary<string, string> references = new(StringComparer.OrdinalIgnoreCase);
        foreach (NuGetPackage package in thirdParty.Packages.Where(package => graph.VersionOf(package.Id) is not string version || version.Equals(package.Version, StringComparison.OrdinalIgnoreCase)))
            references[package.Id] = package.PackageUrl;
        foreach ((string name, _) in graph.Projects)
            references.TryAdd(name, "project:" + name);
        return references;
    }

    private void WriteDependencies(Utf8JsonWriter json)
    {
        json.WriteStartArray("dependencies");
        foreach ((string reference, SortedSet<string> needs) in _needs)
        {
            json.WriteStartObject();
            json.WriteString("ref", reference);
            json.WriteStartArray("dependsOn");
            foreach (string needed in needs)
                json.WriteStringValue(needed);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePackage(Utf8JsonWriter json, NuGetPackage package)
    {
        json.WriteStartObject();
        WriteIdentity(json, "library", package.PackageUrl, package.Id, package.Version);
        if (package.Sha512 is not null)
            WriteHash(json, "SHA-512", package.Sha512);
        if (package.IsOneLicense)
            WriteLicense(json, "id", package.LicenseExpression!, null);
        else if (package.LicenseExpression is not null)
            WriteExpression(json, package.LicenseExpression);
        else if (package.LicenseFile is not null)
            WriteLicense(json, "name", $"{package.LicenseFile} of {package.Id}", null);
        else if (package.LicenseUrl is not null)
            WriteLicense(json, "name", $"License of {package.Id}", package.LicenseUrl);
        if (package.Copyright is not null)
            json.WriteString("copyright", package.Copyright);
        json.WriteString("purl", package.PackageUrl);
        (string Type, string Url)[] links = [.. new[] { ("website", package.ProjectUrl), ("vcs", package.RepositoryUrl) }.Where(link => Uri.IsWellFormedUriString(link.Item2, UriKind.Absolute)).Select(link => (link.Item1, link.Item2!))];
        if (links.Length > 0)
        {
            json.WriteStartArray("externalReferences");
            foreach ((string type, string url) in links)
            {
                json.WriteStartObject();
                json.WriteString("type", type);
                json.WriteString("url", url);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteLibrary(Utf8JsonWriter json, BundledLibrary library, ArchiveEntry entry)
    {
        string? version = library.Library.Version ?? library.Library.Package?.Split('/')[1];
        json.WriteStartObject();
        WriteIdentity(json, "library", Reference(library), Path.GetFileName(library.Library.File), version);
        WriteHash(json, "SHA-256", Convert.ToHexStringLower(SHA256.HashData(entry.Read())));
        WriteExpression(json, library.Library.License);
        // What a package brings has that package's URL already.
        if (library.Library.Package is null)
            json.WriteString("purl", library.Library.PackageUrl ?? Reference(library));
        json.WriteStartObject("pedigree");
        json.WriteString("notes", "PyExt changed the name, the names of the libraries that it needs, and the search path.");
        json.WriteEndObject();
        json.WriteStartArray("properties");
        WriteProperty(json, "pyext:path", entry.Path);
        WriteProperty(json, "pyext:original-sha256", library.Sha256);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The hash tells builds of one version apart.
    private static string Reference(BundledLibrary library)
    {
        string version = library.Library.Version is string known ? "@" + Uri.EscapeDataString(known) : "";
        return $"pkg:generic/{Uri.EscapeDataString(Path.GetFileName(library.Library.File))}{version}?checksum=sha256:{library.Sha256}";
    }

    private static void WriteIdentity(Utf8JsonWriter json, string type, string reference, string name, string? version)
    {
        json.WriteString("type", type);
        json.WriteString("bom-ref", reference);
        json.WriteString("name", name);
        if (version is not null)
            json.WriteString("version", version);
    }

    private static void WriteHash(Utf8JsonWriter json, string algorithm, string digits)
    {
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", algorithm);
        json.WriteString("content", digits);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteExpression(Utf8JsonWriter json, string? expression)
    {
        if (string.IsNullOrEmpty(expression))
            return;
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteString("expression", expression);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteLicense(Utf8JsonWriter json, string kind, string value, string? url)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteStartObject("license");
        json.WriteString(kind, value);
        if (url is not null)
            json.WriteString("url", url);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private void Needs(string reference, IEnumerable<string> needed)
    {
        if (!_needs.TryGetValue(reference, out SortedSet<string>? set))
            _needs.Add(reference, set = new SortedSet<string>(StringComparer.Ordinal));
        set.UnionWith(needed);
    }
}
