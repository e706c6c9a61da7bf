using System.Reflection;
using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <summary>A type that one of the assemblies defines.</summary>
internal sealed class IlTypeDefinition
{
    private readonly TypeDefinition _definition;

    /// <summary>Wraps a definition.</summary>
    public IlTypeDefinition(IlAssembly assembly, TypeDefinitionHandle handle)
    {
        Assembly = assembly;
        Handle = handle;
        _definition = assembly.Reader.GetTypeDefinition(handle);
    }

    /// <summary>Where it is defined.</summary>
    public IlAssembly Assembly { get; }

    /// <summary>Its place there.</summary>
    public TypeDefinitionHandle Handle { get; }

    /// <summary>Its full name.</summary>
    public string Name => Assembly.FullName(Handle);

    /// <summary>Its own name, without namespace or enclosing types.</summary>
    public string SimpleName => Assembly.Reader.GetString(_definition.Name);

    /// <summary>Its fields.</summary>
    public IReadOnlyList<IlField> Fields => field ??= [.. _definition.GetFields().Select(handle => new IlField(this, handle))];

    /// <summary>Its methods.</summary>
    public IReadOnlyList<IlMethod> Methods => field ??= [.. _definition.GetMethods().Select(handle => new IlMethod(this, handle))];

    /// <summary>What it derives from.</summary>
    public IlType? BaseType => field ??= Decode(_definition.BaseType);

    /// <summary>What it implements.</summary>
    public IReadOnlyList<IlType> Interfaces => field ??=
        [.. _definition.GetInterfaceImplementations().Select(handle => Decode(Assembly.Reader.GetInterfaceImplementation(handle).Interface)).OfType<IlType>()];

    /// <summary>Whether it is an interface.</summary>
    public bool IsInterface => _definition.Attributes.HasFlag(TypeAttributes.Interface);

    /// <summary>Whether nothing can derive from it.</summary>
    public bool IsSealed => _definition.Attributes.HasFlag(TypeAttributes.Sealed);

    /// <summary>Whether it is an enumeration.</summary>
    public bool IsEnum => BaseType?.Name == "System.Enum";

    /// <summary>Whether it is a structure or an enumeration.</summary>
    public bool IsValueType => IsEnum || (BaseType?.Name == "System.ValueType" && Name != "System.Enum");

    /// <summary>Whether it is a delegate.</summary>
    public bool IsDelegate => BaseType?.Name == "System.MulticastDelegate";

    /// <summary>The type as its own methods see it.</summary>
    public IlType AsType => field ??= new IlType { Kind = IlTypeKind.Named, Name = Name, Assembly = Assembly };

    /// <summary>Finds a field by name.</summary>
    public IlField? FindField(string name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>Finds a method by name and signature.</summary>
    public IlMethod? FindMethod(string name, string signature) => Methods.FirstOrDefault(method => method.Name == name && method.SignatureText == signature);

    /// <summary>The text of an attribute's first argument, or null when the attribute is not there.</summary>
    /// <param name="attributes">The attributes to look through.</param>
    /// <param name="attributeName">The attribute type's full name.</param>
    public string? AttributeText(CustomAttributeHandleCollection attributes, string attributeName)
    {
        MetadataReader reader = Assembly.Reader;
        foreach (CustomAttribute attribute in attributes.Select(reader.GetCustomAttribute))
        {
            IlType? type = attribute.Constructor.Kind == HandleKind.MethodDefinition
                ? Decode(reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType())
                : Decode(reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent);
            if (type?.Name != attributeName)
                continue;
            BlobReader value = reader.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            // A count of named arguments follows when there is no other; the marker of a text is never longer than the blob.
            return value.RemainingBytes > sizeof(ushort) ? value.ReadSerializedString() ?? "" : "";
        }

        return null;
    }

    /// <summary>The attribute text on the property or event that a compiler-made field stands behind.</summary>
    /// <param name="member">The member's name.</param>
    /// <param name="attributeName">The attribute type's full name.</param>
    public string? MemberAttributeText(string member, string attributeName)
    {
        MetadataReader reader = Assembly.Reader;
        foreach (PropertyDefinition property in _definition.GetProperties().Select(reader.GetPropertyDefinition))
        {
            if (reader.StringComparer.Equals(property.Name, member))
                return AttributeText(property.GetCustomAttributes(), attributeName);
        }

        foreach (EventDefinition @event in _definition.GetEvents().Select(reader.GetEventDefinition))
        {
            if (reader.StringComparer.Equals(@event.Name, member))
                return AttributeText(@event.GetCustomAttributes(), attributeName);
        }

        return null;
    }

    /// <summary>The attributes of the type itself.</summary>
    public CustomAttributeHandleCollection Attributes => _definition.GetCustomAttributes();

    /// <inheritdoc/>
    public override string ToString() => Name;

    private IlType? Decode(EntityHandle handle) => handle.IsNil ? null : handle.Kind switch
    {
        HandleKind.TypeDefinition => Assembly.Signatures.GetTypeFromDefinition(Assembly.Reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => Assembly.Signatures.GetTypeFromReference(Assembly.Reader, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => Assembly.Signatures.GetTypeFromSpecification(Assembly.Reader, null, (TypeSpecificationHandle)handle, 0),
        _ => null,
    };
}
