using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// What happens around <c>os.fork()</c>. Only the thread that forks lives on in the child, and .NET can work there only when no other thread was in the middle of C# or of a garbage collection;
/// otherwise the child's first garbage collection waits for a thread that does not exist, or ends the process.
/// </summary>
/// <remarks>
/// Nothing is counted while Python calls: where other threads exist, the child makes a copy of itself and lets that one try (<see cref="ForkProbe"/>). Where .NET does not work the module refuses
/// from then on (<see cref="ForkRefusal"/>).
/// </remarks>
internal static unsafe class ForkHooks
{
    private const string ThreadFolder = "/proc/self/task";

    // For what other threads allocate between the hook and the fork, also when this thread has to wait for a processor meanwhile: a child that is made during a collection hangs as soon as a hook of
    // ours is called. On a busy machine, with a thread that does nothing but allocate, that was at least one fork in 65 with 4 MB, none of 1,020 with 16, and with 48 still one in a run of all tests.
    private const long MostRoomWithoutCollection = 256 << 20;
    private const long LeastRoomWithoutCollection = 12 << 20;

    [ProcessShared("Constant C tables: made by the class constructor, never written again, and they hold names and the addresses of code.")]
    private static readonly PyMethodDefLayout* BeforeDefinition = Define("_pyext_before_fork"u8, &BeforeEntry);

    [ProcessShared("A constant C table, see BeforeDefinition.")]
    private static readonly PyMethodDefLayout* ParentDefinition = Define("_pyext_after_fork_in_parent"u8, &ParentEntry);

    [ProcessShared("A constant C table, see BeforeDefinition.")]
    private static readonly PyMethodDefLayout* ChildDefinition = Define("_pyext_after_fork_in_child"u8, &ChildEntry);

    // Between the hooks of one fork, which run on one thread and without Python code of ours in between.
    [ThreadStatic, ProcessShared("Facts of the fork that this thread is about to do: an enum and a flag, written and read by the hooks of that fork only.")]
    private static OtherThreads t_others;

    [ThreadStatic, ProcessShared("Whether the fork that this thread is about to do holds off garbage collections.")]
    private static bool t_holdsCollections;

    // The process that the runtime was started in, or the child that has been looked at.
    [ProcessShared("The number of this process: the same value whoever writes it.")]
    private static int _process;

    private enum OtherThreads
    {
        None,
        Some,
        OfThreadPool,
    }

    /// <summary>Notes the process, once, when the module's library is loaded.</summary>
    internal static void Initialize()
    {
        _process = PosixProcess.IsAvailable ? PosixProcess.Id() : 0;
        OpenInterpreters.Initialize();
    }

    /// <summary>Registers the hooks with this interpreter. The caller is attached to it.</summary>
    internal static void Register(Py py)
    {
        if (!PosixProcess.IsAvailable)
            return;
        PyObject register = py.Import("os").Attr("register_at_fork");
        nint* arguments = stackalloc nint[3];
        arguments[0] = NewFunction(py, BeforeDefinition);
        arguments[1] = NewFunction(py, ParentDefinition);
        arguments[2] = NewFunction(py, ChildDefinition);
        PyObject names = py.Own(CPython.PyTuple_New(3));
        SetName(names, 0, "before");
        SetName(names, 1, "after_in_parent");
        SetName(names, 2, "after_in_child");
        py.Own(CPython.PyObject_Vectorcall(register.Pointer, arguments, 0, names.Pointer));
    }

    private static PyMethodDefLayout* Define(ReadOnlySpan<byte> name, delegate* unmanaged[Cdecl]<nint, nint, nint> entry) =>
        NativeTables.Methods(new PyMethod(name, (nint)entry, PyMethod.NoArguments, default));

    private static nint NewFunction(Py py, PyMethodDefLayout* definition) => py.Own(CPython.PyCFunction_NewEx(definition, 0, 0)).Pointer;

    private static void SetName(PyObject names, int index, string name) => _ = CPython.PyTuple_SetItem(names.Pointer, index, Utf8.NewString(names.Token, name)); // steals

    /// <summary>For a module that is executed in a child whose fork ran no hooks, because another interpreter than the parent's had imported it.</summary>
    internal static void CheckProcess()
    {
        if (!PosixProcess.IsAvailable || PosixProcess.Id() == _process)
            return;
        t_others = OtherThreads.Some;
        t_holdsCollections = false;
        AfterInChild();
    }

    private static void Before()
    {
        _ = Environment.CurrentManagedThreadId; // which the locks in the child need, and which is made at its first use
        PyReferences room;
        var frame = new PyFrame(0, &room);
        try
        {
            OpenInterpreters.Warn(new Py(ref frame));
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception); // a filter that makes errors of warnings
        }
        try
        {
            t_others = FindOtherThreads(new Py(ref frame));
        }
        catch (Exception)
        {
            t_others = OtherThreads.Some; // no /proc: the child finds out
        }
        finally
        {
            frame.Release();
        }
        // A child that is made during a garbage collection could not even say that it refuses.
        t_holdsCollections = t_others != OtherThreads.None && TryHoldCollections();
    }

    private static void AfterInParent()
    {
        if (t_holdsCollections)
            ReleaseCollections();
        t_holdsCollections = false;
    }

    // Until .NET is known to work nothing is allocated: a thread that was allocating at the fork has left the allocator's lock behind.
    private static void AfterInChild()
    {
        _process = PosixProcess.Id();
        PyInterpreter? interpreter = PyInterpreter.Current();
        interpreter?.ForgetThreads();
        if (t_others == OtherThreads.OfThreadPool)
        {
            ForkRefusal.Apply(interpreter, "the parent had used .NET's thread pool or timers, which do not run in a child"u8);
        }
        else if (t_others == OtherThreads.Some && !ForkProbe.Works())
        {
            ForkRefusal.Apply(interpreter, "another thread was running C# at the moment of the fork"u8); // and collections stay held off
        }
        else
        {
            AfterInParent();
            interpreter?.PrepareForChildren();
        }
    }

    // .NET's own: the finalizer's is idle unless a garbage collection has just been, and the ones of the thread pool are missed in the child.
    private static OtherThreads FindOtherThreads(Py py)
    {
        PyObject threads = py.Import("os").Invoke("listdir", ThreadFolder);
        if (threads.Length() == 1)
            return OtherThreads.None;
        PyObject open = py.Import("io").Attr("open");
        int others = -1;
        foreach (PyObject thread in threads)
        {
            others++;
            string name;
            try
            {
                PyObject file = open.Call(ThreadFolder + "/" + thread.ToString() + "/comm", "rb");
                name = file.Invoke("read").Invoke("decode", "utf-8", "replace").ToString();
                file.Invoke("close");
            }
            catch (Exception)
            {
                continue; // it has ended
            }
            if (name.StartsWith(".NET TP", StringComparison.Ordinal) || name.StartsWith(".NET Timer", StringComparison.Ordinal))
                return OtherThreads.OfThreadPool;
            if (name.StartsWith(".NET Finalizer", StringComparison.Ordinal))
                others--;
        }
        return others > 0 ? OtherThreads.Some : OtherThreads.None;
    }

    private static bool TryHoldCollections()
    {
        long room = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, LeastRoomWithoutCollection, MostRoomWithoutCollection);
        return TryHoldCollections(room, withoutCollecting: true) ?? TryHoldCollections(LeastRoomWithoutCollection, withoutCollecting: false) ?? false;
    }

    // Null where there is no such room.
    private static bool? TryHoldCollections(long room, bool withoutCollecting)
    {
        try
        {
            return GC.TryStartNoGCRegion(room, disallowFullBlockingGC: withoutCollecting) ? true : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // more than .NET's heap may have
        }
        catch (InvalidOperationException)
        {
            return false; // somebody else holds them off
        }
    }

    private static void ReleaseCollections()
    {
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // Somebody has collected all the same.
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint BeforeEntry(nint self, nint arguments) => Run(&Before);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ParentEntry(nint self, nint arguments) => Run(&AfterInParent);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ChildEntry(nint self, nint arguments) => Run(&AfterInChild);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Run(delegate*<void> hook)
    {
        try
        {
            hook();
        }
        catch (Exception exception)
        {
            ExceptionTranslator.WriteUnraisable(exception);
        }
        return PyCall.None();
    }
}
