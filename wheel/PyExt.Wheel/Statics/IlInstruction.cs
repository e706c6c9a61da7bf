using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace PyExt.Wheel.Statics;

/// <summary>One instruction of a method.</summary>
/// <param name="Offset">Where it is.</param>
/// <param name="Op">What it does.</param>
/// <param name="Operand">A token, a number of an argument or local, or the offset that is jumped to.</param>
/// <param name="Targets">The offsets that a switch jumps to.</param>
internal readonly record struct IlInstruction(int Offset, ILOpCode Op, int Operand, IReadOnlyList<int>? Targets)
{
    private static readonly Dictionary<ILOpCode, OpCode> OpCodes = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => (ILOpCode)unchecked((ushort)code.Value));

    /// <summary>What it takes from the stack, leaves there, and where it goes on.</summary>
    public OpCode Code => OpCodes[Op];

    /// <summary>The integer it pushes, if it is one that pushes a constant.</summary>
    public int? Constant => Op switch
    {
        ILOpCode.Ldc_i4 or ILOpCode.Ldc_i4_s => Operand,
        >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8 => Op - ILOpCode.Ldc_i4_0,
        _ => null,
    };

    /// <summary>Reads the instructions of a method.</summary>
    /// <param name="body">The method's body.</param>
    public static List<IlInstruction> Decode(MethodBodyBlock body)
    {
        List<IlInstruction> instructions = [];
        BlobReader il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            int offset = il.Offset;
            int first = il.ReadByte();
            ILOpCode op = (ILOpCode)(first == 0xFE ? (first << 8) | il.ReadByte() : first);
            if (!OpCodes.TryGetValue(op, out OpCode code))
                throw new BadImageFormatException($"There is no instruction 0x{(int)op:X}.");
            int operand = 0;
            List<int>? targets = null;
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineVar:
                    operand = il.ReadByte();
                    break;
                case OperandType.ShortInlineI:
                    operand = il.ReadSByte();
                    break;
                case OperandType.InlineVar:
                    operand = il.ReadUInt16();
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    il.Offset += sizeof(long);
                    break;
                case OperandType.ShortInlineBrTarget:
                    operand = il.ReadSByte();
                    operand += il.Offset;
                    break;
                case OperandType.InlineBrTarget:
                    operand = il.ReadInt32();
                    operand += il.Offset;
                    break;
                case OperandType.InlineSwitch:
                    targets = ReadTargets(ref il);
                    break;
                default:
                    operand = il.ReadInt32();
                    break;
            }

            instructions.Add(new IlInstruction(offset, op, operand, targets));
        }

        return instructions;
    }

    private static List<int> ReadTargets(ref BlobReader il)
    {
        int count = il.ReadInt32();
        List<int> targets = new(count);
        for (int i = 0; i < count; i++)
            targets.Add(il.ReadInt32());
        int end = il.Offset;
        return targets.ConvertAll(target => target + end);
    }
}
