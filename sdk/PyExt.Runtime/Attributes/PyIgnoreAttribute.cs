using System;

namespace PyExt;

/// <summary>Hides a public member of a <see cref="PyModuleAttribute"/> or <see cref="PyClassAttribute"/> class from Python.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Constructor)]
public sealed class PyIgnoreAttribute : Attribute;
