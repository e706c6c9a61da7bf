using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PyExt.Wheel.Statics;

/// <summary>One of the assemblies that were compiled into the module.</summary>
internal sealed class IlAssembly : IDisposable
{
    private readonly PEReader _image;
    private readonly Dictionary<TypeDefinitionHandle, IlTypeDefinition> _types = [];
    private readonly Dictionary<TypeDefinitionHandle, string> _names = [];
    private Dictionary<string, TypeDefinitionHandle>? _byName;
    private Dictionary<string, AssemblyReferenceHandle>? _forwarded;

    /// <summary>Opens an assembly.</summary>
    /// <param name="world">The world it belongs to.</param>
    /// <param name="origin">Where it comes from.</param>
    public IlAssembly(IlWorld world, CompiledAssembly origin)
    {
        World = world;
        Origin = origin;
        _image = new PEReader(File.OpenRead(origin.Path), PEStreamOptions.PrefetchEntireImage);
        Reader = _image.GetMetadataReader();
        Name = Reader.GetString(Reader.GetAssemblyDefinition().Name);
        Signatures = new IlSignatures(this);
    }

    /// <summary>All assemblies together.</summary>
    public IlWorld World { get; }

    /// <summary>Where it comes from.</summary>
    public CompiledAssembly Origin { get; }

    /// <summary>Its simple name.</summary>
    public string Name { get; }

    /// <summary>Its metadata.</summary>
    public MetadataReader Reader { get; }

    /// <summary>Decodes its signatures.</summary>
    public IlSignatures Signatures { get; }

    /// <summary>All its types.</summary>
    public IEnumerable<IlTypeDefinition> Types => Reader.TypeDefinitions.Select(Type);

    /// <summary>The type behind a definition.</summary>
    public IlTypeDefinition Type(TypeDefinitionHandle handle)
    {
        if (!_types.TryGetValue(handle, out IlTypeDefinition? type))
            _types.Add(handle, type = new IlTypeDefinition(this, handle));
        return type;
    }

    /// <summary>The name of a type with its namespace and the types around it.</summary>
    public string FullName(TypeDefinitionHandle handle)
    {
        if (_names.TryGetValue(handle, out string? known))
            return known;
        TypeDefinition type = Reader.GetTypeDefinition(handle);
        string name = Reader.GetString(type.Name);
        string space = Reader.GetString(type.Namespace);
        if (space.Length > 0)
            name = $"{space}.{name}";
        if (!type.GetDeclaringType().IsNil)
            name = $"{FullName(type.GetDeclaringType())}+{name}";
        _names.Add(handle, name);
        return name;
    }

    /// <summary>Finds a type here or where this assembly forwards it.</summary>
    /// <param name="name">Its full name.</param>
    public IlTypeDefinition? Find(string name)
    {
        if (_byName is null)
        {
            _byName = new Dictionary<string, TypeDefinitionHandle>(StringComparer.Ordinal);
            foreach (TypeDefinitionHandle handle in Reader.TypeDefinitions)
                _byName.TryAdd(FullName(handle), handle);
        }

        if (_byName.TryGetValue(name, out TypeDefinitionHandle found))
            return Type(found);

        _forwarded ??= ReadForwarded();
        string outermost = name.Split('+', 2)[0];
        return _forwarded.TryGetValue(outermost, out AssemblyReferenceHandle reference)
            ? World.Find(Reader.GetString(Reader.GetAssemblyReference(reference).Name))?.Find(name)
            : null;
    }

    /// <summary>The body of a method, or null when it has none.</summary>
    public MethodBodyBlock? Body(MethodDefinition method) => method.RelativeVirtualAddress == 0 ? null : _image.GetMethodBody(method.RelativeVirtualAddress);

    /// <inheritdoc/>
    public void Dispose() => _image.Dispose();

    private Dictionary<string, AssemblyReferenceHandle> ReadForwarded()
    {
        Dictionary<string, AssemblyReferenceHandle> forwarded = new(StringComparer.Ordinal);
        foreach (ExportedType type in Reader.ExportedTypes.Select(Reader.GetExportedType))
        {
            if (type.Implementation.Kind != HandleKind.AssemblyReference)
                continue;
            string space = Reader.GetString(type.Namespace);
            string name = Reader.GetString(type.Name);
            forwarded.TryAdd(space.Length == 0 ? name : $"{space}.{name}", (AssemblyReferenceHandle)type.Implementation);
        }

        return forwarded;
    }
}
