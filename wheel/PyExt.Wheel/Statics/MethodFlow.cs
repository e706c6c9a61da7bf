using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <summary>
/// Follows objects through one method: which of those that static fields and parameters lead to are changed, are put where they cannot be followed, or are returned. Errs on the side
/// of joining too much: locals have one content for the whole method, and branches only add.
/// </summary>
internal sealed partial class MethodFlow
{
    private const int MaximumRounds = 16;

    private readonly StaticFlows _flows;
    private readonly IlMethod _method;
    private readonly IlTokens _tokens;
    private readonly FlowNode _returned = new() { IsReturned = true };
    private readonly Dictionary<IlField, FlowNode> _fields = [];
    private readonly Dictionary<int, FlowNode> _made = [];
    private readonly Dictionary<int, FlowValue[]> _atTarget = [];
    private readonly FlowValue[] _arguments;
    private readonly FlowValue[] _locals;
    private readonly FlowNode[] _argumentNodes;
    private readonly FlowNode[] _localNodes;
    private List<FlowValue> _stack = [];
    private bool _isBroken;

    /// <summary>Prepares to follow a method that has a body.</summary>
    public MethodFlow(StaticFlows flows, IlMethod method, MethodBodyBlock body)
    {
        _flows = flows;
        _method = method;
        _tokens = flows.Tokens(method.DeclaringType.Assembly);

        List<IlType> parameters = [.. method.Signature.ParameterTypes];
        if (method.Signature.Header.IsInstance)
            parameters.Insert(0, method.DeclaringType.IsValueType ? new IlType { Kind = IlTypeKind.ByRef, Element = method.DeclaringType.AsType } : method.DeclaringType.AsType);
        _argumentNodes = [.. parameters.Select((_, index) => new FlowNode().Add(index))];
        _arguments = [.. parameters.Select((type, index) => Value(type, () => _argumentNodes[index]) with { Parameter = index })];

        List<IlType> locals = body.LocalSignature.IsNil
            ? []
            : [.. method.DeclaringType.Assembly.Reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(method.DeclaringType.Assembly.Signatures, null)];
        _localNodes = [.. locals.Select(_ => new FlowNode())];
        _locals = [.. locals.Select(type => new FlowValue(type) { IsNull = true })];
        LocalTypes = locals;
        ArgumentTypes = parameters;
        List<IlInstruction> instructions = IlInstruction.Decode(body);
        HashSet<int> handlers = [.. body.ExceptionRegions.SelectMany(region => new[] { region.HandlerOffset, region.FilterOffset })];
        Run(instructions, handlers);
    }

    /// <summary>The groups of objects that parameters, static fields or the result lead to.</summary>
    public IEnumerable<FlowNode> Groups => _fields.Values.Concat(_argumentNodes).Append(_returned).Select(node => node.Root).Distinct();

    /// <summary>What the method assigns to static fields.</summary>
    public Dictionary<IlField, List<FlowValue>> Assigned { get; } = [];

    /// <summary>The parameters that the method writes to: to the object itself, or to what a reference refers to.</summary>
    public HashSet<int> WrittenParameters { get; } = [];

    /// <summary>The group of the result.</summary>
    public FlowNode Returned => _returned.Root;

    /// <summary>The group of an argument.</summary>
    public FlowNode Argument(int index) => _argumentNodes[index].Root;

    private List<IlType> LocalTypes { get; }

    private List<IlType> ArgumentTypes { get; }

    // Again until nothing new is found: what a loop does at its end reaches what it does at its start.
    private void Run(List<IlInstruction> instructions, HashSet<int> handlers)
    {
        int found = -1;
        for (int round = 0; round < MaximumRounds; round++)
        {
            _stack = [];
            _isBroken = false;
            Assigned.Clear();
            foreach (IlInstruction instruction in instructions)
                Step(instruction, handlers);
            int known = Found();
            if (known == found && !_isBroken)
                return;
            found = known;
        }

        foreach (FlowNode group in Groups)
            Happens(group, isWrite: false, "cannot be followed");
    }

    private int Found()
    {
        List<FlowNode> nodes = [.. _fields.Values, .. _made.Values, .. _argumentNodes, .. _localNodes, _returned];
        HashSet<FlowNode> groups = [.. nodes.Select(node => node.Root)];
        return nodes.Count - groups.Count + groups.Sum(group => group.Issues.Count) + _locals.Count(local => local.Node is not null) + _fields.Count + _made.Count;
    }

    private void Step(IlInstruction instruction, HashSet<int> handlers)
    {
        if (handlers.Contains(instruction.Offset))
            _stack = [new FlowValue(null, Unknown(instruction.Offset, "a caught exception"))];
        if (_atTarget.TryGetValue(instruction.Offset, out FlowValue[]? waiting))
            _stack = Merge(_stack, waiting);

        if (instruction.Op == ILOpCode.Switch)
            Pop();
        else
            Execute(instruction);

        OperandType operands = instruction.Code.OperandType;
        if (operands is OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget)
            Jump(instruction.Operand, instruction.Op is ILOpCode.Leave or ILOpCode.Leave_s ? [] : [.. _stack]);
        foreach (int target in instruction.Targets ?? [])
            Jump(target, [.. _stack]);
        if (instruction.Code.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            _stack = [];
    }

    private void Jump(int target, FlowValue[] stack) =>
        _atTarget[target] = _atTarget.TryGetValue(target, out FlowValue[]? known) ? [.. Merge([.. known], stack)] : stack;

    private static List<FlowValue> Merge(List<FlowValue> stack, FlowValue[] other)
    {
        if (stack.Count == 0)
            return [.. other];
        for (int i = 0; i < Math.Min(stack.Count, other.Length); i++)
            stack[i] = stack[i].Or(other[i]);
        return stack;
    }

    private void Execute(IlInstruction instruction)
    {
        switch (instruction.Op)
        {
            case ILOpCode.Ldnull:
                Push(new FlowValue { IsNull = true });
                break;
            case ILOpCode.Ldc_i4_0:
                Push(new FlowValue { IsZero = true });
                break;
            case ILOpCode.Ldstr:
                Push(default);
                break;
            case ILOpCode.Dup:
                Push(_stack.Count > 0 ? _stack[^1] : default);
                break;
            case >= ILOpCode.Ldarg_0 and <= ILOpCode.Ldarg_3:
                Push(_arguments[instruction.Op - ILOpCode.Ldarg_0]);
                break;
            case ILOpCode.Ldarg or ILOpCode.Ldarg_s:
                Push(_arguments[instruction.Operand]);
                break;
            case ILOpCode.Ldarga or ILOpCode.Ldarga_s:
                Push(_arguments[instruction.Operand] with { IsLocalAddress = true, IsExact = false, Parameter = null });
                break;
            case ILOpCode.Starg or ILOpCode.Starg_s:
                _argumentNodes[instruction.Operand].Join(Pop().Node);
                _arguments[instruction.Operand] = Value(ArgumentTypes[instruction.Operand], () => _argumentNodes[instruction.Operand]);
                break;
            case >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3:
                Push(_locals[instruction.Op - ILOpCode.Ldloc_0]);
                break;
            case ILOpCode.Ldloc or ILOpCode.Ldloc_s:
                Push(_locals[instruction.Operand]);
                break;
            case >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3:
                Store(instruction.Op - ILOpCode.Stloc_0);
                break;
            case ILOpCode.Stloc or ILOpCode.Stloc_s:
                Store(instruction.Operand);
                break;
            case ILOpCode.Ldloca or ILOpCode.Ldloca_s:
                PushAddressOfLocal(instruction.Operand);
                break;
            case ILOpCode.Ret:
                if (!IsVoid(_method.Signature.ReturnType))
                    _returned.Join(Pop().Node);
                break;
            case ILOpCode.Throw:
                Happens(Pop().Node, isWrite: false, "is thrown");
                break;
            case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj:
                Call(instruction);
                break;
            case ILOpCode.Initobj:
                Write(Pop(), "is cleared");
                break;
            default:
                ExecuteAccess(instruction);
                break;
        }
    }

    private void Store(int local)
    {
        FlowValue value = Pop();
        _localNodes[local].Join(value.Node);
        FlowValue known = _locals[local].IsNull && _locals[local].Node is null ? value : _locals[local].Or(value);
        FlowNode? node = value.Node is null && _locals[local].Node is null ? null : _localNodes[local].Root;
        _locals[local] = known with { Type = known.Type ?? LocalTypes[local], Node = node };
    }

    private void PushAddressOfLocal(int local)
    {
        FlowValue value = Value(LocalTypes[local], () => _localNodes[local]);
        // What the address is passed to may assign the local.
        _locals[local] = value;
        Push(value with { IsLocalAddress = true });
    }

    /// <summary>Pushes what is found inside something.</summary>
    private void Part(FlowValue whole, IlType? type, IlInstruction instruction, bool isAddress)
    {
        if (!isAddress && type is not null && _flows.Immutability.IsImmutable(type))
        {
            Push(new FlowValue(type));
            return;
        }

        FlowNode? node = whole.Node;
        if (node is null && !(isAddress && type is not null && _flows.Immutability.IsImmutable(type)) && !whole.IsNull)
            node = Unknown(instruction.Offset, $"a part of {whole.Type?.ToString() ?? "an object"}");
        Push(new FlowValue(type, node) { IsLocalAddress = isAddress && whole.IsLocalAddress, Parameter = isAddress ? whole.Parameter : null, IsFresh = isAddress && whole.IsFresh });
    }

    private void Put(FlowValue value, FlowValue target, string text)
    {
        Write(target, text);
        if (value.Node is not null && target.Node is null)
            Happens(value.Node, isWrite: false, "is stored in an object that cannot be followed");
        target.Node?.Join(value.Node);
    }

    private void Write(FlowValue target, string text)
    {
        // A local and a new object are the method's own, whatever they lead to. What it was given, its caller knows.
        if (target.Parameter is int parameter)
            WrittenParameters.Add(parameter);
        else if (!target.IsLocalAddress && !target.IsFresh)
            Happens(target.Node, isWrite: true, text);
    }

    private void Cast(FlowValue value, IlType type)
    {
        if (value.Node is null || _flows.Immutability.IsImmutable(type))
            Push(new FlowValue(type) { IsNull = value.IsNull });
        else
            Push(value.IsExact ? value : value with { Type = type });
    }

    private void Happens(FlowNode? node, bool isWrite, string text) => node?.Add(new FlowIssue(isWrite, $"{text} in {_method}"));

    private FlowNode Node(IlField field)
    {
        if (!_fields.TryGetValue(field, out FlowNode? node))
            _fields.Add(field, node = new FlowNode().Add(field));
        return node.Root;
    }

    private FlowValue Value(IlType type, Func<FlowNode> node) => type.Kind == IlTypeKind.ByRef
        ? new FlowValue(type.Element, node().Root)
        : new FlowValue(type, _flows.Immutability.IsImmutable(type) ? null : node().Root);

    private FlowValue Made(IlType type, int offset)
    {
        if (_flows.Immutability.IsImmutable(type, exact: true) || Immutability.IsThreadSafe(type, exact: true))
            return new FlowValue(type) { IsExact = true };
        if (!_made.TryGetValue(offset, out FlowNode? node))
            _made.Add(offset, node = new FlowNode());
        return new FlowValue(type, node.Root) { IsExact = true, IsFresh = true };
    }

    private FlowNode Unknown(int offset, string origin)
    {
        if (!_made.TryGetValue(~offset, out FlowNode? node))
        {
            _made.Add(~offset, node = new FlowNode());
            Happens(node, isWrite: false, $"may be what {origin} also leads to,");
        }

        return node.Root;
    }

    private void Push(FlowValue value) => _stack.Add(value with { Node = value.Node?.Root });

    private FlowValue Pop()
    {
        if (_stack.Count == 0)
        {
            _isBroken = true;
            return default;
        }

        FlowValue value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value with { Node = value.Node?.Root };
    }

    private void Drop(int count)
    {
        for (int i = 0; i < count; i++)
            Pop();
    }

    private static bool IsVoid(IlType type) => type.Name == "System.Void";
}
