namespace PyExt.Wheel.Statics;

/// <summary>Something that happens to an object which static fields may lead to.</summary>
/// <param name="IsWrite">Whether it is changed; otherwise it gets where it cannot be followed.</param>
/// <param name="Text">What happens, in words.</param>
internal readonly record struct FlowIssue(bool IsWrite, string Text);

/// <summary>
/// Objects that may lead to each other, in one method: what happens to one of them may happen to any. Found by assignment: whatever is stored in something, taken out of it or may
/// be the same as it belongs to one group.
/// </summary>
internal sealed class FlowNode
{
    private FlowNode? _joined;
    private readonly HashSet<IlField> _fields = [];
    private readonly HashSet<int> _parameters = [];
    private readonly HashSet<FlowIssue> _issues = [];
    private bool _isReturned;

    /// <summary>The static fields that lead here.</summary>
    public IReadOnlySet<IlField> Fields => Root._fields;

    /// <summary>The parameters that lead here; -1 is what a constructor makes.</summary>
    public IReadOnlySet<int> Parameters => Root._parameters;

    /// <summary>What happens to the group.</summary>
    public IReadOnlySet<FlowIssue> Issues => Root._issues;

    /// <summary>Whether the method returns it.</summary>
    public bool IsReturned
    {
        get => Root._isReturned;
        set => Root._isReturned = value;
    }

    /// <summary>What stands for the whole group.</summary>
    public FlowNode Root
    {
        get
        {
            FlowNode root = this;
            while (root._joined is not null)
                root = root._joined;
            return root;
        }
    }

    /// <summary>A static field leads here.</summary>
    public FlowNode Add(IlField field)
    {
        Root._fields.Add(field);
        return this;
    }

    /// <summary>A parameter leads here.</summary>
    public FlowNode Add(int parameter)
    {
        Root._parameters.Add(parameter);
        return this;
    }

    /// <summary>Something happens here.</summary>
    public FlowNode Add(FlowIssue issue)
    {
        Root._issues.Add(issue);
        return this;
    }

    /// <summary>Makes one group of two.</summary>
    /// <param name="other">The other; null changes nothing.</param>
    /// <returns>The group.</returns>
    public FlowNode Join(FlowNode? other)
    {
        FlowNode root = Root;
        FlowNode? added = other?.Root;
        if (added is null || added == root)
            return root;
        root._fields.UnionWith(added._fields);
        root._parameters.UnionWith(added._parameters);
        root._issues.UnionWith(added._issues);
        root._isReturned |= added._isReturned;
        added._joined = root;
        return root;
    }
}

/// <summary>What is on the stack, in a local or in an argument.</summary>
/// <param name="Type">Its type as far as it is known; that of the location when it is an address.</param>
/// <param name="Node">The objects it leads to; null when nothing it leads to can change.</param>
internal readonly record struct FlowValue(IlType? Type = null, FlowNode? Node = null)
{
    /// <summary>Whether the object is of this very type.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether it is the address of a local or of an argument.</summary>
    public bool IsLocalAddress { get; init; }

    /// <summary>The parameter that it is, or whose inside it is an address of; null when it is none.</summary>
    public int? Parameter { get; init; }

    /// <summary>Whether it was made by the method itself, or is an address inside of what was.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Whether it is the number 0.</summary>
    public bool IsZero { get; init; }

    /// <summary>Whether it is null.</summary>
    public bool IsNull { get; init; }

    /// <summary>What is known of a value that is this one or another.</summary>
    public FlowValue Or(FlowValue other)
    {
        if (IsNull)
            return other;
        if (other.IsNull)
            return this;
        bool same = Type is not null && other.Type is not null && Type.ToString() == other.Type.ToString();
        return new FlowValue(same ? Type : null, Node?.Join(other.Node) ?? other.Node?.Root)
        {
            IsExact = same && IsExact && other.IsExact,
            IsLocalAddress = IsLocalAddress && other.IsLocalAddress,
            Parameter = Parameter == other.Parameter ? Parameter : null,
            IsFresh = IsFresh && other.IsFresh,
        };
    }
}
