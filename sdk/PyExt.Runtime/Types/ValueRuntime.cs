using System.ComponentModel;
using System.Runtime.CompilerServices;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>A <c>[PyClass]</c> struct. Implemented by generated code.</summary>
/// <typeparam name="TSelf">The struct.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPyValue<TSelf>
    where TSelf : unmanaged, IPyValue<TSelf>
{
    /// <summary>The index of the struct in the module's types.</summary>
    static abstract int PyClassIndex { get; }
}

/// <summary>
/// Instances of <c>[PyClass]</c> structs: the value itself is the type data of the Python object (PEP 697). There is no C# object, no handle to one, and nothing that either garbage collector has
/// to look at, which makes them as cheap as those of a class that was written in C.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ValueRuntime
{
    /// <summary>The value in an instance, which its methods change in place.</summary>
    /// <typeparam name="T">The struct that the slot or method belongs to: CPython has checked that <paramref name="self"/> is an instance.</typeparam>
    /// <param name="self">The Python object, which the caller keeps alive.</param>
    /// <returns>A reference into the object.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Value<T>(nint self)
        where T : unmanaged
        => ref *(T*)(self + CPythonProcess.InstanceDataOffset);

    /// <summary>Makes an instance.</summary>
    /// <typeparam name="T">The struct.</typeparam>
    /// <param name="type">Its Python type or a subclass of that.</param>
    /// <param name="value">The value.</param>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    public static nint New<T>(nint type, in T value)
        where T : unmanaged
    {
        nint self = CPython.NewInstance(type);
        if (self != 0)
            Value<T>(self) = value;
        return self;
    }

    /// <summary>The type of two operands, if both are instances of the struct's own type and not of a Python subclass.</summary>
    /// <typeparam name="T">The struct.</typeparam>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <returns>The type: a borrowed reference; or 0.</returns>
    public static nint CommonType<T>(nint left, nint right)
        where T : unmanaged, IPyValue<T>
    {
        nint type = CPythonProcess.TypeOf(left);
        return type == CPythonProcess.TypeOf(right) && IsExact(type, T.PyClassIndex) ? type : 0;
    }

    /// <summary>The other operand of a comparison.</summary>
    /// <typeparam name="T">The struct.</typeparam>
    /// <param name="self">An instance.</param>
    /// <param name="other">Anything.</param>
    /// <param name="value">The value of <paramref name="other"/>.</param>
    /// <returns>Whether it is an instance of the struct's type too.</returns>
    public static bool TryGetOther<T>(nint self, nint other, out T value)
        where T : unmanaged, IPyValue<T>
    {
        nint type = CPythonProcess.TypeOf(self);
        nint otherType = CPythonProcess.TypeOf(other);
        while (type != 0 && !IsExact(type, T.PyClassIndex))
            type = (nint)CPython.PyType_GetSlot(type, TypeSlot.Base);
        bool isInstance = type == otherType || (type != 0 && CPython.PyType_IsSubtype(otherType, type) != 0);
        value = isInstance ? Value<T>(other) : default;
        return isInstance;
    }

    // tp_methods is not inherited, and the table of a class is one for the process: it tells the class in whatever interpreter.
    private static bool IsExact(nint type, int classIndex) => CPython.PyType_GetSlot(type, TypeSlot.Methods) == TypeRuntime.MethodTable(classIndex);
}
