using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace PyExt.Interop;

/// <summary>What the generated traversal of a class with <see cref="PyHandle"/> fields implements.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPyTraversable
{
    /// <summary>Visits every handle. Must not touch Python, reference counts or locks (<c>tp_traverse</c>).</summary>
    /// <param name="visitor">The garbage collector's visitor.</param>
    void Traverse(ref PyVisitor visitor);

    /// <summary>Gives up every handle (<c>tp_clear</c>). May be called twice.</summary>
    void ClearHandles();
}

/// <summary>The <c>visitproc</c> of a <c>tp_traverse</c> call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe ref struct PyVisitor
{
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int> _visit;
    private readonly nint _argument;

    internal PyVisitor(delegate* unmanaged[Cdecl]<nint, nint, int> visit, nint argument)
    {
        _visit = visit;
        _argument = argument;
    }

    /// <summary>Not 0 once a visit asked to stop.</summary>
    internal int Result { get; private set; }

    /// <summary>Visits a handle.</summary>
    /// <param name="handle">The handle, or null.</param>
    public void Visit(PyHandle? handle)
    {
        if (handle is not null)
            Visit(handle.PointerForTraverse);
    }

    /// <summary>Visits a typed handle.</summary>
    /// <typeparam name="T">The class.</typeparam>
    /// <param name="handle">The handle, or null.</param>
    public void Visit<T>(PyHandle<T>? handle)
        where T : class, IPyClass<T>
        => Visit(handle?.Handle);

    /// <summary>Gives up a handle.</summary>
    /// <param name="handle">The handle, or null.</param>
    public static void Clear(PyHandle? handle) => handle?.ClearAttached();

    /// <summary>Gives up a typed handle.</summary>
    /// <typeparam name="T">The class.</typeparam>
    /// <param name="handle">The handle, or null.</param>
    public static void Clear<T>(PyHandle<T>? handle)
        where T : class, IPyClass<T>
        => handle?.Handle.ClearAttached();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Visit(nint value)
    {
        if (value != 0 && Result == 0)
            Result = _visit(value, _argument);
    }
}
