using System.Threading;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// The heap types of objects that C# makes and Python only uses: iterators and coroutines. As with the module's classes each module object has its own, but they are made when the first such object
/// is, so that a module that has none pays nothing for them.
/// </summary>
internal static unsafe class RuntimeTypes
{
    internal const int Iterator = 0;
    internal const int Coroutine = 1;
    internal const int Count = 2;

    [ProcessShared("Constant C tables by kind of type: each is written once, by Interlocked, and holds names and the addresses of code.")]
    private static readonly nint[] Specs = new nint[Count];

    /// <summary>The slots of a kind of type, or null where no object of it was ever made.</summary>
    internal static SlotLayout* Slots(int kind)
    {
        var spec = (PyTypeSpec*)Volatile.Read(ref Specs[kind]);
        return spec == null ? null : spec->Slots;
    }

    /// <summary>A new instance of the module's type of that kind, whose data is a handle to a C# object.</summary>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    internal static nint NewInstance(ModuleState state, int kind, delegate*<PyTypeSpec*> build, object target)
    {
        nint type = Volatile.Read(ref state.RuntimeTypes[kind]);
        if (type == 0 && (type = NewType(state, kind, build)) == 0)
            return 0;
        nint self = CPython.NewInstance(type);
        if (self != 0)
            *InstanceRuntime.Data(self) = state.RentHandle(target);
        return self;
    }

    /// <summary>Frees an instance and gives up its handle.</summary>
    internal static void Free(ModuleState state, nint self)
    {
        nint type = CPythonProcess.TypeOf(self);
        nint handle = *InstanceRuntime.Data(self);
        *InstanceRuntime.Data(self) = 0;
        state.ReturnHandle(handle);
        CPython.FreeInstance(self);
        CPython.Py_DecRef(type);
    }

    /// <summary>Starts the spec of a kind of type.</summary>
    internal static PyTypeSpec* NewSpec(string name, int slots)
    {
        PyTypeSpec* spec = NativeTables.Array<PyTypeSpec>(1);
        spec->Name = NativeTables.String(ModuleRuntime.Definition.Name + "." + name);
        spec->BasicSize = -sizeof(nint); // PEP 697
        spec->Flags = TypeFlags.HaveGc | TypeFlags.ImmutableType | TypeFlags.DisallowInstantiation;
        spec->Slots = NativeTables.Array<SlotLayout>(slots);
        return spec;
    }

    private static nint NewType(ModuleState state, int kind, delegate*<PyTypeSpec*> build)
    {
        if (Volatile.Read(ref Specs[kind]) == 0)
            Interlocked.CompareExchange(ref Specs[kind], (nint)build(), 0);
        nint created = CPython.PyType_FromModuleAndSpec(state.Module, (PyTypeSpec*)Specs[kind], 0);
        if (created == 0)
            return 0;
        // Without a GIL another thread may come first.
        nint other = Interlocked.CompareExchange(ref state.RuntimeTypes[kind], created, 0);
        if (other == 0)
            return created;
        CPython.Py_DecRef(created);
        return other;
    }
}
