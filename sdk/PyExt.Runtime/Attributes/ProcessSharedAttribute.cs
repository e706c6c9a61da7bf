using System;

namespace PyExt;

/// <summary>
/// States why a static field may be shared by every interpreter of the process: it is immutable, or every access is atomic or locked.
/// Without it a mutable static is an error in a module that declares <c>SharedGil</c> or <c>PerInterpreterGil</c> (PYX0001).
/// </summary>
/// <param name="reason">The reason, for the reader and for the audit report.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Event)]
public sealed class ProcessSharedAttribute(string reason) : Attribute
{
    /// <summary>The reason, for the reader and for the audit report.</summary>
    public string Reason { get; } = reason;
}
