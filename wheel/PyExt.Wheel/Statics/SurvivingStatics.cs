using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Xml;

namespace PyExt.Wheel.Statics;

/// <summary>
/// The types whose static fields are in the native module, as the native compiler reports them. Its map names the memory of static fields, type by type. A class constructor that
/// the compiler ran itself may leave no such memory, only the objects it made: those the statistics name, with the type they were made for.
/// </summary>
internal static class SurvivingStatics
{
    private const int StatisticsFormat = 2;
    private const string FrozenObjects = "FrozenObjects";
    private static readonly string[] Prefixes = ["__GCSTATICS", "__NONGCSTATICS", "__THREADSTATICS", "__TypeThreadStaticIndex"];

    /// <summary>Reads both reports.</summary>
    /// <param name="world">The assemblies that were compiled.</param>
    /// <param name="map">The map file (<c>IlcGenerateMapFile</c>).</param>
    /// <param name="statistics">The statistics file (<c>IlcGenerateMstatFile</c>).</param>
    /// <returns>The types, and the symbols that belong to none of the known ones.</returns>
    public static (IReadOnlySet<IlTypeDefinition> Types, IReadOnlyList<string> Unresolved) Read(IlWorld world, string map, string statistics)
    {
        try
        {
            HashSet<IlTypeDefinition> types = [.. ReadOwners(world, statistics)];
            List<string> unresolved = [];
            NativeNames names = new(world);
            foreach (string name in ReadNames(map))
            {
                IReadOnlyList<IlTypeDefinition> found = names.Find(name);
                types.UnionWith(found);
                if (found.Count == 0 && !names.IsFramework(name))
                    unresolved.Add(name);
            }

            return (types, unresolved);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException or XmlException)
        {
            throw new WheelException(DiagnosticCodes.SharedStatics, $"What the native compiler reports about the module ('{map}', '{statistics}') cannot be read: {exception.Message} Clean and build again.", exception);
        }
    }

    private static SortedSet<string> ReadNames(string map)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        using XmlReader reader = XmlReader.Create(map);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("Name") is string symbol && TypeName(symbol) is string name)
                names.Add(name);
        }

        return names;
    }

    /// <summary>The mangled name of the type whose statics a symbol is, without type arguments; null for any other symbol.</summary>
    /// <param name="symbol">The symbol's name.</param>
    internal static string? TypeName(string symbol)
    {
        // Windows decorates: ?__GCSTATICS@Type@@
        string undecorated = symbol.TrimStart('?');
        string? prefix = Array.Find(Prefixes, candidate => undecorated.StartsWith(candidate, StringComparison.Ordinal));
        return prefix is null ? null : undecorated[prefix.Length..].TrimStart('@').Split('<', '@')[0].Replace("__PreInitData", "", StringComparison.Ordinal);
    }

    // FrozenObjects() is not code that runs but a list: ldtoken (the object's type), size, name, and ldtoken (the owner) or 0.
    private static HashSet<IlTypeDefinition> ReadOwners(IlWorld world, string statistics)
    {
        using IlAssembly file = new(world, new CompiledAssembly(statistics, AssemblyOrigin.Framework));
        int format = file.Reader.GetAssemblyDefinition().Version.Major;
        if (format != StatisticsFormat)
            throw new WheelException(DiagnosticCodes.SharedStatics, $"'{statistics}' has format {format}, but this version of PyExt reads format {StatisticsFormat}. Use the .NET SDK that this version of PyExt was made for, or a newer PyExt.");

        IlMethod list = file.Types.SelectMany(type => type.Methods).FirstOrDefault(method => method.Name == FrozenObjects)
            ?? throw new BadImageFormatException($"It lists no {FrozenObjects}.");
        HashSet<IlTypeDefinition> owners = [];
        int values = 0;
        foreach (IlInstruction instruction in IlInstruction.Decode(list.Body!))
        {
            if (instruction.Op == ILOpCode.Ldtoken && values >= 2)
            {
                if (IlWorld.Resolve(Decode(file, MetadataTokens.EntityHandle(instruction.Operand))) is { } owner)
                    owners.Add(owner);
                values = 0;
            }
            else if (instruction.Op == ILOpCode.Ldtoken)
            {
                values = 0;
            }
            else if (instruction.Constant is not null)
            {
                values++;
            }
        }

        return owners;
    }

    private static IlType Decode(IlAssembly file, EntityHandle handle) => handle.Kind == HandleKind.TypeSpecification
        ? file.Signatures.GetTypeFromSpecification(file.Reader, null, (TypeSpecificationHandle)handle, 0)
        : file.Signatures.GetTypeFromReference(file.Reader, (TypeReferenceHandle)handle, 0);
}
