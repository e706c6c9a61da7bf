using System;

namespace PyExt;

/// <summary>
/// Makes a parameter and those before it positional-only, as <c>/</c> does in a Python signature: <c>def f(a, b, /, c)</c> is <c>F(long a, [PyPositionalOnly] long b, long c)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PyPositionalOnlyAttribute : Attribute;
