using System;

namespace PyExt.Interop;

/// <summary>Makes a type that implements <see cref="IPyConverter{T}"/> known to the generator.</summary>
/// <param name="hint">The Python type for stubs. <c>{0}</c>, <c>{1}</c>, … stand for the hints of the converter's own converters, in the order of the type parameters.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PyConverterAttribute(string hint) : Attribute
{
    /// <summary>The Python type for stubs.</summary>
    public string Hint { get; } = hint;

    /// <summary>The Python type for stubs of parameters, where it is wider than what is returned (<c>Sequence</c> instead of <c>list</c>).</summary>
    public string? ParameterHint { get; set; }

    /// <summary>Whether the conversion reaches the module's state (handles and classes do), or leaves something in the call's frame that is released at its end (buffers do).</summary>
    public bool NeedsFrame { get; set; }
}
