using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

// The buffers (PEP 3118) that a call looks at: exported for as long as its frame, so that the memory neither moves nor goes away under a span.
public unsafe partial struct PyFrame
{
    /// <summary>Asks an object for its buffer and holds it until the frame ends.</summary>
    /// <param name="exporter">The object.</param>
    /// <param name="flags">What is asked for (<c>PyBUF_…</c>).</param>
    /// <returns>The buffer, or null with a Python exception set.</returns>
    internal PyBufferLayout* HoldBuffer(nint exporter, int flags)
    {
        // Native memory: a Py_buffer must not move.
        var held = (HeldBuffer*)NativeMemory.Alloc((nuint)sizeof(HeldBuffer));
        if (CPython.PyObject_GetBuffer(exporter, &held->View, flags) != 0)
        {
            NativeMemory.Free(held);
            return null;
        }
        held->Next = _buffers;
        _buffers = held;
        return &held->View;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseBuffers()
    {
        while (_buffers is not null)
        {
            HeldBuffer* held = _buffers;
            _buffers = held->Next;
            CPython.PyBuffer_Release(&held->View);
            NativeMemory.Free(held);
        }
    }

    private struct HeldBuffer
    {
        internal PyBufferLayout View;
        internal HeldBuffer* Next;
    }
}
