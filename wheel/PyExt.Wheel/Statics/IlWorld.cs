namespace PyExt.Wheel.Statics;

/// <summary>All assemblies that were compiled into the module: there is no other code, so what none of them does is not done.</summary>
internal sealed class IlWorld : IDisposable
{
    private readonly Dictionary<string, CompiledAssembly> _origins = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IlAssembly> _open = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<IlTypeDefinition, List<IlTypeDefinition>>? _derived;

    /// <summary>Knows the assemblies; opens each when it is asked for.</summary>
    /// <param name="assemblies">What was given to the native compiler.</param>
    public IlWorld(IEnumerable<CompiledAssembly> assemblies)
    {
        foreach (CompiledAssembly assembly in assemblies)
            _origins.TryAdd(Path.GetFileNameWithoutExtension(assembly.Path), assembly);
    }

    /// <summary>The assemblies that are not part of .NET itself, in a stable order.</summary>
    public IReadOnlyList<IlAssembly> Examined => field ??=
        [.. _origins.Where(origin => !origin.Value.IsFramework).Select(origin => origin.Key).Order(StringComparer.Ordinal).Select(Find).OfType<IlAssembly>()];

    /// <summary>The names of the assemblies of .NET itself.</summary>
    public IEnumerable<string> FrameworkNames => _origins.Where(origin => origin.Value.IsFramework).Select(origin => origin.Key);

    /// <summary>Finds an assembly by its simple name.</summary>
    public IlAssembly? Find(string name)
    {
        if (_open.TryGetValue(name, out IlAssembly? assembly))
            return assembly;
        if (!_origins.TryGetValue(name, out CompiledAssembly? origin))
            return null;
        try
        {
            assembly = new IlAssembly(this, origin);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            throw new WheelException(DiagnosticCodes.SharedStatics, $"'{origin.Path}' is compiled into the module, but cannot be read: {exception.Message} Clean and build again.", exception);
        }

        _open.Add(name, assembly);
        return assembly;
    }

    /// <summary>The definition of a named type, or null when it is not known.</summary>
    public static IlTypeDefinition? Resolve(IlType type) => type.Kind == IlTypeKind.Named ? type.Assembly?.Find(type.Name) : null;

    /// <summary>The examined types that derive from a type, or implement it, directly.</summary>
    public IReadOnlyList<IlTypeDefinition> DerivedFrom(IlTypeDefinition type)
    {
        if (_derived is null)
        {
            _derived = [];
            foreach (IlTypeDefinition derived in Examined.SelectMany(assembly => assembly.Types))
            {
                foreach (IlTypeDefinition parent in derived.Interfaces.Append(derived.BaseType).OfType<IlType>().Select(Resolve).OfType<IlTypeDefinition>())
                {
                    if (!_derived.TryGetValue(parent, out List<IlTypeDefinition>? list))
                        _derived.Add(parent, list = []);
                    list.Add(derived);
                }
            }
        }

        return _derived.TryGetValue(type, out List<IlTypeDefinition>? found) ? found : [];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IlAssembly assembly in _open.Values)
            assembly.Dispose();
    }
}
