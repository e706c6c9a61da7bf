using System;

namespace PyExt;

/// <summary>
/// Makes a <c>ReadOnlySpan&lt;byte&gt;</c> text in UTF-8, which is <c>str</c> to Python, instead of <c>bytes</c>. A parameter looks at the text that Python has, without a copy; it is valid for the call. On
/// <c>[return: PyUtf8]</c> and a property the bytes become a new <c>str</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property)]
public sealed class PyUtf8Attribute : Attribute;
