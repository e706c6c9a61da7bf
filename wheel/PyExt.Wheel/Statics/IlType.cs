namespace PyExt.Wheel.Statics;

/// <summary>What kind of type a signature names.</summary>
internal enum IlTypeKind
{
    Primitive,
    Named,
    Array,
    Pointer,
    FunctionPointer,
    ByRef,
    TypeParameter,
    MethodParameter,
}

/// <summary>A type as a signature writes it. Two of them are the same type when their texts are equal.</summary>
internal sealed class IlType
{
    private string? _text;

    /// <summary>What it is.</summary>
    public required IlTypeKind Kind { get; init; }

    /// <summary>The full name of a named type (<c>Namespace.Outer+Inner`1</c>) or of a primitive one (<c>System.Int32</c>).</summary>
    public string Name { get; init; } = "";

    /// <summary>The assembly that a named type was looked up in, which may only forward it.</summary>
    public IlAssembly? Assembly { get; init; }

    /// <summary>The type arguments of a generic instance.</summary>
    public IReadOnlyList<IlType> Arguments { get; init; } = [];

    /// <summary>What an array, pointer or reference is of.</summary>
    public IlType? Element { get; init; }

    /// <summary>The position of a type parameter.</summary>
    public int Index { get; init; }

    /// <inheritdoc/>
    public override string ToString() => _text ??= Kind switch
    {
        IlTypeKind.Array => $"{Element}[]",
        IlTypeKind.Pointer => $"{Element}*",
        IlTypeKind.ByRef => $"{Element}&",
        IlTypeKind.FunctionPointer => "delegate*",
        IlTypeKind.TypeParameter => $"!{Index}",
        IlTypeKind.MethodParameter => $"!!{Index}",
        _ => Arguments.Count == 0 ? Name : $"{Name}<{string.Join(", ", Arguments)}>",
    };

    /// <summary>The type with type parameters replaced.</summary>
    /// <param name="arguments">What they stand for.</param>
    /// <param name="kind">Whether those of the generic type are replaced, or those of the generic method.</param>
    public IlType Substitute(IReadOnlyList<IlType> arguments, IlTypeKind kind = IlTypeKind.TypeParameter) => arguments.Count == 0 ? this : Kind switch
    {
        IlTypeKind.TypeParameter or IlTypeKind.MethodParameter when Kind == kind && Index < arguments.Count => arguments[Index],
        IlTypeKind.Array or IlTypeKind.Pointer or IlTypeKind.ByRef => new IlType { Kind = Kind, Element = Element!.Substitute(arguments, kind) },
        IlTypeKind.Named when Arguments.Count > 0 => new IlType { Kind = Kind, Name = Name, Assembly = Assembly, Arguments = [.. Arguments.Select(argument => argument.Substitute(arguments, kind))] },
        _ => this,
    };
}
