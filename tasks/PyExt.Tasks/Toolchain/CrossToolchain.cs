namespace PyExt.Tasks.Toolchain;

/// <summary>The programs that turn an object file of another platform into a module.</summary>
/// <param name="Driver">The compiler driver that links.</param>
/// <param name="LinkerFlavor">The linker that the driver is told to use.</param>
/// <param name="ObjCopy">The program that strips symbols; empty where nothing is stripped.</param>
public sealed record CrossToolchain(string Driver, string LinkerFlavor, string ObjCopy);
