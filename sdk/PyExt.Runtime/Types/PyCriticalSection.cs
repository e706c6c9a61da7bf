using System.ComponentModel;
using System.Runtime.CompilerServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// CPython's critical section on one or two objects (<c>PyCriticalSection</c>, <c>PyCriticalSection2</c>): what <see cref="PyThreading.Locked"/> members run in on a free-threaded
/// build. With a GIL it does nothing. A local of the generated body; CPython keeps its address until <see cref="End"/>.
/// </summary>
/// <remarks>It is suspended, like a GIL is released, while the thread waits or detaches: in <see cref="Py.AllowThreads(System.Action)"/>, in Python code that waits, in a critical section of another object.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe ref struct PyCriticalSection
{
    private PyCriticalSection2Layout _section;
    private byte _kind;

    /// <summary>Enters the section of one object.</summary>
    /// <param name="first">The object: a borrowed reference, or 0.</param>
    public void Begin(nint first)
    {
        _kind = 0;
        if (!CPythonProcess.IsFreeThreaded || first == 0 || first == CPythonProcess.None)
            return;
        _section = default;
        FreeThreading.CriticalSectionBegin(Unsafe.AsPointer(ref _section), first);
        _kind = 1;
    }

    /// <summary>Enters the section of two objects, without a deadlock whatever the order.</summary>
    /// <param name="first">An object: a borrowed reference, or 0.</param>
    /// <param name="second">An object, or 0.</param>
    public void Begin(nint first, nint second)
    {
        // An argument that was not given, or None for one that may be missing.
        if (first == 0 || first == CPythonProcess.None || second == 0 || second == CPythonProcess.None)
        {
            Begin(first == 0 || first == CPythonProcess.None ? second : first);
            return;
        }
        _kind = 0;
        if (!CPythonProcess.IsFreeThreaded)
            return;
        _section = default;
        FreeThreading.CriticalSection2Begin(Unsafe.AsPointer(ref _section), first, second);
        _kind = 2;
    }

    /// <summary>Leaves the section.</summary>
    public void End()
    {
        if (_kind == 0)
            return;
        if (_kind == 1)
            FreeThreading.CriticalSectionEnd(Unsafe.AsPointer(ref _section));
        else
            FreeThreading.CriticalSection2End(Unsafe.AsPointer(ref _section));
        _kind = 0;
    }
}
