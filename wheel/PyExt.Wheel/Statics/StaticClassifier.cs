namespace PyExt.Wheel.Statics;

/// <summary>Decides for each static field whether interpreters may share it.</summary>
internal sealed class StaticClassifier
{
    private const string ProcessShared = "PyExt.ProcessSharedAttribute";

    private readonly Immutability _immutability;
    private readonly StaticFlows _flows;
    private readonly StaticUses _uses;
    private readonly Dictionary<IlField, StaticField> _decided = [];

    /// <summary>Classifies fields.</summary>
    /// <param name="world">The assemblies that were compiled.</param>
    /// <param name="fields">The fields that are in the module, those of .NET itself included.</param>
    public StaticClassifier(IlWorld world, IEnumerable<IlField> fields)
    {
        _immutability = new Immutability(world);
        _flows = new StaticFlows(world, _immutability);
        List<IlField> all = [.. fields];
        HashSet<IlField> open = [.. all.Where(field => !DecideByDeclaration(field))];
        _uses = new StaticUses(_flows, open);
        open.RemoveWhere(DecideByAssignment);
        DecideByValue(open);
        DecideByUse(open);
        Fields = [.. all.Select(field => _decided[field])];
    }

    /// <summary>The fields with what was decided.</summary>
    public IReadOnlyList<StaticField> Fields { get; }

    private bool DecideByDeclaration(IlField field)
    {
        if (field.DeclaringType.Assembly.Origin.IsFramework)
            return Decide(field, StaticClass.Framework, ".NET itself: its static members are documented to be safe for any thread");
        if (field.AttributeText(ProcessShared) is string reason)
            return Decide(field, StaticClass.Declared, reason);
        if (field.IsThreadStatic)
            return Decide(field, StaticClass.Unknown, "one for each thread, and a thread may serve several interpreters");
        if (IsGeneratedCache(field))
            return Settle(field, StaticClass.Immutable, "the parameters of a function, made at first use, the same each time");
        return IsCompilerCache(field) && Settle(field, StaticClass.Immutable, "a delegate or a table that the compiler makes at first use, the same each time");
    }

    private static bool IsGeneratedCache(IlField field) =>
        field.Type.Name == "PyExt.Interop.PySignature" && field.DeclaringType.Name.StartsWith("PyExt.Generated.", StringComparison.Ordinal);

    // Lambdas and method groups that capture nothing, and the tables behind constant arrays.
    private static bool IsCompilerCache(IlField field)
    {
        string type = field.DeclaringType.SimpleName;
        if (type.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal))
            return true;
        bool isCache = type.StartsWith("<>c", StringComparison.Ordinal) || type.StartsWith("<>O", StringComparison.Ordinal);
        return isCache && !type.StartsWith("<>c__DisplayClass", StringComparison.Ordinal) && field.Name.StartsWith('<');
    }

    private bool DecideByAssignment(IlField field) =>
        _uses.AssignedIn(field) is { } method && Decide(field, StaticClass.Unknown, $"assigned in {method}");

    /// <summary>Decides the fields whose type, or whose objects as the class constructor makes them, cannot change.</summary>
    private void DecideByValue(HashSet<IlField> open)
    {
        open.RemoveWhere(field => _immutability.IsImmutable(field.Type) && Settle(field, StaticClass.Immutable, $"{(field.IsReadOnly ? "readonly" : "never assigned again")}, of an immutable type"));
        open.RemoveWhere(field => Immutability.IsThreadSafe(field.Type, exact: false) && Settle(field, StaticClass.ThreadSafe, "readonly, of a type that any thread may use"));

        // One field's object may be immutable because another's is.
        bool isNew = true;
        while (isNew)
        {
            _flows.Forget();
            isNew = open.RemoveWhere(DecideByAssignedValue) > 0;
        }

        foreach (IlField field in open)
            _flows.StartFollowing(field, Constructor(field) is { } constructor && constructor.Assigned.TryGetValue(field, out List<FlowValue>? values) && values is [{ IsExact: true, Type: not null }] ? values[0].Type : null);
        _flows.Forget();
    }

    private bool DecideByAssignedValue(IlField field)
    {
        if (Constructor(field) is not { } constructor || !constructor.Assigned.TryGetValue(field, out List<FlowValue>? values))
            return _uses.UsersOf(field).All(user => !user.IsClassConstructor) && Settle(field, StaticClass.Immutable, "never assigned");
        if (values.Exists(value => value.Node is not null))
            return false;
        return values.Exists(value => value.Type is not null && Immutability.IsThreadSafe(value.Type, value.IsExact))
            ? Settle(field, StaticClass.ThreadSafe, "readonly, an object that any thread may use")
            : Settle(field, StaticClass.Immutable, "assigned once, with an immutable object");
    }

    private MethodFlow? Constructor(IlField field) =>
        field.DeclaringType.Methods.FirstOrDefault(method => method.IsClassConstructor) is { } constructor ? _flows.Follow(constructor) : null;

    /// <summary>Decides the fields whose objects could change, by whether anything changes them.</summary>
    private void DecideByUse(HashSet<IlField> open)
    {
        Dictionary<IlField, FlowNode> groups = open.ToDictionary(field => field, field => new FlowNode().Add(field));
        HashSet<IlMethod> seen = [];
        Queue<IlMethod> waiting = new(open.SelectMany(_uses.UsersOf).Distinct());
        while (waiting.TryDequeue(out IlMethod? method))
        {
            if (!seen.Add(method))
                continue;
            if (_flows.Follow(method) is not { } flow)
            {
                foreach (IlField field in open.Where(field => _uses.UsersOf(field).Contains(method)))
                    groups[field].Add(new FlowIssue(IsWrite: false, $"cannot be followed in {method}"));
                continue;
            }

            foreach (FlowNode group in flow.Groups.Where(group => group.Fields.Count > 0))
            {
                Collect(method, group, groups);
                if (group.IsReturned && !_uses.IsCalledOutOfSight(method))
                    _uses.CallersOf(method).ToList().ForEach(waiting.Enqueue);
            }
        }

        foreach (IlField field in open)
        {
            IReadOnlySet<FlowIssue> issues = groups[field].Issues;
            if (issues.Count == 0)
                Decide(field, StaticClass.Immutable, "filled by the class constructor, only read afterwards");
            else
                Decide(field, StaticClass.Unknown, issues.OrderByDescending(issue => issue.IsWrite).ThenByDescending(issue => issue.Text.Contains(field.DeclaringType.Name, StringComparison.Ordinal)).ThenBy(issue => issue.Text, StringComparer.Ordinal).First().Text);
        }
    }

    private void Collect(IlMethod method, FlowNode group, Dictionary<IlField, FlowNode> groups)
    {
        FlowNode all = group.Fields.Select(field => groups[field]).Aggregate((first, second) => first.Join(second)).Root;
        bool isConstruction = method.IsClassConstructor && group.Fields.All(field => field.DeclaringType == method.DeclaringType);
        foreach (FlowIssue issue in group.Issues.Where(issue => !(isConstruction && issue.IsWrite)))
            all.Add(issue);
        if (group.Parameters.Count > 0)
            all.Add(new FlowIssue(IsWrite: false, $"is put into what {method} was given"));
        if (group.IsReturned && _uses.IsCalledOutOfSight(method))
            all.Add(new FlowIssue(IsWrite: false, $"is returned by {method}"));
    }

    private bool Settle(IlField field, StaticClass decision, string detail)
    {
        _flows.Settle(field);
        return Decide(field, decision, detail);
    }

    private bool Decide(IlField field, StaticClass decision, string detail)
    {
        _decided.Add(field, new StaticField(field, decision, detail));
        return true;
    }
}
