using PyExt.Wheel.Audit;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel;

/// <summary>A wheel that was written, verified and moved to its place.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="FileName">Its name.</param>
/// <param name="Tag">Its compatibility tag.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Audit">What the audit of the binary found.</param>
public sealed record WheelResult(string Path, string FileName, WheelTag Tag, long Size, AuditReport Audit);
