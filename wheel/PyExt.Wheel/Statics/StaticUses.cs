using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <summary>Where the program touches static fields: one look at every instruction of every assembly that is not part of .NET.</summary>
internal sealed class StaticUses
{
    private readonly Dictionary<IlField, List<IlMethod>> _users = [];
    private readonly Dictionary<IlField, IlMethod> _assignedIn = [];
    private readonly Dictionary<IlMethod, List<IlMethod>> _callers = [];
    private readonly HashSet<IlMethod> _bound = [];

    /// <summary>Looks.</summary>
    /// <param name="flows">Knows what tokens stand for.</param>
    /// <param name="fields">The fields of interest.</param>
    public StaticUses(StaticFlows flows, IReadOnlySet<IlField> fields)
    {
        foreach (IlMethod method in flows.World.Examined.SelectMany(assembly => assembly.Types).SelectMany(type => type.Methods))
        {
            if (method.Body is MethodBodyBlock body)
                Look(flows.Tokens(method.DeclaringType.Assembly), method, body, fields);
        }
    }

    /// <summary>The methods that touch a field.</summary>
    public IReadOnlyList<IlMethod> UsersOf(IlField field) => _users.GetValueOrDefault(field) ?? [];

    /// <summary>The methods that call a method.</summary>
    public IReadOnlyList<IlMethod> CallersOf(IlMethod method) => _callers.GetValueOrDefault(method) ?? [];

    /// <summary>A method other than the class constructor that assigns a field, or null.</summary>
    public IlMethod? AssignedIn(IlField field) => _assignedIn.GetValueOrDefault(field);

    /// <summary>Whether a method may be called where no call to it is seen.</summary>
    public bool IsCalledOutOfSight(IlMethod method) => _bound.Contains(method) || method.IsVirtual;

    private void Look(IlTokens tokens, IlMethod method, MethodBodyBlock body, IReadOnlySet<IlField> fields)
    {
        foreach (IlInstruction instruction in IlInstruction.Decode(body))
        {
            switch (instruction.Op)
            {
                case ILOpCode.Ldsfld or ILOpCode.Stsfld or ILOpCode.Ldsflda:
                    if (tokens.Field(instruction.Operand).Definition is { } field && fields.Contains(field))
                        Touch(method, field, isAssignment: instruction.Op == ILOpCode.Stsfld || (instruction.Op == ILOpCode.Ldsflda && !field.IsReadOnly));
                    break;
                case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj:
                    if (tokens.Method(instruction.Operand).Definition is { } callee)
                        Add(_callers, callee, method);
                    break;
                case ILOpCode.Ldftn or ILOpCode.Ldvirtftn:
                    if (tokens.Method(instruction.Operand).Definition is { } bound)
                        _bound.Add(bound);
                    break;
                default:
                    break;
            }
        }
    }

    private void Touch(IlMethod method, IlField field, bool isAssignment)
    {
        Add(_users, field, method);
        if (isAssignment && !(method.IsClassConstructor && method.DeclaringType == field.DeclaringType))
            _assignedIn.TryAdd(field, method);
    }

    private static void Add<TKey>(Dictionary<TKey, List<IlMethod>> lists, TKey key, IlMethod method)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<IlMethod>? list))
            lists.Add(key, list = []);
        if (list.Count == 0 || list[^1] != method)
            list.Add(method);
    }
}
