using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace PyExt.Wheel.Statics;

/// <content>What the instructions that reach into objects do, and all that do nothing to them.</content>
internal sealed partial class MethodFlow
{
    private void ExecuteAccess(IlInstruction instruction)
    {
        switch (instruction.Op)
        {
            case ILOpCode.Ldsfld:
                PushStatic(instruction, isAddress: false);
                break;
            case ILOpCode.Ldsflda:
                PushStatic(instruction, isAddress: true);
                break;
            case ILOpCode.Stsfld:
                StoreStatic(instruction);
                break;
            case ILOpCode.Ldfld or ILOpCode.Ldflda:
                Part(Pop(), _tokens.Field(instruction.Operand).Type, instruction, isAddress: instruction.Op == ILOpCode.Ldflda);
                break;
            case ILOpCode.Stfld:
                Put(Pop(), Pop(), "gets a field assigned");
                break;
            case ILOpCode.Newarr:
                // An array without elements has nothing that could be assigned.
                if (Pop().IsZero)
                    Push(new FlowValue(new IlType { Kind = IlTypeKind.Array, Element = _tokens.Type(instruction.Operand) }) { IsExact = true });
                else
                    Push(Made(new IlType { Kind = IlTypeKind.Array, Element = _tokens.Type(instruction.Operand) }, instruction.Offset));
                break;
            case ILOpCode.Ldlen:
                Pop();
                Push(default);
                break;
            case ILOpCode.Ldelem or ILOpCode.Ldelema:
                Pop();
                Part(Pop(), _tokens.Type(instruction.Operand), instruction, isAddress: instruction.Op == ILOpCode.Ldelema);
                break;
            case >= ILOpCode.Ldelem_i1 and <= ILOpCode.Ldelem_r8 when instruction.Op != ILOpCode.Ldelem_i:
                Drop(2);
                Push(default);
                break;
            case ILOpCode.Ldelem_ref or ILOpCode.Ldelem_i:
                Pop();
                FlowValue array = Pop();
                Part(array, array.Type?.Kind == IlTypeKind.Array ? array.Type.Element : null, instruction, isAddress: false);
                break;
            case ILOpCode.Stelem or (>= ILOpCode.Stelem_i and <= ILOpCode.Stelem_ref):
                FlowValue element = Pop();
                Pop();
                Put(element, Pop(), "gets an element assigned");
                break;
            case ILOpCode.Ldobj:
                Part(Pop(), _tokens.Type(instruction.Operand), instruction, isAddress: false);
                break;
            case >= ILOpCode.Ldind_i1 and <= ILOpCode.Ldind_r8 when instruction.Op != ILOpCode.Ldind_i:
                Pop();
                Push(default);
                break;
            case ILOpCode.Ldind_ref or ILOpCode.Ldind_i:
                FlowValue address = Pop();
                Push(address with { IsLocalAddress = false, IsFresh = false, Parameter = null });
                break;
            case ILOpCode.Stobj or ILOpCode.Stind_i or (>= ILOpCode.Stind_ref and <= ILOpCode.Stind_r8):
                Put(Pop(), Pop(), "is assigned through a reference");
                break;
            case ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Unbox or ILOpCode.Unbox_any:
                Cast(Pop(), _tokens.Type(instruction.Operand));
                break;
            case ILOpCode.Box:
                Push(Pop() with { Type = _tokens.Type(instruction.Operand), IsExact = true });
                break;
            default:
                ExecuteOther(instruction);
                break;
        }
    }

    // Arithmetic, comparisons, jumps, pop, prefixes: an object in them goes nowhere, except when it becomes a number.
    private void ExecuteOther(IlInstruction instruction)
    {
        int pops = instruction.Op == ILOpCode.Calli ? CountCalli(instruction.Operand) : Count(instruction.Code.StackBehaviourPop);
        bool isHarmless = instruction.Code.FlowControl is FlowControl.Cond_Branch or FlowControl.Branch
            || instruction.Op is ILOpCode.Pop or ILOpCode.Ceq or ILOpCode.Cgt_un or ILOpCode.Clt_un or ILOpCode.Cgt or ILOpCode.Clt or ILOpCode.Ldvirtftn;
        for (int i = 0; i < pops; i++)
        {
            FlowValue value = Pop();
            if (!isHarmless)
                Happens(value.Node, isWrite: false, $"is used in a way that cannot be followed ({instruction.Code.Name})");
        }

        int pushes = instruction.Op == ILOpCode.Calli ? PushesOfCalli(instruction.Operand) : Count(instruction.Code.StackBehaviourPush);
        for (int i = 0; i < pushes; i++)
            Push(instruction.Op == ILOpCode.Calli ? new FlowValue(null, Unknown(instruction.Offset, "a function pointer")) : default);
    }

    private void PushStatic(IlInstruction instruction, bool isAddress)
    {
        FieldTarget target = _tokens.Field(instruction.Operand);
        if (target.Definition is { } field && _flows.IsImmutable(field))
        {
            Push(new FlowValue(target.Type));
            return;
        }

        if (target.Definition is { } followed && _flows.IsFollowed(followed))
            Push(new FlowValue(_flows.TypeOf(followed) ?? target.Type, Node(followed)));
        else if (!isAddress && _flows.Immutability.IsImmutable(target.Type))
            Push(new FlowValue(target.Type));
        else
            Push(new FlowValue(target.Type, Unknown(instruction.Offset, target.Definition?.ToString() ?? "a static field")));
    }

    private void StoreStatic(IlInstruction instruction)
    {
        FlowValue value = Pop();
        if (_tokens.Field(instruction.Operand).Definition is not { } field)
        {
            Happens(value.Node, isWrite: false, "is stored in a static field");
            return;
        }

        if (!Assigned.TryGetValue(field, out List<FlowValue>? values))
            Assigned.Add(field, values = []);
        values.Add(value);
        if (_flows.IsFollowed(field))
            Node(field).Join(value.Node);
        else
            Happens(value.Node, isWrite: false, $"is stored in {field} too");
    }

    private static int Count(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Push0 or StackBehaviour.Varpop or StackBehaviour.Varpush => 0,
        StackBehaviour.Push1_push1 or StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
            or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
            or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref or StackBehaviour.Popref_popi_pop1 => 3,
        _ => 1,
    };

    private MethodSignature<IlType> Calli(int token)
    {
        IlAssembly assembly = _method.DeclaringType.Assembly;
        return assembly.Reader.GetStandaloneSignature((StandaloneSignatureHandle)MetadataTokens.EntityHandle(token)).DecodeMethodSignature(assembly.Signatures, null);
    }

    private int CountCalli(int token)
    {
        MethodSignature<IlType> signature = Calli(token);
        return signature.ParameterTypes.Length + 1 + (signature.Header.IsInstance ? 1 : 0);
    }

    private int PushesOfCalli(int token) => IsVoid(Calli(token).ReturnType) ? 0 : 1;
}
