using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// The link between a C# object and its Python object on free-threaded builds, where other threads wrap the same object, or see it die, at any moment. Every look at a
/// <see cref="PyInstanceHeader"/> happens under a lock that <c>tp_dealloc</c> takes, too, before the memory goes; a reference is taken only if there still is one
/// (<see cref="FreeThreading.TryIncRef"/>).
/// </summary>
internal static unsafe class InstanceLinks
{
    private const int GateCount = 256;
    private const int IntsPerCacheLine = 16;

    // Chosen by the object's identity and not in its header: a header is copied with its object (`with`, MemberwiseClone), a taken lock must not be.
    [ProcessShared("Spin locks, taken by Interlocked operations for a few instructions each; they hold nothing.")]
    private static readonly int[] Gates = new int[GateCount * IntsPerCacheLine];

    /// <summary>The Python object of a C# object: its own, or a new one.</summary>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    internal static nint Wrap(ModuleState state, IPyInstance instance)
    {
        nint self = TryTake(state, instance);
        if (self != 0)
            return self;
        // Allocated outside of the lock: Python's garbage collector may run.
        nint created = CPython.NewInstance(state.Type(instance.PyTypeIndex));
        if (created == 0)
            return 0;
        nint handle = state.RentHandle(instance);
        Volatile.Write(ref *InstanceRuntime.Data(created), handle);
        FreeThreading.EnableTryIncRef(created);
        self = LinkOrTake(created, state, instance);
        if (self == created)
            return self;
        // Another thread was faster. An object without data is freed like one whose constructor has failed.
        Volatile.Write(ref *InstanceRuntime.Data(created), 0);
        state.ReturnHandle(handle);
        CPython.Py_DecRef(created);
        return self;
    }

    /// <summary>Links a new Python object to what its constructor has made. Another thread may have called <c>__init__</c> on it, too: the first one counts.</summary>
    internal static void Attach(nint self, ModuleState state, IPyInstance instance)
    {
        nint handle = state.RentHandle(instance);
        FreeThreading.EnableTryIncRef(self);
        ref int gate = ref GateOf(instance);
        SpinGate.Enter(ref gate);
        // The header first: who sees the data finds the state.
        PyInstanceHeader before = instance.PyHeader;
        instance.PyHeader = new PyInstanceHeader { Self = self, State = state, Owner = instance };
        bool isFirst = Interlocked.CompareExchange(ref *InstanceRuntime.Data(self), handle, 0) == 0;
        if (!isFirst)
            instance.PyHeader = before;
        SpinGate.Exit(ref gate);
        if (!isFirst)
            state.ReturnHandle(handle);
    }

    /// <summary>For <c>tp_dealloc</c>: ends the link. Afterwards nobody can reach the Python object's memory through the C# object.</summary>
    /// <returns>The module that the Python object belonged to, or null.</returns>
    internal static ModuleState? Unlink(nint self, IPyInstance instance)
    {
        ref int gate = ref GateOf(instance);
        SpinGate.Enter(ref gate);
        ref PyInstanceHeader header = ref instance.PyHeader;
        ModuleState? state = header.State;
        if (header.Self == self)
            header = default;
        SpinGate.Exit(ref gate);
        return state;
    }

    private static nint TryTake(ModuleState state, IPyInstance instance)
    {
        ref int gate = ref GateOf(instance);
        SpinGate.Enter(ref gate);
        nint self = TryTakeLocked(state, instance, out ModuleState? other);
        SpinGate.Exit(ref gate);
        return other is null ? self : throw InstanceRuntime.ForeignObject(other, state);
    }

    private static nint LinkOrTake(nint created, ModuleState state, IPyInstance instance)
    {
        ref int gate = ref GateOf(instance);
        SpinGate.Enter(ref gate);
        nint self = TryTakeLocked(state, instance, out ModuleState? other);
        if (self == 0 && other is null)
        {
            self = created;
            instance.PyHeader = new PyInstanceHeader { Self = self, State = state, Owner = instance };
        }
        SpinGate.Exit(ref gate);
        // The reference to `created` leaks on this way out: an object that was shared with another interpreter, which PYX0001 and PYX0004 forbid.
        return other is null ? self : throw InstanceRuntime.ForeignObject(other, state);
    }

    private static nint TryTakeLocked(ModuleState state, IPyInstance instance, out ModuleState? other)
    {
        ref PyInstanceHeader header = ref instance.PyHeader;
        other = null;
        if (header.Self == 0 || !ReferenceEquals(header.Owner, instance))
            return 0;
        if (ReferenceEquals(header.State, state))
            return FreeThreading.TryIncRef(header.Self) ? header.Self : 0;
        other = header.State;
        return 0;
    }

    private static ref int GateOf(IPyInstance instance) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Gates), (RuntimeHelpers.GetHashCode(instance) & (GateCount - 1)) * IntsPerCacheLine);
}
