using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace PyExt.Wheel.Statics;

/// <summary>A field as an instruction names it.</summary>
/// <param name="Definition">Where it is defined, or null when that is not known.</param>
/// <param name="Type">Its type, with type arguments filled in.</param>
internal sealed record FieldTarget(IlField? Definition, IlType Type);

/// <summary>A method as an instruction names it.</summary>
/// <param name="DeclaringType">The type it is looked up in.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameter types, with type arguments filled in.</param>
/// <param name="ReturnType">Its return type, with type arguments filled in.</param>
/// <param name="IsInstance">Whether it is called on an object.</param>
/// <param name="Definition">Where it is defined, or null when that is not known.</param>
internal sealed record MethodTarget(IlType DeclaringType, string Name, IReadOnlyList<IlType> Parameters, IlType ReturnType, bool IsInstance, IlMethod? Definition)
{
    /// <inheritdoc/>
    public override string ToString() => $"{DeclaringType.Name}.{Name}";
}

/// <summary>What the tokens in the instructions of one assembly stand for.</summary>
/// <param name="assembly">The assembly.</param>
internal sealed class IlTokens(IlAssembly assembly)
{
    private readonly Dictionary<int, FieldTarget> _fields = [];
    private readonly Dictionary<int, MethodTarget> _methods = [];
    private readonly Dictionary<FieldDefinitionHandle, IlField> _fieldDefinitions = assembly.Types.SelectMany(type => type.Fields).ToDictionary(field => field.Handle);
    private readonly Dictionary<MethodDefinitionHandle, IlMethod> _methodDefinitions = assembly.Types.SelectMany(type => type.Methods).ToDictionary(method => method.Handle);

    /// <summary>The type behind a token.</summary>
    public IlType Type(int token) => Type(MetadataTokens.EntityHandle(token));

    /// <summary>The field behind a token.</summary>
    public FieldTarget Field(int token)
    {
        if (!_fields.TryGetValue(token, out FieldTarget? field))
            _fields.Add(token, field = ReadField(MetadataTokens.EntityHandle(token)));
        return field;
    }

    /// <summary>The method behind a token.</summary>
    public MethodTarget Method(int token)
    {
        if (!_methods.TryGetValue(token, out MethodTarget? method))
            _methods.Add(token, method = ReadMethod(MetadataTokens.EntityHandle(token)));
        return method;
    }

    private IlType Type(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => assembly.Signatures.GetTypeFromDefinition(assembly.Reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => assembly.Signatures.GetTypeFromReference(assembly.Reader, (TypeReferenceHandle)handle, 0),
        _ => assembly.Signatures.GetTypeFromSpecification(assembly.Reader, null, (TypeSpecificationHandle)handle, 0),
    };

    private FieldTarget ReadField(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.FieldDefinition)
        {
            IlField definition = _fieldDefinitions[(FieldDefinitionHandle)handle];
            return new FieldTarget(definition, definition.Type);
        }

        MemberReference reference = assembly.Reader.GetMemberReference((MemberReferenceHandle)handle);
        IlType parent = Type(reference.Parent);
        IlField? found = IlWorld.Resolve(parent)?.FindField(assembly.Reader.GetString(reference.Name));
        return new FieldTarget(found, reference.DecodeFieldSignature(assembly.Signatures, null).Substitute(parent.Arguments));
    }

    private MethodTarget ReadMethod(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.MethodSpecification)
        {
            MethodSpecification specification = assembly.Reader.GetMethodSpecification((MethodSpecificationHandle)handle);
            IReadOnlyList<IlType> arguments = specification.DecodeSignature(assembly.Signatures, null);
            MethodTarget generic = ReadMethod(specification.Method);
            return generic with
            {
                Parameters = [.. generic.Parameters.Select(parameter => parameter.Substitute(arguments, IlTypeKind.MethodParameter))],
                ReturnType = generic.ReturnType.Substitute(arguments, IlTypeKind.MethodParameter),
            };
        }

        if (handle.Kind == HandleKind.MethodDefinition)
        {
            IlMethod definition = _methodDefinitions[(MethodDefinitionHandle)handle];
            MethodSignature<IlType> own = definition.Signature;
            return new MethodTarget(definition.DeclaringType.AsType, definition.Name, own.ParameterTypes, own.ReturnType, own.Header.IsInstance, definition);
        }

        MemberReference reference = assembly.Reader.GetMemberReference((MemberReferenceHandle)handle);
        if (reference.Parent.Kind == HandleKind.MethodDefinition)
            return ReadMethod(reference.Parent);
        IlType parent = Type(reference.Parent);
        string name = assembly.Reader.GetString(reference.Name);
        MethodSignature<IlType> signature = reference.DecodeMethodSignature(assembly.Signatures, null);
        IlTypeDefinition? type = IlWorld.Resolve(parent);
        IlMethod? found = type is { Assembly.Origin.IsFramework: false } ? type.FindMethod(name, IlMethod.Text(signature)) : null;
        return new MethodTarget(parent, name, [.. signature.ParameterTypes.Select(parameter => parameter.Substitute(parent.Arguments))],
            signature.ReturnType.Substitute(parent.Arguments), signature.Header.IsInstance, found);
    }
}
