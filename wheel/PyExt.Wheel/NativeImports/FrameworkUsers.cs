using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PyExt.Wheel.Statics;

namespace PyExt.Wheel.NativeImports;

/// <summary>Says which types of .NET the project and its packages name that lead to one of its assemblies, by the references among .NET's assemblies.</summary>
/// <param name="assemblies">Every assembly that the native compiler was given.</param>
internal sealed class FrameworkUsers(IEnumerable<CompiledAssembly> assemblies)
{
    // Everything leads there.
    private const string Core = "System.Private.CoreLib";

    private readonly CompiledAssembly[] _assemblies = [.. assemblies];
    private readonly Dictionary<string, string[]> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Assembly, string Type), string> _forwards = [];
    private readonly List<(string Title, string Assembly, string Type)> _uses = [];
    private bool _isRead;

    /// <summary>Who leads to an assembly of .NET.</summary>
    /// <param name="assembly">Its name.</param>
    /// <returns>Assemblies of the project and its packages, each with the types it names.</returns>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Of(string assembly)
    {
        if (assembly == Core)
            return [];
        Read();
        HashSet<string> leading = [assembly];
        while (_references.FirstOrDefault(reference => !leading.Contains(reference.Key) && reference.Value.Any(leading.Contains)) is { Key: string next })
            leading.Add(next);
        return [.. _uses.Where(use => leading.Contains(_forwards.GetValueOrDefault((use.Assembly, use.Type), use.Assembly)))
            .GroupBy(use => use.Title, use => use.Type)
            .OrderBy(user => user.Key, StringComparer.Ordinal)
            .Select(user => KeyValuePair.Create<string, IReadOnlyList<string>>(user.Key, [.. user.Distinct().Order(StringComparer.Ordinal)]))];
    }

    private void Read()
    {
        if (_isRead)
            return;
        _isRead = true;
        foreach (CompiledAssembly assembly in _assemblies)
        {
            using FileStream file = File.OpenRead(assembly.Path);
            using PEReader image = new(file);
            MetadataReader reader = image.GetMetadataReader();
            string name = reader.GetString(reader.GetAssemblyDefinition().Name);
            if (assembly.Origin != AssemblyOrigin.Framework)
                _uses.AddRange(Uses(reader, assembly.Title(name)));
            else
                ReadFramework(reader, name);
        }
    }

    private void ReadFramework(MetadataReader reader, string name)
    {
        foreach (ExportedType type in reader.ExportedTypes.Select(reader.GetExportedType).Where(type => type.Implementation.Kind == HandleKind.AssemblyReference))
            _forwards[(name, FullName(reader, type.Namespace, type.Name))] = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation).Name);
        // What only forwards leads nowhere itself.
        if (reader.TypeDefinitions.Count > 1)
            _references[name] = [.. reader.AssemblyReferences.Select(reference => reader.GetString(reader.GetAssemblyReference(reference).Name))];
    }

    private static IEnumerable<(string Title, string Assembly, string Type)> Uses(MetadataReader reader, string title) => reader.TypeReferences.Select(reader.GetTypeReference)
        .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference)
        .Select(type => (title, reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name), FullName(reader, type.Namespace, type.Name)));

    private static string FullName(MetadataReader reader, StringHandle @namespace, StringHandle name) => @namespace.IsNil ? reader.GetString(name) : $"{reader.GetString(@namespace)}.{reader.GetString(name)}";
}
