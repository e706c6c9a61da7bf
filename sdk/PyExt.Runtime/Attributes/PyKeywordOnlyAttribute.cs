using System;

namespace PyExt;

/// <summary>
/// Makes a parameter and those after it keyword-only, as <c>*</c> does in a Python signature: <c>def f(a, *, b, c)</c> is <c>F(long a, [PyKeywordOnly] long b, long c)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PyKeywordOnlyAttribute : Attribute;
