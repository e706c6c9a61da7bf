using System;
using System.ComponentModel;

namespace PyExt.Interop;

/// <summary>What the generator knows of the module: the managed side of <c>PyModuleDef</c>. Constant after <c>PyInit</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PyModuleDefinition
{
    /// <summary>The dotted import name.</summary>
    public required string Name { get; init; }

    /// <summary>The module's docstring, or null.</summary>
    public string? Documentation { get; init; }

    /// <summary>The promise of the project.</summary>
    public required PyMultipleInterpreters MultipleInterpreters { get; init; }

    /// <summary>Whether the module needs the GIL of a free-threaded build.</summary>
    public PyGil Gil { get; init; }

    /// <summary>Makes the <c>[PyModule]</c> instance of one module object; null for a static class.</summary>
    public ModuleFactory? CreateInstance { get; init; }

    /// <summary>Adds constants; null when there are none.</summary>
    public ModuleInitializer? Initialize { get; init; }

    /// <summary>Registers the converters of the project's types, once per process; null when there are none.</summary>
    public Action? RegisterConverters { get; init; }

    /// <summary>The module's functions.</summary>
    public PyMethod[] Methods { get; init; } = [];

    /// <summary>Whether any class has handles to Python objects.</summary>
    public bool HasHandles { get; init; }

    /// <summary>The module's classes, bases before derived ones.</summary>
    public PyTypeDefinition[] Types { get; init; } = [];
}

/// <summary>Makes the <c>[PyModule]</c> instance of one module object.</summary>
/// <param name="py">The token of the exec slot.</param>
/// <returns>The instance.</returns>
public delegate object ModuleFactory(Py py);

/// <summary>Adds constants to a module object.</summary>
/// <param name="py">The token of the exec slot.</param>
/// <param name="module">The module.</param>
public delegate void ModuleInitializer(Py py, PyObject module);

/// <summary>A function or method: the managed side of <c>PyMethodDef</c>.</summary>
/// <param name="Name">The Python name.</param>
/// <param name="Function">The entry point: an <c>[UnmanagedCallersOnly]</c> method with the signature that the flags ask for.</param>
/// <param name="Flags">The <c>METH_…</c> flags.</param>
/// <param name="Documentation">Signature line and docstring: <c>name($self, a)\n--\n\n…</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PyMethod(string Name, nint Function, int Flags, string? Documentation)
{
    /// <summary><c>METH_FASTCALL | METH_KEYWORDS</c>.</summary>
    public const int FastCall = 0x0080 | 0x0002;

    /// <summary><c>METH_NOARGS</c>.</summary>
    public const int NoArguments = 0x0004;

    /// <summary><c>METH_CLASS</c>.</summary>
    public const int Class = 0x0010;
}

/// <summary>A property: the managed side of <c>PyGetSetDef</c>.</summary>
/// <param name="Name">The Python name.</param>
/// <param name="Getter">The getter's entry point, or 0.</param>
/// <param name="Setter">The setter's entry point, or 0.</param>
/// <param name="Documentation">The docstring, or null.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PyProperty(string Name, nint Getter, nint Setter, string? Documentation);

/// <summary>A type slot: the managed side of <c>PyType_Slot</c>.</summary>
/// <param name="Id">The slot id (CPython's <c>typeslots.h</c>).</param>
/// <param name="Function">The entry point.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PySlot(int Id, nint Function);

/// <summary>A class: the managed side of <c>PyType_Spec</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PyTypeDefinition
{
    /// <summary>The dotted name: import name of the module, then the class.</summary>
    public required string QualifiedName { get; init; }

    /// <summary>Signature line and docstring, or null.</summary>
    public string? Documentation { get; init; }

    /// <summary>The index of the base class in the module's types, or -1 for <c>object</c>.</summary>
    public int BaseIndex { get; init; } = -1;

    /// <summary>The size of a struct, whose instances hold the value itself; 0 for a class.</summary>
    public int ValueSize { get; init; }

    /// <summary>Constructs the C# object from arguments; null when Python cannot make instances.</summary>
    public PyConstructor? Constructor { get; init; }

    /// <summary>Adds class constants; null when there are none.</summary>
    public ModuleInitializer? Initialize { get; init; }

    /// <summary>The methods.</summary>
    public PyMethod[] Methods { get; init; } = [];

    /// <summary>The properties.</summary>
    public PyProperty[] Properties { get; init; } = [];

    /// <summary>Operators, <c>repr</c>, hash and comparison.</summary>
    public PySlot[] Slots { get; init; } = [];
}

/// <summary>Constructs the C# object of a new Python instance.</summary>
/// <param name="py">The token of the call.</param>
/// <param name="arguments">The bound arguments: borrowed references, 0 where one was not given.</param>
/// <returns>The object, or null with a Python exception set.</returns>
public unsafe delegate object? PyConstructorBody(Py py, nint* arguments);

/// <summary>A constructor and its parameters.</summary>
/// <param name="Signature">The parameters.</param>
/// <param name="Body">Converts the arguments and calls the constructor.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record PyConstructor(PySignature Signature, PyConstructorBody Body);
