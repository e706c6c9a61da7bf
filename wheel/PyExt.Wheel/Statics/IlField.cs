using System.Reflection;
using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <summary>A field that one of the assemblies defines.</summary>
internal sealed class IlField
{
    private const string ThreadStatic = "System.ThreadStaticAttribute";
    private readonly FieldDefinition _definition;

    /// <summary>Wraps a definition.</summary>
    public IlField(IlTypeDefinition declaringType, FieldDefinitionHandle handle)
    {
        DeclaringType = declaringType;
        Handle = handle;
        _definition = declaringType.Assembly.Reader.GetFieldDefinition(handle);
        Name = declaringType.Assembly.Reader.GetString(_definition.Name);
    }

    /// <summary>Where it is declared.</summary>
    public IlTypeDefinition DeclaringType { get; }

    /// <summary>Its place in the assembly.</summary>
    public FieldDefinitionHandle Handle { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its name as the author wrote it: that of the property where the compiler made the field.</summary>
    public string MemberName => Name.StartsWith('<') && Name.IndexOf(">k__BackingField", StringComparison.Ordinal) is > 1 and int end ? Name[1..end] : Name;

    /// <summary>Its type.</summary>
    public IlType Type => field ??= _definition.DecodeSignature(DeclaringType.Assembly.Signatures, null);

    /// <summary>Whether it belongs to the type and not to an instance.</summary>
    public bool IsStatic => _definition.Attributes.HasFlag(FieldAttributes.Static);

    /// <summary>Whether only constructors may assign it.</summary>
    public bool IsReadOnly => _definition.Attributes.HasFlag(FieldAttributes.InitOnly);

    /// <summary>Whether it is a constant, or data in the file: nothing that could be written at run time.</summary>
    public bool IsConstant => _definition.Attributes.HasFlag(FieldAttributes.Literal) || _definition.Attributes.HasFlag(FieldAttributes.HasFieldRVA);

    /// <summary>Whether each thread has its own.</summary>
    public bool IsThreadStatic => AttributeText(ThreadStatic) is not null;

    /// <summary>The text of an attribute on the field or on the property or event it stands behind.</summary>
    public string? AttributeText(string attributeName) =>
        DeclaringType.AttributeText(_definition.GetCustomAttributes(), attributeName) ?? DeclaringType.MemberAttributeText(MemberName, attributeName);

    /// <inheritdoc/>
    public override string ToString() => $"{DeclaringType.Name}.{MemberName}";
}
