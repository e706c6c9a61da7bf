using System;

namespace PyExt;

/// <summary>
/// Exports a class to Python as a heap type that is created for every module object (PEP 573), never shared between interpreters.
/// Its public constructor, methods, properties and operators are exported. A struct without references lives in the Python object itself and is copied when it crosses.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PyClassAttribute : Attribute
{
    /// <summary>How instances are safe without the GIL; for <c>PyGil=NotUsed</c>.</summary>
    public PyThreading Threading { get; set; }
}
