using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <summary>Follows static fields through the whole program.</summary>
/// <param name="world">The assemblies that were compiled.</param>
/// <param name="immutability">Judges types.</param>
internal sealed class StaticFlows(IlWorld world, Immutability immutability)
{
    private const int MaximumDepth = 24;

    private readonly Dictionary<IlAssembly, IlTokens> _tokens = [];
    private readonly Dictionary<IlMethod, MethodFlow?> _known = [];
    private readonly HashSet<IlField> _immutable = [];
    private readonly Dictionary<IlField, IlType?> _followed = [];
    private int _depth;

    /// <summary>The assemblies that were compiled.</summary>
    public IlWorld World => world;

    /// <summary>Judges types.</summary>
    public Immutability Immutability => immutability;

    /// <summary>What the tokens of an assembly stand for.</summary>
    public IlTokens Tokens(IlAssembly assembly)
    {
        if (!_tokens.TryGetValue(assembly, out IlTokens? tokens))
            _tokens.Add(assembly, tokens = new IlTokens(assembly));
        return tokens;
    }

    /// <summary>A field has been found to hold nothing that can change.</summary>
    public void Settle(IlField field) => _immutable.Add(field);

    /// <summary>A field is to be followed.</summary>
    /// <param name="field">The field.</param>
    /// <param name="type">The type of the object it holds, where it is known better than the field's own.</param>
    public void StartFollowing(IlField field, IlType? type) => _followed[field] = type;

    /// <summary>Forgets what was found about methods: what is known of fields has changed.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Whether a field holds nothing that can change.</summary>
    public bool IsImmutable(IlField field) => _immutable.Contains(field);

    /// <summary>Whether a field is followed.</summary>
    public bool IsFollowed(IlField field) => _followed.ContainsKey(field);

    /// <summary>The type of the object in a followed field, where it is known better than the field's own.</summary>
    public IlType? TypeOf(IlField field) => _followed.GetValueOrDefault(field);

    /// <summary>Follows objects through a method; null when there is nothing to follow them through, or it would lead in a circle or too deep.</summary>
    public MethodFlow? Follow(IlMethod method)
    {
        if (_known.TryGetValue(method, out MethodFlow? known))
            return known;
        if (_depth >= MaximumDepth || method.Body is not MethodBodyBlock body)
            return null;
        // A method that calls itself, in whatever way, finds nothing.
        _known.Add(method, null);
        _depth++;
        MethodFlow flow = new(this, method, body);
        _depth--;
        _known[method] = flow;
        return flow;
    }
}
