using PyExt.Wheel.Statics;

namespace PyExt.Wheel.NativeImports;

/// <summary>A function of a native library that is in the module as a call (P/Invoke): the library is opened when it is first made.</summary>
/// <param name="Library">The library as C# names it, such as <c>e_sqlite3</c>.</param>
/// <param name="Function">The function.</param>
/// <param name="DeclaringType">The type that declares it.</param>
/// <param name="AssemblyName">The name of the assembly that has the type.</param>
/// <param name="Assembly">That assembly.</param>
public sealed record NativeImport(string Library, string Function, string DeclaringType, string AssemblyName, CompiledAssembly Assembly)
{
    /// <summary>The name of the file, where the library is named by a path.</summary>
    internal string FileName => Library[(Library.LastIndexOfAny(['/', '\\']) + 1)..];
}
