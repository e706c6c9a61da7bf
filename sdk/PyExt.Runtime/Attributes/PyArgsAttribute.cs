using System;

namespace PyExt;

/// <summary>
/// Makes a parameter Python's <c>*args</c>: it takes the positional arguments that are left. <c>params</c> does so by itself; the attribute is for a <see cref="PyTuple"/>, which takes the objects as they are,
/// and for a list, array or span that other parameters follow, which are keyword-only then.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PyArgsAttribute : Attribute;
