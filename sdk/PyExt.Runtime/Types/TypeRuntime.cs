using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>Makes the heap types of one module object from the <c>PyType_Spec</c>s of the process.</summary>
internal static unsafe class TypeRuntime
{
    private const string WrittenOnce = "Written once by Prepare, under the lock of ModuleRuntime.Init, before the first module exists; specs hold code and names, the types are made of them for each module.";

    [ProcessShared(WrittenOnce)]
    private static PyTypeSpec*[] _specs = [];

    [ProcessShared(WrittenOnce)]
    private static byte*[] _names = [];

    [ProcessShared(WrittenOnce)]
    private static PyMethodDefLayout*[] _methods = [];

    /// <summary>The method table of a class: the same in every interpreter.</summary>
    internal static void* MethodTable(int classIndex) => _methods[classIndex];

    /// <summary>The slots of a class, as its types have been made of them.</summary>
    internal static SlotLayout* Slots(int classIndex) => _specs[classIndex]->Slots;

    /// <summary>Builds the C tables of the types, once per process.</summary>
    internal static void Prepare(PyTypeDefinition[] types)
    {
        _specs = new PyTypeSpec*[types.Length];
        _names = new byte*[types.Length];
        _methods = new PyMethodDefLayout*[types.Length];
        for (int i = 0; i < types.Length; i++)
        {
            _methods[i] = NativeTables.Methods(types[i].Methods);
            _specs[i] = BuildSpec(types[i], _methods[i]);
            _names[i] = LastPart(types[i].QualifiedName.Pointer);
        }
    }

    /// <summary>Creates the types and adds them to the module. Bases stand before derived types.</summary>
    /// <returns>False with a Python exception set.</returns>
    internal static bool CreateTypes(Py py, nint module, PyTypeDefinition[] types)
    {
        for (int i = 0; i < types.Length; i++)
        {
            nint type = CPython.PyType_FromModuleAndSpec(module, _specs[i], types[i].BaseIndex < 0 ? 0 : py.State.Type(types[i].BaseIndex));
            if (type == 0)
                return false;
            py.State.Types[i] = type;
            if (types[i].Initialize is { } initialize)
            {
                initialize(py, new PyObject(ref py.Frame, type));
                // A type with constants could not be immutable while they were added; it can be frozen since 3.14.
                if (CPythonProcess.TypeFreeze != null && CPythonProcess.TypeFreeze(type) != 0)
                    return false;
            }
            if (CPython.PyModule_AddObjectRef(module, _names[i], type) != 0)
                return false;
        }
        return true;
    }

    private static byte* LastPart(byte* qualifiedName)
    {
        byte* part = qualifiedName;
        for (byte* at = qualifiedName; *at != 0; at++)
        {
            if (*at == '.')
                part = at + 1;
        }
        return part;
    }

    private static PyTypeSpec* BuildSpec(PyTypeDefinition type, PyMethodDefLayout* methods)
    {
        bool isValue = type.ValueSize != 0;
        SlotLayout* slots = NativeTables.Array<SlotLayout>(type.Slots.Length + 9);
        int count = 0;
        if (type.Documentation.Pointer is not null)
            slots[count++] = new SlotLayout(TypeSlot.Doc, type.Documentation.Pointer);
        if (type.Constructor.Exists)
        {
            slots[count++] = new SlotLayout(TypeSlot.New, (delegate* unmanaged[Cdecl]<nint, nint, nint, nint>)&InstanceRuntime.NewEntry);
            slots[count++] = new SlotLayout(TypeSlot.Init, (delegate* unmanaged[Cdecl]<nint, nint, nint, int>)&InstanceRuntime.InitEntry);
        }
        // A value needs none: without them CPython's own subtype_dealloc frees it, which saves a transition.
        if (!isValue)
        {
            slots[count++] = new SlotLayout(TypeSlot.Dealloc, (delegate* unmanaged[Cdecl]<nint, void>)&InstanceRuntime.DeallocEntry);
            slots[count++] = new SlotLayout(TypeSlot.Traverse, (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<nint, nint, int>, nint, int>)&InstanceRuntime.TraverseEntry);
            slots[count++] = new SlotLayout(TypeSlot.Clear, (delegate* unmanaged[Cdecl]<nint, int>)&InstanceRuntime.ClearEntry);
        }
        slots[count++] = new SlotLayout(TypeSlot.Methods, methods);
        if (type.Properties.Length != 0)
            slots[count++] = new SlotLayout(TypeSlot.GetSet, NativeTables.Properties(type.Properties));
        // Without a function: the hash of a class that compares by value but has none. Its instances are not hashable.
        foreach (PySlot slot in type.Slots)
        {
            // Since 3.14: constructs without a tuple of the arguments. Python subclasses do not inherit it.
            if (slot.Id == TypeSlot.Vectorcall && CPythonProcess.Version < CPythonProcess.Version314)
                continue;
            slots[count++] = new SlotLayout(slot.Id, (void*)(slot.Function == 0 ? CPythonProcess.Require("PyObject_HashNotImplemented") : slot.Function));
        }

        PyTypeSpec* spec = NativeTables.Array<PyTypeSpec>(1);
        spec->Name = type.QualifiedName.Pointer;
        // PEP 697: a negative size asks for that much type data behind the base's instance. A derived class uses the base's.
        spec->BasicSize = isValue ? -type.ValueSize : type.BaseIndex < 0 ? -sizeof(nint) : 0;
        // HAVE_GC, also without handles: an instance refers to its type, the type to its module, and the module may hold the instance. Not visiting that cycle
        // keeps the whole interpreter alive (1.7 MB for each one that ends; 1 KB with it).
        // A value refers to its type too, but what C# keeps of it is a copy, unless somebody makes a PyHandle of one (docs/guide.md).
        spec->Flags = TypeFlags.BaseType
            | (isValue ? 0 : TypeFlags.HaveGc)
            | (type.Initialize is null ? TypeFlags.ImmutableType : 0)
            | (!type.Constructor.Exists && !isValue ? TypeFlags.DisallowInstantiation : 0);
        spec->Slots = slots;
        return spec;
    }
}
