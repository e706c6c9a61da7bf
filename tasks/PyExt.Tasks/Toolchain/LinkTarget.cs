using PyExt.Wheel.Elf;
using PyExt.Wheel.Linking;

namespace PyExt.Tasks.Toolchain;

/// <summary>What a module is linked for, from the properties of its project.</summary>
internal static class LinkTarget
{
    /// <summary>The floor that a project asks for.</summary>
    /// <param name="runtimeIdentifier"><c>linux-x64</c> or <c>linux-arm64</c>; the targets ask for no other.</param>
    /// <param name="manylinux"><c>PyManylinux</c>.</param>
    public static LinkFloor? Floor(string runtimeIdentifier, string manylinux) =>
        LinkFloor.Parse(manylinux, runtimeIdentifier.EndsWith("-arm64", StringComparison.Ordinal) ? ElfMachine.Arm64 : ElfMachine.X64);
}
