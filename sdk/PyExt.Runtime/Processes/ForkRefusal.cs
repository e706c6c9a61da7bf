using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// Makes the module refuse: in a child of <c>fork</c> in which .NET does not work, each function, method, property, constructor and operator raises <c>RuntimeError</c> from then on.
/// </summary>
/// <remarks>
/// The entry points stay as they are, without a check: the tables that CPython finds them by are rewritten, which nobody sees happen, since a child has one thread. What frees memory goes on.
/// </remarks>
internal static unsafe class ForkRefusal
{
    [ProcessShared("The message of the refusal: written once, by the one thread of a child, before the functions that read it are installed.")]
    private static byte* _message;

    /// <summary>Whether this process is a child in which .NET does not work, so nothing may collect garbage or wait for a thread.</summary>
    internal static bool IsInForce => _message != null;

    internal static void Apply(PyInterpreter? interpreter, string reason)
    {
        _message = NativeTables.String(ModuleRuntime.Definition.Name + " cannot be used in this process, which was made by fork(): " + reason
            + "; start processes with the methods 'spawn' or 'forkserver', or fork before the module is used");
        var entries = new Dictionary<nint, nint>();
        Replace(ModuleRuntime.MethodTable);
        for (int i = 0; i < ModuleRuntime.Definition.Types.Length; i++)
            Replace(TypeRuntime.Slots(i), entries);
        if (interpreter is null)
            return;
        PyReferences room;
        var frame = new PyFrame(0, &room);
        try
        {
            foreach (ModuleState state in interpreter.Modules())
            {
                foreach (nint type in state.Types)
                {
                    if (type != 0)
                        ReplaceIn(new PyObject(ref frame, type), entries);
                }
            }
        }
        finally
        {
            frame.Release();
        }
    }

    /// <summary>Raises the refusal. Allocates nothing in .NET.</summary>
    internal static void Raise() => CPython.PyErr_SetString(CPythonProcess.RuntimeError, _message);

    private static void Replace(PyMethodDefLayout* methods)
    {
        for (; methods->Name != null; methods++)
            methods->Function = (delegate* unmanaged[Cdecl]<nint, nint>)&ObjectEntry;
    }

    // What the type specs say; the types themselves have copies of it.
    private static void Replace(SlotLayout* slots, Dictionary<nint, nint> entries)
    {
        for (; slots->Id != 0; slots++)
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
                    entries[(nint)slots->Value] = (nint)(ReturnsStatus(slots->Id) ? (delegate* unmanaged[Cdecl]<nint, nint>)&StatusEntry : &ObjectEntry);
                    break;
            }
        }
    }

    private static bool ReturnsStatus(int slot) => slot is TypeSlot.GetBuffer or TypeSlot.MappingAssign or TypeSlot.MappingLength or TypeSlot.Bool or TypeSlot.SequenceAssign
        or TypeSlot.Contains or TypeSlot.SequenceLength or TypeSlot.DescriptorSet or TypeSlot.Hash or TypeSlot.Init or TypeSlot.SetAttribute;

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

    // A type, the wrappers in its dictionary (Point.__add__), and its Python subclasses, which inherit slots.
    private static void ReplaceIn(PyObject type, Dictionary<nint, nint> entries)
    {
        ReplaceWords(type, entries);
        foreach (PyObject value in type.Attr("__dict__").Invoke("values"))
        {
            if (value.Type.Attr("__name__").ToString() == "wrapper_descriptor")
                ReplaceWords(value, entries);
        }
        foreach (PyObject derived in type.Type.Attr("__subclasses__").Call(type))
            ReplaceIn(derived, entries);
    }

    // Where in its memory an object keeps a function differs between Pythons, and nothing but a copy of its address has that value.
    private static void ReplaceWords(PyObject value, Dictionary<nint, nint> entries)
    {
        var words = (nint*)value.Pointer;
        long count = value.Type.Attr("__basicsize__").As<long>() / sizeof(nint);
        for (long i = (CPythonProcess.TypeOffset / sizeof(nint)) + 1; i < count; i++)
        {
            if (entries.TryGetValue(words[i], out nint refusal))
                words[i] = refusal;
        }
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
}
