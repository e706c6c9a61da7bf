using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <summary>Decodes the signatures of one assembly.</summary>
/// <param name="assembly">The assembly.</param>
internal sealed class IlSignatures(IlAssembly assembly) : ISignatureTypeProvider<IlType, object?>
{
    public IlType GetPrimitiveType(PrimitiveTypeCode typeCode) => new() { Kind = IlTypeKind.Primitive, Name = $"System.{typeCode}" };

    public IlType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        new() { Kind = IlTypeKind.Named, Name = assembly.FullName(handle), Assembly = assembly };

    public IlType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            IlType outer = GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, rawTypeKind);
            return new IlType { Kind = IlTypeKind.Named, Name = $"{outer.Name}+{name}", Assembly = outer.Assembly };
        }

        IlAssembly? scope = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? assembly.World.Find(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name))
            : assembly;
        string space = reader.GetString(type.Namespace);
        return new IlType { Kind = IlTypeKind.Named, Name = space.Length == 0 ? name : $"{space}.{name}", Assembly = scope };
    }

    public IlType GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public IlType GetGenericInstantiation(IlType genericType, ImmutableArray<IlType> typeArguments) =>
        new() { Kind = IlTypeKind.Named, Name = genericType.Name, Assembly = genericType.Assembly, Arguments = typeArguments };

    public IlType GetSZArrayType(IlType elementType) => new() { Kind = IlTypeKind.Array, Element = elementType };

    public IlType GetArrayType(IlType elementType, ArrayShape shape) => GetSZArrayType(elementType);

    public IlType GetByReferenceType(IlType elementType) => new() { Kind = IlTypeKind.ByRef, Element = elementType };

    public IlType GetPointerType(IlType elementType) => new() { Kind = IlTypeKind.Pointer, Element = elementType };

    public IlType GetFunctionPointerType(MethodSignature<IlType> signature) => new() { Kind = IlTypeKind.FunctionPointer };

    public IlType GetGenericTypeParameter(object? genericContext, int index) => new() { Kind = IlTypeKind.TypeParameter, Index = index };

    public IlType GetGenericMethodParameter(object? genericContext, int index) => new() { Kind = IlTypeKind.MethodParameter, Index = index };

    public IlType GetModifiedType(IlType modifier, IlType unmodifiedType, bool isRequired) => unmodifiedType;

    public IlType GetPinnedType(IlType elementType) => elementType;
}
