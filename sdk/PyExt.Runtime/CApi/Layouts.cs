using System.Runtime.InteropServices;

namespace PyExt.CApi;

/// <summary><c>PyMethodDef</c>: the same 32 bytes in every build of CPython.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PyMethodDefLayout
{
    internal byte* Name;
    internal void* Function;
    internal int Flags;
    internal byte* Documentation;
}

/// <summary><c>PyGetSetDef</c>: the same 40 bytes in every build of CPython.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PyGetSetDefLayout
{
    internal byte* Name;
    internal void* Getter;
    internal void* Setter;
    internal byte* Documentation;
    internal void* Closure;
}

/// <summary><c>PyType_Slot</c> and <c>PyModuleDef_Slot</c>: an id and a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SlotLayout(int id, void* value)
{
    internal int Id = id;
    internal void* Value = value;
}

/// <summary><c>PyType_Spec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PyTypeSpec
{
    internal byte* Name;
    internal int BasicSize;
    internal int ItemSize;
    internal uint Flags;
    internal SlotLayout* Slots;
}

/// <summary><c>Py_buffer</c>: part of the stable ABI since 3.11.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PyBufferLayout
{
    internal void* Buffer;
    internal nint Exporter;
    internal nint Length;
    internal nint ItemSize;
    internal int ReadOnly;
    internal int Dimensions;
    internal byte* Format;
    internal nint* Shape;
    internal nint* Strides;
    internal nint* SubOffsets;
    internal void* Internal;
}

/// <summary><c>PyCriticalSection2</c>, and without its last field <c>PyCriticalSection</c>: a stack frame's place for CPython, which alone looks into it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PyCriticalSection2Layout
{
    internal nint Previous;
    internal nint Mutex;
    internal nint SecondMutex;
}

/// <summary>Slot ids of <c>PyModuleDef_Slot</c>; 1–4 are accepted by every CPython (4 since 3.13).</summary>
internal static class ModuleSlot
{
    internal const int Exec = 2;
    internal const int MultipleInterpreters = 3;
    internal const int Gil = 4;
}

/// <summary>Slot ids of <c>PyType_Slot</c> (CPython's <c>typeslots.h</c>) that the runtime itself fills.</summary>
internal static class TypeSlot
{
    internal const int GetBuffer = 1;
    internal const int ReleaseBuffer = 2;
    internal const int MappingAssign = 3;
    internal const int MappingLength = 4;
    internal const int Bool = 9;
    internal const int SequenceAssign = 39;
    internal const int Contains = 41;
    internal const int SequenceLength = 45;
    internal const int Base = 48;
    internal const int Clear = 51;
    internal const int Dealloc = 52;
    internal const int DescriptorSet = 55;
    internal const int Doc = 56;
    internal const int Hash = 59;
    internal const int Init = 60;
    internal const int Iter = 62;
    internal const int IterNext = 63;
    internal const int Methods = 64;
    internal const int New = 65;
    internal const int Repr = 66;
    internal const int SetAttribute = 69;
    internal const int Traverse = 71;
    internal const int GetSet = 73;
    internal const int Await = 77;
    internal const int Finalize = 80;
    internal const int Send = 81;

    /// <summary>Unknown before 3.14.</summary>
    internal const int Vectorcall = 82;
}

/// <summary>Type flags (<c>Py_TPFLAGS_…</c>) that are usable in the stable ABI of 3.12.</summary>
internal static class TypeFlags
{
    internal const uint DisallowInstantiation = 1u << 7;
    internal const uint ImmutableType = 1u << 8;
    internal const uint HeapType = 1u << 9;
    internal const uint BaseType = 1u << 10;
    internal const uint HaveGc = 1u << 14;
    internal const uint ListSubclass = 1u << 25;
    internal const uint TupleSubclass = 1u << 26;
    internal const uint BytesSubclass = 1u << 27;
    internal const uint UnicodeSubclass = 1u << 28;
    internal const uint DictSubclass = 1u << 29;
}
