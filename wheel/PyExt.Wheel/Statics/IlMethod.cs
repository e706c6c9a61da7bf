using System.Reflection;
using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <summary>A method that one of the assemblies defines.</summary>
internal sealed class IlMethod
{
    private readonly MethodDefinition _definition;
    private MethodSignature<IlType>? _signature;

    /// <summary>Wraps a definition.</summary>
    public IlMethod(IlTypeDefinition declaringType, MethodDefinitionHandle handle)
    {
        DeclaringType = declaringType;
        Handle = handle;
        _definition = declaringType.Assembly.Reader.GetMethodDefinition(handle);
        Name = declaringType.Assembly.Reader.GetString(_definition.Name);
    }

    /// <summary>Where it is declared.</summary>
    public IlTypeDefinition DeclaringType { get; }

    /// <summary>Its place in the assembly.</summary>
    public MethodDefinitionHandle Handle { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its signature.</summary>
    public MethodSignature<IlType> Signature => _signature ??= _definition.DecodeSignature(DeclaringType.Assembly.Signatures, null);

    /// <summary>Its signature as text, the same for every reference to it.</summary>
    public string SignatureText => field ??= Text(Signature);

    /// <summary>Whether it is the class constructor.</summary>
    public bool IsClassConstructor => Name == ".cctor";

    /// <summary>Whether it can be overridden or implements an interface.</summary>
    public bool IsVirtual => _definition.Attributes.HasFlag(MethodAttributes.Virtual);

    /// <summary>Whether what is called through it is known to be this method.</summary>
    public bool IsFinal => !IsVirtual || _definition.Attributes.HasFlag(MethodAttributes.Final) || DeclaringType.IsSealed;

    /// <summary>Whether only types that derive from its type have a body for it.</summary>
    public bool IsAbstract => _definition.Attributes.HasFlag(MethodAttributes.Abstract);

    /// <summary>Its body, or null when it has none.</summary>
    public MethodBodyBlock? Body => DeclaringType.Assembly.Body(_definition);

    /// <summary>How many arguments a call passes, the object included.</summary>
    public int ArgumentCount => Signature.ParameterTypes.Length + (Signature.Header.IsInstance ? 1 : 0);

    /// <summary>A signature as text.</summary>
    public static string Text(MethodSignature<IlType> signature) =>
        $"{(signature.Header.IsInstance ? "instance " : "")}{signature.ReturnType} `{signature.GenericParameterCount} ({string.Join(", ", signature.ParameterTypes)})";

    /// <inheritdoc/>
    public override string ToString() => $"{DeclaringType.Name}.{Name}";
}
