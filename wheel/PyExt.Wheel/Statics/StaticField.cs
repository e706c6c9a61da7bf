namespace PyExt.Wheel.Statics;

/// <summary>What is known of a static field.</summary>
internal enum StaticClass
{
    /// <summary>It cannot change after its class constructor has run.</summary>
    Immutable,

    /// <summary>It changes, but only synchronises: no interpreter sees through it what another did.</summary>
    ThreadSafe,

    /// <summary>It belongs to .NET itself.</summary>
    Framework,

    /// <summary>Its author has declared it with <c>[ProcessShared]</c>.</summary>
    Declared,

    /// <summary>The project lists it in a <c>PySharedStatic</c> item.</summary>
    Listed,

    /// <summary>None of these: every interpreter would share what can change.</summary>
    Unknown,
}

/// <summary>A static field that is in the module.</summary>
internal sealed class StaticField
{
    public StaticField(IlField field, StaticClass decision, string detail)
    {
        Assembly = field.DeclaringType.Assembly.Name;
        Origin = field.DeclaringType.Assembly.Origin;
        DeclaringType = field.DeclaringType.Name;
        Name = field.MemberName;
        FieldName = field.Name;
        FieldType = field.Type.ToString();
        Class = decision;
        Detail = detail;
    }

    private StaticField(StaticField other, StaticClass decision, string detail)
    {
        (Assembly, Origin, DeclaringType, Name, FieldName, FieldType) = (other.Assembly, other.Origin, other.DeclaringType, other.Name, other.FieldName, other.FieldType);
        (Class, Detail) = (decision, detail);
    }

    /// <summary>The name of the assembly.</summary>
    public string Assembly { get; }

    /// <summary>Where the assembly comes from.</summary>
    public CompiledAssembly Origin { get; }

    /// <summary>The full name of the type that declares it.</summary>
    public string DeclaringType { get; }

    /// <summary>The name of the field, or of the property it stands behind.</summary>
    public string Name { get; }

    /// <summary>The name of the field in the assembly.</summary>
    public string FieldName { get; }

    /// <summary>The type of the field.</summary>
    public string FieldType { get; }

    /// <summary>What is known of it.</summary>
    public StaticClass Class { get; }

    /// <summary>Why, in words.</summary>
    public string Detail { get; }

    /// <summary>The same field, listed by the project.</summary>
    /// <param name="reason">The reason it gives.</param>
    public StaticField Listed(string reason) => new(this, StaticClass.Listed, reason);
}
