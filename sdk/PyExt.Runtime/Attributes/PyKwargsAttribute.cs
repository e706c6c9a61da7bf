using System;

namespace PyExt;

/// <summary>
/// Makes a parameter Python's <c>**kwargs</c>: it takes the keyword arguments that are left. A <see cref="PyDict"/> takes the objects as they are, a <c>Dictionary&lt;string, T&gt;</c> or
/// <c>IReadOnlyDictionary&lt;string, T&gt;</c> converts them. It is empty where there are none, and may stand anywhere among the parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PyKwargsAttribute : Attribute;
