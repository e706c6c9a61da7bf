using System.Text;

namespace PyExt.Wheel.Statics;

/// <summary>
/// Finds the type behind a name that the native compiler mangled: every character that C does not allow is an underscore. Several types may share one mangled name, and the
/// compiler then numbers them; all of them are taken, because counting one too many is the safe side.
/// </summary>
internal sealed class NativeNames
{
    private readonly IlWorld _world;
    private readonly Dictionary<string, Dictionary<string, List<IlTypeDefinition>>> _types = new(StringComparer.Ordinal);
    private readonly (string Prefix, string Assembly)[] _framework;
    private readonly (string Prefix, string Assembly)[] _examined;

    /// <summary>Knows the assemblies.</summary>
    /// <param name="world">The assemblies that were compiled.</param>
    public NativeNames(IlWorld world)
    {
        _world = world;
        _framework = [.. world.FrameworkNames.Select(name => (Prefix(name), name))];
        _examined = [.. world.Examined.Select(assembly => (Prefix(assembly.Name), assembly.Name))];
    }

    /// <summary>The types that a mangled name may mean; none when it means none of them.</summary>
    /// <param name="name">The mangled name, without type arguments.</param>
    public IReadOnlyList<IlTypeDefinition> Find(string name)
    {
        List<IlTypeDefinition> found = [];
        foreach ((string prefix, string assembly) in _examined.Concat(_framework))
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                found.AddRange(Find(assembly, name[prefix.Length..]));
        }

        return found;
    }

    /// <summary>Whether a name belongs to .NET itself: its primitive types carry no assembly.</summary>
    /// <param name="name">The mangled name, without type arguments.</param>
    public bool IsFramework(string name) =>
        Array.Exists(_framework, assembly => name.StartsWith(assembly.Prefix, StringComparison.Ordinal))
        || !Array.Exists(_examined, assembly => name.StartsWith(assembly.Prefix, StringComparison.Ordinal));

    /// <summary>A name as the native compiler writes it.</summary>
    /// <param name="name">A type's or an assembly's name.</param>
    internal static string Mangle(string name)
    {
        StringBuilder mangled = new(name.Length + 1);
        foreach (char c in name)
        {
            if (char.IsAsciiDigit(c) && mangled.Length == 0)
                mangled.Append('_');
            mangled.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return mangled.ToString();
    }

    /// <summary>What the names of all types of an assembly start with.</summary>
    internal static string Prefix(string assembly) =>
        Mangle(assembly.StartsWith("System.Private.", StringComparison.Ordinal) ? $"S.P.{assembly["System.Private.".Length..]}" : assembly) + "_";

    private List<IlTypeDefinition> Find(string assembly, string name)
    {
        if (!_types.TryGetValue(assembly, out Dictionary<string, List<IlTypeDefinition>>? types))
            _types.Add(assembly, types = Index(assembly));
        if (types.TryGetValue(name, out List<IlTypeDefinition>? found))
            return found;
        int number = name.LastIndexOf('_');
        return number > 0 && name[(number + 1)..].All(char.IsAsciiDigit) && types.TryGetValue(name[..number], out found) && found.Count > 1 ? found : [];
    }

    private Dictionary<string, List<IlTypeDefinition>> Index(string assembly)
    {
        Dictionary<string, List<IlTypeDefinition>> types = new(StringComparer.Ordinal);
        foreach (IlTypeDefinition type in _world.Find(assembly)?.Types ?? [])
        {
            string name = Mangle(type.Name);
            if (!types.TryGetValue(name, out List<IlTypeDefinition>? list))
                types.Add(name, list = []);
            list.Add(type);
        }

        return types;
    }
}
