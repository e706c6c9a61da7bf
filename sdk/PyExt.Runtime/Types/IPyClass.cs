using System.ComponentModel;

namespace PyExt.Interop;

/// <summary>What links a C# object to its Python object. Generated into every root <c>[PyClass]</c> class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct PyInstanceHeader
{
    /// <summary>The Python object, or 0: a borrowed pointer, cleared by <c>tp_dealloc</c>.</summary>
    internal nint Self;

    /// <summary>The module that the Python object belongs to.</summary>
    internal ModuleState? State;
}

/// <summary>A C# object that can have a Python object. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPyInstance
{
    /// <summary>The link to the Python object.</summary>
    ref PyInstanceHeader PyHeader { get; }

    /// <summary>The index of the object's own class in the module's types.</summary>
    int PyTypeIndex { get; }
}

/// <summary>A <c>[PyClass]</c> class. Implemented by generated code.</summary>
/// <typeparam name="TSelf">The class.</typeparam>
public interface IPyClass<TSelf> : IPyInstance
    where TSelf : class, IPyClass<TSelf>
{
    /// <summary>The index of the class in the module's types.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract int PyClassIndex { get; }
}
