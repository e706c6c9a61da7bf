using System.Threading;

namespace PyExt.CApi;

/// <summary>
/// What free-threaded builds need beyond the stable ABI of 3.12: functions that are looked up at run time, since a GIL build of that age has none of them. Written once by
/// <see cref="Initialize"/>, constant afterwards. docs/internals/free-threading.md says what each is for.
/// </summary>
internal static unsafe class FreeThreading
{
    private const string WrittenOnce = "Addresses of code of the running CPython: written by Initialize under the lock of ModuleRuntime.Init, before any module exists, and never again.";

    /// <summary>Whether everything was found. A free-threaded build that lacks something keeps its GIL.</summary>
    [ProcessShared(WrittenOnce)]
    internal static bool IsComplete;

    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl]<void*, nint, void> CriticalSectionBegin;

    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl]<void*, nint, nint, void> CriticalSection2Begin;

    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl]<void*, void> CriticalSectionEnd, CriticalSection2End;

    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl]<nint, nint, nint*, int> DictGetItemRef;

    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl]<nint, nint, nint, nint*, int> DictSetDefaultRef;

    [ProcessShared(WrittenOnce)]
    internal static delegate* unmanaged[Cdecl]<nint, nint*, int> WeakrefGetRef;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<nint, int> _tryIncRef;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<nint, void> _enableTryIncRef;

    /// <summary>Looks the functions up. Called once, on free-threaded builds only.</summary>
    internal static void Initialize(int version)
    {
        CriticalSectionBegin = (delegate* unmanaged[Cdecl]<void*, nint, void>)CPythonProcess.Find("PyCriticalSection_Begin");
        CriticalSection2Begin = (delegate* unmanaged[Cdecl]<void*, nint, nint, void>)CPythonProcess.Find("PyCriticalSection2_Begin");
        CriticalSectionEnd = (delegate* unmanaged[Cdecl]<void*, void>)CPythonProcess.Find("PyCriticalSection_End");
        CriticalSection2End = (delegate* unmanaged[Cdecl]<void*, void>)CPythonProcess.Find("PyCriticalSection2_End");
        DictGetItemRef = (delegate* unmanaged[Cdecl]<nint, nint, nint*, int>)CPythonProcess.Find("PyDict_GetItemRef");
        DictSetDefaultRef = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint*, int>)CPythonProcess.Find("PyDict_SetDefaultRef");
        WeakrefGetRef = (delegate* unmanaged[Cdecl]<nint, nint*, int>)CPythonProcess.Find("PyWeakref_GetRef");
        _tryIncRef = (delegate* unmanaged[Cdecl]<nint, int>)CPythonProcess.Find("PyUnstable_TryIncRef");
        _enableTryIncRef = (delegate* unmanaged[Cdecl]<nint, void>)CPythonProcess.Find("PyUnstable_EnableTryIncRef");
        IsComplete = CriticalSectionBegin != null && CriticalSection2Begin != null && CriticalSectionEnd != null && CriticalSection2End != null
            && DictGetItemRef != null && DictSetDefaultRef != null && WeakrefGetRef != null
            && (version < CPythonProcess.Version314 || (_tryIncRef != null && _enableTryIncRef != null));
    }

    /// <summary>Prepares a new object for <see cref="TryIncRef"/> (<c>PyUnstable_EnableTryIncRef</c>). The caller has the only reference.</summary>
    internal static void EnableTryIncRef(nint value)
    {
        if (_enableTryIncRef != null)
            _enableTryIncRef(value);
        else
            BiasedReferences.EnableTryIncRef(value);
    }

    /// <summary>
    /// Takes a reference unless the object has none left (<c>PyUnstable_TryIncRef</c>). The caller keeps its memory from being freed: it holds the lock that the object's
    /// <c>tp_dealloc</c> takes first. Neither blocks nor runs Python code.
    /// </summary>
    internal static bool TryIncRef(nint value) => _tryIncRef != null ? _tryIncRef(value) != 0 : BiasedReferences.TryIncRef(value);

    /// <summary>
    /// The same for 3.13t, which has the protocol for its own weak references but exports no function for it. The layout of that one version is final: <c>ob_ref_local</c> at 12,
    /// <c>ob_ref_shared</c> at 16 with its count from bit 2 on and a state below (PEP 703; 3.13's <c>pycore_object.h</c>).
    /// </summary>
    private static class BiasedReferences
    {
        private const int LocalOffset = 12;
        private const int SharedOffset = 16;
        private const uint ImmortalLocal = uint.MaxValue;
        private const long StateMask = 3;
        private const long MaybeWeakReferenced = 1;
        private const long Merged = 3;
        private const long One = 4;

        // An owner that gives up its last local reference then looks at the shared count before it deallocates, instead of skipping it.
        internal static void EnableTryIncRef(nint value)
        {
            ref long shared = ref *(long*)(value + SharedOffset);
            long seen = Volatile.Read(ref shared);
            while ((seen & StateMask) == 0)
            {
                long previous = Interlocked.CompareExchange(ref shared, seen | MaybeWeakReferenced, seen);
                if (previous == seen)
                    return;
                seen = previous;
            }
        }

        internal static bool TryIncRef(nint value)
        {
            if (Volatile.Read(ref *(uint*)(value + LocalOffset)) == ImmortalLocal)
                return true;
            ref long shared = ref *(long*)(value + SharedOffset);
            long seen = Volatile.Read(ref shared);
            while (true)
            {
                // Merged without a count: on its way to tp_dealloc. 0: not enabled, or between tp_finalize's two looks at the count.
                if (seen is 0 or Merged)
                    return false;
                long previous = Interlocked.CompareExchange(ref shared, seen + One, seen);
                if (previous == seen)
                    return true;
                seen = previous;
            }
        }
    }
}
