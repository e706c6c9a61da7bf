using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace PyExt.Interop;

/// <summary>Room for the first items of a <c>*args</c> that is a span: a local of the body, so that a call with a few of them allocates nothing.</summary>
/// <typeparam name="T">The item type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[InlineArray(Length)]
public struct PyItems<T>
{
    internal const int Length = 16;

#pragma warning disable IDE0044, IDE0051, RCS1213, S4487 // read and written by index
    private T _first;
#pragma warning restore IDE0044, IDE0051, RCS1213, S4487
}
