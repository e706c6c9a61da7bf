namespace PyExt.Wheel.Statics;

/// <summary>Judges types: whether an object of one, and all it refers to, can change after it was constructed.</summary>
/// <param name="world">The assemblies that were compiled.</param>
internal sealed class Immutability(IlWorld world)
{
    // Immutable by their documentation, although their fields do not show it. Generic ones are when their type arguments are.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "System.String", "System.Type", "System.RuntimeType", "System.Uri", "System.Version", "System.DBNull", "System.StringComparer", "System.TimeZoneInfo",
        "System.CultureAwareComparer", "System.OrdinalComparer",
        "System.Collections.Generic.EqualityComparer`1", "System.Collections.Generic.Comparer`1", "System.Collections.Generic.ReferenceEqualityComparer",
        "System.Collections.Frozen.FrozenDictionary`2", "System.Collections.Frozen.FrozenSet`1",
        "System.Collections.Immutable.ImmutableArray`1", "System.Collections.Immutable.ImmutableDictionary`2", "System.Collections.Immutable.ImmutableHashSet`1",
        "System.Collections.Immutable.ImmutableList`1", "System.Collections.Immutable.ImmutableQueue`1", "System.Collections.Immutable.ImmutableStack`1",
        "System.Collections.Immutable.ImmutableSortedDictionary`2", "System.Collections.Immutable.ImmutableSortedSet`1",
        "System.Globalization.CompareInfo",
        "System.Numerics.BigInteger",
        "System.Reflection.Assembly", "System.Reflection.ConstructorInfo", "System.Reflection.FieldInfo", "System.Reflection.MemberInfo", "System.Reflection.MethodBase",
        "System.Reflection.MethodInfo", "System.Reflection.Missing", "System.Reflection.Module", "System.Reflection.ParameterInfo", "System.Reflection.PropertyInfo",
        "System.RuntimeFieldHandle", "System.RuntimeMethodHandle", "System.RuntimeTypeHandle",
        "System.Buffers.SearchValues`1", "System.Text.CompositeFormat", "System.Text.RegularExpressions.Regex",
        "System.Text.Encoding", "System.Text.ASCIIEncoding", "System.Text.UTF8Encoding", "System.Text.UnicodeEncoding", "System.Text.UTF32Encoding",
        "System.Text.Encodings.Web.HtmlEncoder", "System.Text.Encodings.Web.JavaScriptEncoder", "System.Text.Encodings.Web.UrlEncoder", "System.Text.Json.JsonEncodedText",
        // The runtime's own: the arrays in it are made by its constructor and only read.
        "PyExt.Interop.PySignature",
    };

    // They change, but hold nothing that one interpreter could see of another, and are documented for use by any thread.
    private static readonly HashSet<string> ThreadSafeTypes = new(StringComparer.Ordinal)
    {
        "System.Threading.Lock", "System.Threading.ReaderWriterLockSlim", "System.Buffers.ArrayPool`1", "System.Buffers.MemoryPool`1",
    };

    private readonly Dictionary<(string Type, bool Exact), string?> _answers = [];
    private readonly HashSet<(string Type, bool Exact)> _asking = [];

    /// <summary>Whether a type only synchronises: nothing of one interpreter can be seen through it by another.</summary>
    public static bool IsThreadSafe(IlType type, bool exact) =>
        (type.Kind == IlTypeKind.Named && ThreadSafeTypes.Contains(type.Name)) || (exact && type.Name == "System.Object");

    /// <summary>Whether what a location of this type holds cannot change.</summary>
    /// <param name="type">The type.</param>
    /// <param name="exact">Whether the object is known to be of this very type and none derived from it.</param>
    public bool IsImmutable(IlType type, bool exact = false) => Obstacle(type, exact) is null;

    /// <summary>What makes a type mutable, in words; null when nothing does.</summary>
    /// <param name="type">The type.</param>
    /// <param name="exact">Whether the object is known to be of this very type and none derived from it.</param>
    public string? Obstacle(IlType type, bool exact = false)
    {
        (string, bool) key = (type.ToString(), exact);
        if (_answers.TryGetValue(key, out string? known))
            return known;
        // A type that refers to itself is as immutable as the rest of it.
        if (!_asking.Add(key))
            return null;
        string? answer = Examine(type, exact);
        _asking.Remove(key);
        // What was assumed on the way holds only when the outermost question has been answered.
        if (answer is not null || _asking.Count == 0)
            _answers[key] = answer;
        return answer;
    }

    private string? Examine(IlType type, bool exact) => type.Kind switch
    {
        IlTypeKind.Primitive when type.Name is "System.Object" => exact ? null : "object may be anything",
        IlTypeKind.Primitive when type.Name is "System.IntPtr" or "System.UIntPtr" => "an address may lead to anything",
        IlTypeKind.Primitive or IlTypeKind.FunctionPointer => null,
        IlTypeKind.Array => "the elements of an array can be assigned",
        IlTypeKind.Pointer => "a pointer may lead to anything",
        IlTypeKind.TypeParameter or IlTypeKind.MethodParameter => "what the type argument is, is not known",
        IlTypeKind.Named => ExamineNamed(type, exact),
        _ => $"{type} is not understood",
    };

    private string? ExamineNamed(IlType type, bool exact)
    {
        if (Known.Contains(type.Name))
            return type.Arguments.Select(argument => Obstacle(argument)).FirstOrDefault(obstacle => obstacle is not null);
        if (IlWorld.Resolve(type) is not { } definition)
            return $"{type} is not known";
        if (definition.IsEnum)
            return null;
        if (definition.IsDelegate)
            return "what a delegate does is not known";
        if (definition.IsInterface && definition.Assembly.Origin.IsFramework)
            return $"{type} may be anything";
        if (definition.IsValueType)
            return Fields(type, definition, mustBeReadOnly: false);

        string? own = definition.IsInterface ? null : Fields(type, definition, mustBeReadOnly: true) ?? Base(definition);
        return own ?? (exact || definition.IsSealed ? null : Derived(definition));
    }

    private string? Fields(IlType type, IlTypeDefinition definition, bool mustBeReadOnly)
    {
        foreach (IlField field in definition.Fields.Where(field => !field.IsStatic))
        {
            if (mustBeReadOnly && !field.IsReadOnly)
                return $"{definition.Name}.{field.MemberName} can be assigned";
            if (Obstacle(field.Type.Substitute(type.Arguments)) is string obstacle)
                return $"{definition.Name}.{field.MemberName}: {obstacle}";
        }

        return null;
    }

    private string? Base(IlTypeDefinition definition) =>
        definition.BaseType is { } parent && parent.Name != "System.Object" ? Obstacle(parent, exact: true) : null;

    private string? Derived(IlTypeDefinition definition)
    {
        // Of a type of .NET itself, .NET itself may have derived others.
        if (definition.Assembly.Origin.IsFramework)
            return $"{definition.Name} may be a type derived from it";
        return world.DerivedFrom(definition).Select(derived => Obstacle(derived.AsType)).FirstOrDefault(obstacle => obstacle is not null);
    }
}
