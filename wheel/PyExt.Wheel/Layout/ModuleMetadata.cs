using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Layout;

/// <summary>What the source generator wrote into the compiled assembly about the module.</summary>
/// <param name="Name">The import name.</param>
/// <param name="Stub">The text of the <c>.pyi</c> file.</param>
public sealed record ModuleMetadata(ModuleName Name, string Stub)
{
    private const string Namespace = "PyExt.Generated";
    private const string TypeName = "ModuleMetadata";
    private const string SupportedFormat = "1";

    /// <summary>Reads the constants of <c>PyExt.Generated.ModuleMetadata</c> without loading the assembly.</summary>
    /// <param name="assemblyPath">The compiled IL assembly.</param>
    /// <returns>The metadata.</returns>
    /// <exception cref="WheelException">PYX1007: the assembly is unreadable or holds no generated module.</exception>
    public static ModuleMetadata Read(string assemblyPath)
    {
        try
        {
            using FileStream file = File.OpenRead(assemblyPath);
            using PEReader image = new(file);
            Dictionary<string, string> constants = ReadConstants(image.GetMetadataReader(), assemblyPath);
            string format = Constant(constants, "FormatVersion", assemblyPath);
            return format == SupportedFormat
                ? new ModuleMetadata(ModuleName.Parse(Constant(constants, "ModuleName", assemblyPath)), Constant(constants, "Stub", assemblyPath))
                : throw new WheelException(DiagnosticCodes.ModuleMetadata, $"'{assemblyPath}' was compiled by another version of PyExt (format {format}). Rebuild the project.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            throw new WheelException(DiagnosticCodes.ModuleMetadata, $"The compiled assembly '{assemblyPath}' cannot be read: {exception.Message} Rebuild the project.", exception);
        }
    }

    private static Dictionary<string, string> ReadConstants(MetadataReader reader, string assemblyPath)
    {
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if (reader.StringComparer.Equals(type.Name, TypeName) && reader.StringComparer.Equals(type.Namespace, Namespace))
                return ReadConstants(reader, type);
        }

        throw new WheelException(DiagnosticCodes.ModuleMetadata, $"'{assemblyPath}' holds no Python module. Declare one class with [PyModule] in the project.");
    }

    private static Dictionary<string, string> ReadConstants(MetadataReader reader, TypeDefinition type)
    {
        Dictionary<string, string> constants = new(StringComparer.Ordinal);
        foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition).Where(field => field.Attributes.HasFlag(FieldAttributes.Literal)))
        {
            if (field.GetDefaultValue().IsNil)
                continue;
            Constant constant = reader.GetConstant(field.GetDefaultValue());
            BlobReader blob = reader.GetBlobReader(constant.Value);
            if (constant.TypeCode == ConstantTypeCode.String)
                constants[reader.GetString(field.Name)] = blob.ReadUTF16(blob.Length);
        }

        return constants;
    }

    private static string Constant(Dictionary<string, string> constants, string name, string assemblyPath) => constants.GetValueOrDefault(name)
        ?? throw new WheelException(DiagnosticCodes.ModuleMetadata, $"'{assemblyPath}' does not say its {name}. Rebuild the project with one version of PyExt.");
}
