using System;

namespace PyExt;

/// <summary>Gives an exported class, member or parameter another Python name than the one PEP 8 suggests.</summary>
/// <param name="name">A Python identifier.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class PyNameAttribute(string name) : Attribute
{
    /// <summary>The Python name.</summary>
    public string Name { get; } = name;
}
