using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

/// <summary>A text that CPython keeps a pointer to: a UTF-8 literal, which lies in the module's read-only data and ends with a zero byte.</summary>
/// <remarks>Copies of .NET strings took 0.3 µs for each name and docstring at the import, and four times the room.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct PyText
{
    private readonly byte* _pointer;

    private PyText(byte* pointer) => _pointer = pointer;

    internal byte* Pointer => _pointer;

    /// <summary>Wraps a literal: <c>"text"u8</c> and nothing else.</summary>
    /// <param name="literal">The literal, or nothing for none.</param>
    public static implicit operator PyText(ReadOnlySpan<byte> literal) => new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal)));
}

/// <summary>A function or method: <c>PyMethodDef</c>.</summary>
/// <param name="name">The Python name.</param>
/// <param name="function">The entry point: an <c>[UnmanagedCallersOnly]</c> method with the signature that the flags ask for.</param>
/// <param name="flags">The <c>METH_…</c> flags.</param>
/// <param name="documentation">Signature line and docstring: <c>name($self, a)\n--\n\n…</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PyMethod(ReadOnlySpan<byte> name, nint function, int flags, ReadOnlySpan<byte> documentation)
{
    internal readonly PyText Name = name;
    internal readonly nint Function = function;
    internal readonly int Flags = flags;
    internal readonly PyText Documentation = documentation;

    /// <summary><c>METH_FASTCALL | METH_KEYWORDS</c>.</summary>
    public const int FastCall = 0x0080 | 0x0002;

    /// <summary><c>METH_FASTCALL</c>.</summary>
    internal const int FastCallPositional = 0x0080;

    /// <summary><c>METH_O</c>.</summary>
    internal const int OneArgument = 0x0008;

    /// <summary><c>METH_NOARGS</c>.</summary>
    public const int NoArguments = 0x0004;

    /// <summary><c>METH_CLASS</c>.</summary>
    public const int Class = 0x0010;
}

/// <summary>A property: <c>PyGetSetDef</c>.</summary>
/// <param name="name">The Python name.</param>
/// <param name="getter">The getter's entry point, or 0.</param>
/// <param name="setter">The setter's entry point, or 0.</param>
/// <param name="documentation">The docstring, or nothing.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PyProperty(ReadOnlySpan<byte> name, nint getter, nint setter, ReadOnlySpan<byte> documentation)
{
    internal readonly PyText Name = name;
    internal readonly nint Getter = getter;
    internal readonly nint Setter = setter;
    internal readonly PyText Documentation = documentation;
}

/// <summary>A type slot: <c>PyType_Slot</c>.</summary>
/// <param name="id">The slot id (CPython's <c>typeslots.h</c>).</param>
/// <param name="function">The entry point.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PySlot(int id, nint function)
{
    internal readonly int Id = id;
    internal readonly nint Function = function;
}

/// <summary>A class: the managed side of <c>PyType_Spec</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PyTypeDefinition
{
    /// <summary>The dotted name: import name of the module, then the class.</summary>
    public required PyText QualifiedName { get; init; }

    /// <summary>Signature line and docstring, or nothing.</summary>
    public PyText Documentation { get; init; }

    /// <summary>The index of the base class in the module's types, or -1 for <c>object</c>.</summary>
    public int BaseIndex { get; init; } = -1;

    /// <summary>The size of a struct, whose instances hold the value itself; 0 for a class.</summary>
    public int ValueSize { get; init; }

    /// <summary>Constructs the C# object from arguments; nothing when Python cannot make instances.</summary>
    public PyConstructor Constructor { get; init; }

    /// <summary>Adds class constants; null when there are none.</summary>
    public ModuleInitializer? Initialize { get; init; }

    /// <summary>The methods.</summary>
    public PyMethod[] Methods { get; init; } = [];

    /// <summary>The properties.</summary>
    public PyProperty[] Properties { get; init; } = [];

    /// <summary>Operators, <c>repr</c>, hash and comparison.</summary>
    public PySlot[] Slots { get; init; } = [];
}

/// <summary>A constructor and its parameters.</summary>
/// <param name="signature">The parameters.</param>
/// <param name="body">
/// Converts the bound arguments (borrowed references, 0 where one was not given) and calls the constructor: the C# object of a new Python instance, or null with a Python exception set.
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct PyConstructor(delegate*<PySignature> signature, delegate*<Py, nint*, object?> body)
{
    internal readonly delegate*<PySignature> Signature = signature;
    internal readonly delegate*<Py, nint*, object?> Body = body;

    internal bool Exists => Body != null;
}
