using System;
using System.Diagnostics.CodeAnalysis;
using PyExt.Interop;

namespace PyExt;

/// <summary>A nested frame for loops: see <see cref="Py.Scope"/>.</summary>
public readonly ref struct PyScope : IDisposable
{
    private readonly ref PyFrame _outer;
    private readonly FrameBox? _box;

    internal PyScope(ref PyFrame outer, ModuleState state)
    {
        _outer = ref outer;
        _box = new FrameBox(state);
    }

    /// <summary>The token of this scope. It and everything made through it cannot leave the block of the scope: the compiler rejects it.</summary>
    // [UnscopedRef] ties the result to the scope variable itself although the frame lives on the heap. A frame inside the struct would not do: `using` variables are read-only,
    // so a mutating call on one works on a copy.
    [UnscopedRef]
    public Py Py
    {
        get
        {
            if (_box is null)
                throw new InvalidOperationException("this PyScope is default(PyScope); take one from Py.Scope()");
            return new Py(ref _box.Frame);
        }
    }

    // Explicit, so that only `using` can call it: after a hand-written Dispose() the temporaries would still be in reach.
    void IDisposable.Dispose()
    {
        if (_box is null)
            return;
        _outer.OwnExceptionsOf(ref _box.Frame);
        _box.Frame.Release();
    }

    private sealed unsafe class FrameBox(ModuleState state)
    {
        internal PyFrame Frame = new(state, null);
    }
}
