using System.Reflection;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using System.Xml;
using PyExt.Wheel.Statics;

namespace PyExt.Wheel.NativeImports;

/// <summary>
/// Lists the functions of native libraries that the module calls. The IL of the project and its dependencies has their names, the native compiler's map says which of them it kept. Those that the module is linked with, and
/// those of .NET itself, are none of them.
/// </summary>
public static partial class NativeImportScan
{
    private const string Symbol = "__pinvoke_";

    /// <summary>Scans.</summary>
    /// <param name="assemblies">Every assembly that the native compiler was given.</param>
    /// <param name="map">The native compiler's map (<c>IlcGenerateMapFile</c>).</param>
    /// <returns>The functions, by library, assembly and name.</returns>
    /// <exception cref="WheelException">PYX3033: the map or an assembly cannot be read.</exception>
    public static IReadOnlyList<NativeImport> Run(IEnumerable<CompiledAssembly> assemblies, string map)
    {
        try
        {
            string[] symbols = ReadSymbols(map);
            if (symbols.Length == 0)
                return [];
            using IlWorld world = new(assemblies);
            return [.. world.Examined.SelectMany(assembly => Imports(assembly, symbols)).Distinct()
                .OrderBy(import => import.Library, StringComparer.Ordinal).ThenBy(import => import.AssemblyName, StringComparer.Ordinal)
                .ThenBy(import => import.DeclaringType, StringComparer.Ordinal).ThenBy(import => import.Function, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException or XmlException)
        {
            throw new WheelException(DiagnosticCodes.NativeLibraryUnknown, $"What the native compiler reports about the module ('{map}'), or an assembly in it, cannot be read: {exception.Message} Clean and build again.", exception);
        }
    }

    private static string[] ReadSymbols(string map)
    {
        HashSet<string> symbols = new(StringComparer.Ordinal);
        using XmlReader reader = XmlReader.Create(map);
        while (reader.Read())
        {
            // Windows decorates: ?__pinvoke_…@@
            if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("Name")?.TrimStart('?') is string name && name.StartsWith(Symbol, StringComparison.Ordinal))
                symbols.Add(name.Split('@')[0]);
        }

        return [.. symbols];
    }

    private static IEnumerable<NativeImport> Imports(IlAssembly assembly, string[] symbols)
    {
        // __pinvoke_<assembly>__Module__<library>__<function>
        string prefix = $"{Symbol}{NativeNames.Prefix(assembly.Name)}_Module__";
        string[] own = [.. symbols.Where(symbol => symbol.StartsWith(prefix, StringComparison.Ordinal)).Select(symbol => symbol[prefix.Length..])];
        if (own.Length == 0)
            yield break;
        MetadataReader reader = assembly.Reader;
        foreach (MethodDefinition method in reader.MethodDefinitions.Select(reader.GetMethodDefinition).Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)))
        {
            MethodImport import = method.GetImport();
            if (import.Module.IsNil)
                continue;
            string library = reader.GetString(reader.GetModuleReference(import.Module).Name);
            string function = import.Name.IsNil ? reader.GetString(method.Name) : reader.GetString(import.Name);
            string start = NativeNames.Mangle(library);
            if (own.Any(symbol => symbol.StartsWith(start, StringComparison.Ordinal) && IsFunction(symbol[start.Length..], function)))
                yield return new NativeImport(library, function, assembly.FullName(method.GetDeclaringType()), assembly.Name, assembly.Origin);
        }
    }

    // Between library and function may stand how it is searched for, behind them how texts are passed.
    private static bool IsFunction(string rest, string function) =>
        Rest().Match(rest) is { Success: true } match && (match.Groups["name"].Value == function || match.Groups["name"].Value == function + "__Ansi" || match.Groups["name"].Value == function + "__Unicode");

    [GeneratedRegex(@"^(_[0-9]+)?__(?<name>.+)\z", RegexOptions.Singleline)]
    private static partial Regex Rest();
}
