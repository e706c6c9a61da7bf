using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <content>What a call does to the objects it is given, and what it gives back.</content>
internal sealed partial class MethodFlow
{
    private void Call(IlInstruction instruction)
    {
        MethodTarget target = _tokens.Method(instruction.Operand);
        bool isNew = instruction.Op == ILOpCode.Newobj;
        FlowValue[] arguments = new FlowValue[target.Parameters.Count + (target.IsInstance && !isNew ? 1 : 0)];
        for (int i = arguments.Length - 1; i >= 0; i--)
            arguments[i] = Pop();

        if (isNew)
        {
            FlowValue made = IsDelegate(target) ? Bind(target, arguments[0], instruction) : Made(target.DeclaringType, instruction.Offset);
            Pass(target, [made, .. arguments], made, instruction);
            Push(made);
            return;
        }

        FlowValue result = Result(target, arguments, instruction);
        Pass(target, arguments, result, instruction);
        if (!IsVoid(target.ReturnType))
            Push(result);
    }

    // A delegate is as immutable as the object it is bound to.
    private FlowValue Bind(MethodTarget target, FlowValue bound, IlInstruction instruction) =>
        bound.Node is null ? new FlowValue(target.DeclaringType) { IsExact = true } : Made(target.DeclaringType, instruction.Offset);

    private static bool IsDelegate(MethodTarget target) => IlWorld.Resolve(target.DeclaringType)?.IsDelegate == true;

    private FlowValue Result(MethodTarget target, FlowValue[] arguments, IlInstruction instruction)
    {
        IlType type = target.ReturnType;
        if (IsVoid(type))
            return default;
        bool isAddress = type.Kind == IlTypeKind.ByRef;
        if (FrameworkCalls.IsEmpty(target))
            return new FlowValue(type) { IsExact = true };
        if (!isAddress && (_flows.Immutability.IsImmutable(type) || Immutability.IsThreadSafe(type, exact: false)))
            return new FlowValue(type);

        bool isGiven = arguments.Any(argument => argument.Node is not null);
        bool isKnown = target.Definition is not null || isGiven || FrameworkCalls.IsNew(type);
        if (isKnown && !_made.ContainsKey(instruction.Offset))
            _made.Add(instruction.Offset, new FlowNode());
        return new FlowValue(isAddress ? type.Element : type, isKnown ? _made[instruction.Offset].Root : Unknown(instruction.Offset, target.ToString()));
    }

    private void Pass(MethodTarget target, FlowValue[] arguments, FlowValue result, IlInstruction instruction)
    {
        if (arguments.All(argument => argument.Node is null) && target.Definition is null)
            return;
        if (target.Definition is { } definition)
        {
            foreach (IlMethod? method in Candidates(definition, arguments, instruction.Op))
                PassTo(method, arguments, result);
            return;
        }

        switch (Effect(target, arguments, instruction.Op))
        {
            case CallEffect.Reads:
                JoinAll(arguments, result);
                break;
            case CallEffect.Writes:
                foreach (FlowValue argument in arguments)
                    Write(argument, $"is changed by {target}");
                JoinAll(arguments, result with { Node = result.Node ?? arguments.First(argument => argument.Node is not null).Node });
                break;
            default:
                foreach (FlowValue argument in arguments)
                    Happens(argument.Node, isWrite: false, $"is passed to {target}");
                result.Node?.Join(arguments.First(argument => argument.Node is not null).Node);
                break;
        }
    }

    private static void JoinAll(FlowValue[] arguments, FlowValue result)
    {
        FlowNode? group = result.Node ?? Array.Find(arguments, argument => argument.IsLocalAddress).Node;
        if (group is null)
            return;
        foreach (FlowValue argument in arguments)
            group.Join(argument.Node);
    }

    private CallEffect Effect(MethodTarget target, FlowValue[] arguments, ILOpCode op)
    {
        // What a constructor of .NET itself keeps, the new object leads to.
        bool isFirst = op == ILOpCode.Newobj && arguments.Skip(1).All(argument => argument.Node is null);
        if (isFirst || (op == ILOpCode.Newobj && (FrameworkCalls.IsNew(target.DeclaringType) || IsDelegate(target))))
            return CallEffect.Reads;
        CallEffect effect = FrameworkCalls.Effect(target);
        if (effect == CallEffect.Unknown)
            return effect;

        // An interface, or a method that any class overrides, is believed only of objects of .NET itself.
        bool isOpen = target.IsInstance && (FrameworkCalls.IsInterface(target.DeclaringType) || (target.DeclaringType.Name == "System.Object" && target.Name is not (".ctor" or "GetType")));
        if (isOpen && !IsOfFramework(arguments[0].Type))
            return CallEffect.Unknown;

        // Code of this program gets the elements in its hands.
        bool callsBack = target.Parameters.Any(parameter => IlWorld.Resolve(parameter)?.IsDelegate == true);
        return callsBack && !arguments.All(argument => argument.Node is null || HasImmutableElements(argument.Type)) ? CallEffect.Unknown : effect;
    }

    private static bool IsOfFramework(IlType? type) => type?.Kind == IlTypeKind.Array
        || (type is not null && IlWorld.Resolve(type) is { IsInterface: false, Assembly.Origin.IsFramework: true } && type.Name != "System.Object");

    private bool HasImmutableElements(IlType? type) => type switch
    {
        { Kind: IlTypeKind.Array } => _flows.Immutability.IsImmutable(type.Element!),
        { Arguments.Count: > 0 } => type.Arguments.All(argument => _flows.Immutability.IsImmutable(argument)),
        _ => false,
    };

    /// <summary>The methods that a call may reach; none known means that all it is given goes out of sight.</summary>
    private List<IlMethod?> Candidates(IlMethod method, FlowValue[] arguments, ILOpCode op)
    {
        if (op != ILOpCode.Callvirt || method.IsFinal || !method.IsVirtual)
            return [method];
        if (method.DeclaringType.IsInterface)
            return [null];

        // No code but this program's can override it.
        List<IlMethod?> candidates = [method];
        Queue<IlTypeDefinition> types = new([method.DeclaringType]);
        while (types.TryDequeue(out IlTypeDefinition? type))
        {
            foreach (IlTypeDefinition derived in _flows.World.DerivedFrom(type))
            {
                types.Enqueue(derived);
                // In a generic hierarchy the signatures differ by what the type arguments are.
                candidates.AddRange(derived.Methods.Where(other => other.Name == method.Name && other.IsVirtual && other.ArgumentCount == method.ArgumentCount));
            }
        }

        return candidates;
    }

    private void PassTo(IlMethod? method, FlowValue[] arguments, FlowValue result)
    {
        MethodFlow? callee = method is null ? null : _flows.Follow(method);
        if (callee is null)
        {
            if (method is { IsAbstract: true })
                return;
            foreach (FlowValue argument in arguments)
                Happens(argument.Node, isWrite: false, $"is passed to {method?.ToString() ?? "an interface"}");
            Happens(result.Node, isWrite: false, $"comes from {method?.ToString() ?? "an interface"}");
            return;
        }

        foreach (int index in callee.WrittenParameters.Where(index => index < arguments.Length))
            Write(arguments[index], $"is changed by {method}");

        foreach (FlowNode group in callee.Groups)
        {
            List<FlowNode?> joined = [.. group.Parameters.Where(index => index < arguments.Length).Select(index => arguments[index].Node)];
            if (group.IsReturned)
                joined.Add(result.Node);
            joined.RemoveAll(node => node is null);
            if (joined.Count == 0)
                continue;
            FlowNode all = joined.Aggregate((first, second) => first!.Join(second))!.Root;
            foreach (IlField field in group.Fields)
                all.Join(Node(field));
            foreach (FlowIssue issue in group.Issues)
                all.Add(issue);
        }
    }
}
