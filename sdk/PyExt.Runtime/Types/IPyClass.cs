using System;
using System.ComponentModel;

namespace PyExt.Interop;

/// <summary>What links a C# object to its Python object. Generated into every root <c>[PyClass]</c> class.</summary>
/// <remarks>
/// All headers are equal, so that the equality a <c>record</c> synthesises from its fields does not see them. A copied object (<c>with</c>, <c>MemberwiseClone</c>) has a copy of
/// the header, which is not its own: <see cref="Owner"/> tells.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct PyInstanceHeader : IEquatable<PyInstanceHeader>
{
    /// <summary>The Python object, or 0: a borrowed pointer, cleared by <c>tp_dealloc</c>.</summary>
    internal nint Self;

    /// <summary>The module that the Python object belongs to.</summary>
    internal ModuleState? State;

    /// <summary>The C# object whose link this is.</summary>
    internal object? Owner;

    /// <inheritdoc/>
    public readonly bool Equals(PyInstanceHeader other) => true;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is PyInstanceHeader;

    /// <inheritdoc/>
    public override readonly int GetHashCode() => 0;

    /// <summary>Always true.</summary>
    /// <param name="left">A header.</param>
    /// <param name="right">Another.</param>
    /// <returns>True.</returns>
    public static bool operator ==(PyInstanceHeader left, PyInstanceHeader right) => left.Equals(right);

    /// <summary>Always false.</summary>
    /// <param name="left">A header.</param>
    /// <param name="right">Another.</param>
    /// <returns>False.</returns>
    public static bool operator !=(PyInstanceHeader left, PyInstanceHeader right) => !left.Equals(right);
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
