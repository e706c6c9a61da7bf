using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// Makes the module refuse: in a child of <c>fork</c> in which .NET does not work, each function, method, property, constructor and operator raises <c>RuntimeError</c> from then on.
/// </summary>
/// <remarks>
/// The entry points stay as they are, without a check: the tables that CPython finds them by are rewritten, which nobody sees happen, since a child has one thread. What frees memory goes on.
/// Nothing here allocates in .NET: a thread that was allocating at the fork has left the allocator's lock behind, and the child would wait for it for ever.
/// </remarks>
internal static unsafe class ForkRefusal
{
    [ProcessShared("The message of the refusal: written once, by the one thread of a child, before the functions that read it are installed.")]
    private static byte* _message;

    /// <summary>Whether this process is a child in which .NET does not work, so nothing may collect garbage or wait for a thread.</summary>
    internal static bool IsInForce => _message != null;

    internal static void Apply(PyInterpreter? interpreter, ReadOnlySpan<byte> reason)
    {
        SetMessage(ModuleRuntime.Definition.Name, reason);
        int slots = 0;
        for (int i = 0; i < ModuleRuntime.Definition.Types.Length; i++)
            slots += Count(TypeRuntime.Slots(i));
        for (int i = 0; i < RuntimeTypes.Count; i++)
            slots += Count(RuntimeTypes.Slots(i));
        var refusals = new EntryRefusals(slots);
        Replace(ModuleRuntime.MethodTable);
        for (int i = 0; i < ModuleRuntime.Definition.Types.Length; i++)
            Replace(TypeRuntime.Slots(i), refusals);
        for (int i = 0; i < RuntimeTypes.Count; i++)
            Replace(RuntimeTypes.Slots(i), refusals);
        if (interpreter is not null)
        {
            nint wrapperType = TypeOfWrappers();
            for (int i = 0; interpreter.ModuleAt(i, out ModuleState? state); i++)
            {
                ReplaceIn(state?.Types ?? [], refusals, wrapperType);
                ReplaceIn(state?.RuntimeTypes ?? [], refusals, wrapperType);
            }
        }
        refusals.Free();
        CPython.PyErr_Clear(); // of a type that lacked something
    }

    /// <summary>Raises the refusal. Allocates nothing in .NET.</summary>
    internal static void Raise() => CPython.PyErr_SetString(CPythonProcess.RuntimeError, _message);

    private static void SetMessage(string module, ReadOnlySpan<byte> reason)
    {
        ReadOnlySpan<byte> start = " cannot be used in this process, which was made by fork(): "u8;
        ReadOnlySpan<byte> end = "; start processes with the methods 'spawn' or 'forkserver', or fork before the module is used"u8;
        int most = Encoding.UTF8.GetMaxByteCount(module.Length);
        int room = most + start.Length + reason.Length + end.Length + 1;
        var text = new Span<byte>(NativeMemory.AllocZeroed((nuint)room), room);
        _message = (byte*)Unsafe.AsPointer(ref text[0]);
        text = text[Encoding.UTF8.GetBytes(module, text)..];
        start.CopyTo(text);
        reason.CopyTo(text[start.Length..]);
        end.CopyTo(text[(start.Length + reason.Length)..]);
    }

    private static int Count(SlotLayout* slots)
    {
        int count = 0;
        for (; slots != null && slots->Id != 0; slots++)
            count++;
        return count;
    }

    private static void Replace(PyMethodDefLayout* methods)
    {
        for (; methods->Name != null; methods++)
            methods->Function = (delegate* unmanaged[Cdecl]<nint, nint>)&ObjectEntry;
    }

    // What the type specs say; the types themselves have copies of it.
    private static void Replace(SlotLayout* slots, EntryRefusals refusals)
    {
        for (; slots != null && slots->Id != 0; slots++)
        {
            switch (slots->Id)
            {
                case TypeSlot.Doc or TypeSlot.Dealloc or TypeSlot.Traverse or TypeSlot.Clear or TypeSlot.ReleaseBuffer or TypeSlot.Finalize:
                    break;
                case TypeSlot.Methods:
                    Replace((PyMethodDefLayout*)slots->Value);
                    break;
                case TypeSlot.GetSet:
                    Replace((PyGetSetDefLayout*)slots->Value);
                    break;
                default:
                    refusals.Add((nint)slots->Value, (nint)(ReturnsStatus(slots->Id) ? (delegate* unmanaged[Cdecl]<nint, nint>)&StatusEntry : &ObjectEntry));
                    break;
            }
        }
    }

    private static bool ReturnsStatus(int slot) => slot is TypeSlot.GetBuffer or TypeSlot.MappingAssign or TypeSlot.MappingLength or TypeSlot.Bool or TypeSlot.SequenceAssign
        or TypeSlot.Contains or TypeSlot.SequenceLength or TypeSlot.DescriptorSet or TypeSlot.Hash or TypeSlot.Init or TypeSlot.Send or TypeSlot.SetAttribute;

    private static void Replace(PyGetSetDefLayout* properties)
    {
        for (; properties->Name != null; properties++)
        {
            if (properties->Getter != null)
                properties->Getter = (delegate* unmanaged[Cdecl]<nint, nint>)&ObjectEntry;
            if (properties->Setter != null)
                properties->Setter = (delegate* unmanaged[Cdecl]<nint, nint>)&StatusEntry;
        }
    }

    private static void ReplaceIn(nint[] types, EntryRefusals refusals, nint wrapperType)
    {
        foreach (nint type in types)
        {
            if (type != 0)
                ReplaceIn(type, refusals, wrapperType);
        }
    }

    // A type, the wrappers in its dictionary (Point.__add__), and its Python subclasses, which inherit slots.
    private static void ReplaceIn(nint type, EntryRefusals refusals, nint wrapperType)
    {
        ReplaceWords(type, refusals);
        nint dictionary = Attribute(type, "__dict__"u8);
        nint names = dictionary == 0 ? 0 : CPython.PyObject_GetIter(dictionary);
        for (nint name; names != 0 && (name = CPython.PyIter_Next(names)) != 0; CPython.Py_DecRef(name))
        {
            nint value = CPython.PyObject_GetItem(dictionary, name);
            if (value != 0 && CPythonProcess.TypeOf(value) == wrapperType)
                ReplaceWords(value, refusals);
            CPython.ReleaseAny(value);
        }
        CPython.ReleaseAny(names);
        CPython.ReleaseAny(dictionary);
        nint list = Subclasses(type);
        for (nint i = 0; list != 0 && i < CPython.PyList_Size(list); i++)
            ReplaceIn(CPython.PyList_GetItem(list, i), refusals, wrapperType);
        CPython.ReleaseAny(list);
    }

    // Where in its memory an object keeps a function differs between Pythons, and nothing but a copy of its address has that value.
    private static void ReplaceWords(nint value, EntryRefusals refusals)
    {
        var words = (nint*)value;
        nint size = Attribute(CPythonProcess.TypeOf(value), "__basicsize__"u8);
        int overflow;
        long count = size == 0 ? 0 : CPython.PyLong_AsLongLongAndOverflow(size, &overflow) / sizeof(nint);
        CPython.ReleaseAny(size);
        for (long i = (CPythonProcess.TypeOffset / sizeof(nint)) + 1; i < count; i++)
            words[i] = refusals.For(words[i]);
    }

    // type.__init__ is one (PyWrapperDescr_Type).
    private static nint TypeOfWrappers()
    {
        nint wrapper = Attribute(CPythonProcess.TypeOf(CPythonProcess.TypeOf(CPythonProcess.None)), "__init__"u8);
        nint type = wrapper == 0 ? 0 : CPythonProcess.TypeOf(wrapper);
        CPython.ReleaseAny(wrapper);
        return type;
    }

    private static nint Subclasses(nint type)
    {
        nint method = Attribute(CPythonProcess.TypeOf(type), "__subclasses__"u8);
        nint list = method == 0 ? 0 : CPython.PyObject_Vectorcall(method, &type, 1, 0);
        CPython.ReleaseAny(method);
        return list;
    }

    private static nint Attribute(nint value, ReadOnlySpan<byte> name)
    {
        nint text;
        fixed (byte* bytes = name)
            text = CPython.PyUnicode_FromStringAndSize(bytes, name.Length);
        nint attribute = text == 0 ? 0 : CPython.PyObject_GetAttr(value, text);
        CPython.ReleaseAny(text);
        return attribute;
    }

    // For functions that return an object, or null.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ObjectEntry(nint self)
    {
        RaiseBody();
        return 0;
    }

    // For functions that return -1.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint StatusEntry(nint self)
    {
        RaiseBody();
        return -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RaiseBody() => Raise();

    /// <summary>Which refusal takes the place of which entry point: a hash table in C memory, with linear probing.</summary>
    private readonly struct EntryRefusals
    {
        private readonly nint* _pairs;
        private readonly nuint _mask;

        internal EntryRefusals(int most)
        {
            nuint size = System.Numerics.BitOperations.RoundUpToPowerOf2((nuint)(2 * most) + 1);
            _mask = size - 1;
            _pairs = (nint*)NativeMemory.AllocZeroed(2 * size, (nuint)sizeof(nint));
        }

        internal void Add(nint entry, nint refusal)
        {
            nint* pair = Find(entry);
            pair[0] = entry;
            pair[1] = refusal;
        }

        /// <summary>What stands for a word: its refusal where it is an entry point, else the word itself.</summary>
        internal nint For(nint word)
        {
            if (word == 0)
                return 0;
            nint* pair = Find(word);
            return pair[0] == 0 ? word : pair[1];
        }

        internal void Free() => NativeMemory.Free(_pairs);

        private nint* Find(nint entry)
        {
            // Functions start at multiples of 16.
            for (nuint i = (nuint)entry >> 4; ; i++)
            {
                nint* pair = _pairs + (2 * (i & _mask));
                if (pair[0] == 0 || pair[0] == entry)
                    return pair;
            }
        }
    }
}
