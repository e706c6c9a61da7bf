using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>Room for the first references of a <see cref="PyFrame"/>: a local beside it.</summary>
/// <remarks>
/// Apart from the frame, which holds .NET references and would have it cleared at every call, and made of plain fields, since an inline array would get every function a stack guard: 3 ns together.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct PyReferences
{
    internal const int Length = 8;

#pragma warning disable CS0169, IDE0051, RCS1213 // read and written by index
    private nint _0, _1, _2, _3, _4, _5, _6, _7;
#pragma warning restore CS0169, IDE0051, RCS1213
}

/// <summary>
/// The references that live as long as one call from Python (or one <see cref="PyScope"/>). A local of the generated entry point: <see cref="Py"/> and
/// <see cref="PyObject"/> hold a <c>ref</c> to it, so the compiler keeps them from outliving it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe partial struct PyFrame
{
    /// <summary>In the lowest bit of a reference, which is 0 otherwise: no Python code runs when the object dies, so that it takes no transition.</summary>
    internal const nint Leaf = 1;

    private readonly nint _module;
    private nint* _room;
    private ModuleState? _state;
    private List<PyHandle>? _exceptions;
    private HeldBuffer* _buffers;
    private int _count;
    private int _capacity;

    /// <summary>Opens a frame for a call into a module.</summary>
    /// <param name="state">The module's state.</param>
    /// <param name="room">Room for references, as long as the frame; or null.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PyFrame(ModuleState state, PyReferences* room)
        : this(0, state, room)
    {
        if (state.Interpreter.HasPendingDrops)
            state.Interpreter.DrainDrops();
    }

    /// <summary>Opens a frame for a call of a module function that may do without the module's state: it is looked up where it is needed, which saves 3 ns where it is not.</summary>
    /// <param name="module">The module: a borrowed reference that the caller keeps alive during the call.</param>
    /// <param name="room">Room for references, as long as the frame; or null.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PyFrame(nint module, PyReferences* room)
        : this(module, null, room)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PyFrame(nint module, ModuleState? state, PyReferences* room)
    {
        _module = module;
        _state = state;
        _room = (nint*)room;
        _count = 0;
        _capacity = room is null ? 0 : PyReferences.Length;
        _exceptions = null;
        _buffers = null;
    }

    /// <summary>The module's state.</summary>
    internal ModuleState State => _state ?? FindState();

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
        if (nested._exceptions is null or [])
            return;
        (_exceptions ??= []).AddRange(nested._exceptions);
        nested._exceptions.Clear();
    }

    /// <summary>Takes over a strong reference.</summary>
    internal nint Own(nint strong)
    {
        if (_count == _capacity)
            Grow();
        _room[_count++] = strong;
        return strong;
    }

    /// <summary>The interned <c>str</c> of a name that the program has, such as a literal.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isBorrowed">Whether the module keeps it, so that the reference is not the caller's.</param>
    /// <returns>The string, or 0 with a Python exception set.</returns>
    internal nint NewName(string name, out bool isBorrowed)
    {
        nint kept = _state is null && _module == 0 ? 0 : State.Names.Find(name);
        isBorrowed = kept != 0;
        return isBorrowed ? kept : Utf8.FromUtf16(name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ModuleState FindState()
    {
        if (_module == 0)
            throw new InvalidOperationException("this Py does not belong to a call from Python");
        _state = ModuleState.FromModule(_module);
        if (_state.Interpreter.HasPendingDrops)
            _state.Interpreter.DrainDrops();
        return _state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseAll()
    {
        // A finalizer that runs here may enter the module again, but never this frame.
        for (int i = _count - 1; i >= 0; i--)
        {
            nint strong = _room[i];
            if ((strong & Leaf) != 0)
                CPython.ReleaseLeaf(strong & ~Leaf);
            else
                CPython.Py_DecRef(strong);
        }
        _count = 0;
        if (_capacity > PyReferences.Length)
            NativeMemory.Free(_room);
        _capacity = 0;
    }

    // Native memory instead of a List: an item of a long `foreach` takes 11.5 ns with that, 8 so.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        int capacity = Math.Max(4 * PyReferences.Length, 2 * _capacity);
        nuint size = (nuint)capacity * (nuint)sizeof(nint);
        if (_capacity > PyReferences.Length)
        {
            _room = (nint*)NativeMemory.Realloc(_room, size);
        }
        else
        {
            var room = (nint*)NativeMemory.Alloc(size);
            new ReadOnlySpan<nint>(_room, _count).CopyTo(new Span<nint>(room, _count));
            _room = room;
        }
        _capacity = capacity;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void ReleaseExceptions()
    {
        foreach (PyHandle exception in _exceptions!)
            exception.ClearAttached();
        _exceptions.Clear();
    }
}
