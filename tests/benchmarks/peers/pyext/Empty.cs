using PyExt;

namespace BenchPyExt;

/// <summary>A class with nothing in it.</summary>
[PyClass]
public sealed partial class Empty;
