using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// The references that live as long as one call from Python (or one <see cref="PyScope"/>). A local of the generated entry point: <see cref="Py"/> and
/// <see cref="PyObject"/> hold a <c>ref</c> to it, so the compiler keeps them from outliving it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe partial struct PyFrame
{
    private readonly nint _module;
    private ModuleState? _state;
    private int _count;
    private nint[]? _overflow;
    private List<PyHandle>? _exceptions;
    private HeldBuffer* _buffers;
    private InlineReferences _inline;

    /// <summary>Opens a frame for a call into a module.</summary>
    /// <param name="state">The module's state.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PyFrame(ModuleState? state)
        : this(0, state)
    {
        if (state is not null && state.Interpreter.HasPendingDrops)
            state.Interpreter.DrainDrops();
    }

    /// <summary>Opens a frame for a call of a module function that may do without the module's state: it is looked up where it is needed, which saves 3 ns where it is not.</summary>
    /// <param name="module">The module: a borrowed reference that the caller keeps alive during the call.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PyFrame(nint module)
        : this(module, null)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PyFrame(nint module, ModuleState? state)
    {
        // _inline stays uninitialised: only the first _count entries are read, and clearing 64 bytes per call is measurable.
        Unsafe.SkipInit(out this);
        _module = module;
        _state = state;
        _count = 0;
        _overflow = null;
        _exceptions = null;
        _buffers = null;
    }

    /// <summary>The module's state, or null for the frame of a call that has none.</summary>
    internal ModuleState? State => _state ?? FindState();

    /// <summary>Gives up every reference of the frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release()
    {
        if (_count != 0)
            ReleaseAll();
        if (_exceptions is not null)
            ReleaseExceptions();
        if (_buffers is not null)
            ReleaseBuffers();
    }

    /// <summary>
    /// Ties a caught exception object to the end of the call: a swallowed exception would keep its traceback's frames, and all their locals, until the .NET garbage collector
    /// happens to run.
    /// </summary>
    internal void OwnException(PyHandle exception) => (_exceptions ??= []).Add(exception);

    /// <summary>Takes over the exceptions of a nested frame, which may be on their way out through it.</summary>
    internal void OwnExceptionsOf(ref PyFrame nested)
    {
        if (nested._exceptions is null)
            return;
        (_exceptions ??= []).AddRange(nested._exceptions);
        nested._exceptions = null;
    }

    /// <summary>Takes over a strong reference.</summary>
    internal nint Own(nint strong)
    {
        if (_count < InlineReferences.Length)
            _inline[_count++] = strong;
        else
            OwnOverflow(strong);
        return strong;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ModuleState? FindState()
    {
        if (_module == 0)
            return null;
        _state = ModuleState.FromModule(_module);
        if (_state.Interpreter.HasPendingDrops)
            _state.Interpreter.DrainDrops();
        return _state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OwnOverflow(nint strong)
    {
        int index = _count - InlineReferences.Length;
        if (_overflow is null)
            _overflow = new nint[16];
        else if (index == _overflow.Length)
            Array.Resize(ref _overflow, index * 2);
        _overflow[index] = strong;
        _count++;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseAll()
    {
        // A finalizer that runs here may enter the module again, but never this frame.
        for (int i = _count - 1; i >= 0; i--)
            CPython.Py_DecRef(i < InlineReferences.Length ? _inline[i] : _overflow![i - InlineReferences.Length]);
        _count = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseExceptions()
    {
        foreach (PyHandle exception in _exceptions!)
            exception.ClearAttached();
        _exceptions = null;
    }

    [InlineArray(Length)]
    private struct InlineReferences
    {
        internal const int Length = 8;
        private nint _first;
    }
}
