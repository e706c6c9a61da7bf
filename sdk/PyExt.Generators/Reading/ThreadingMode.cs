using System.Linq;
using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Reading;

/// <summary><c>PyThreading</c>: how instances of an exported class are safe without the GIL. The values are the enum's.</summary>
internal enum ThreadingMode
{
    /// <summary>Nothing is said.</summary>
    Unspecified,

    /// <summary>Instances do not change.</summary>
    Frozen,

    /// <summary>Calls run in the critical section of the object.</summary>
    Locked,

    /// <summary>The class synchronises itself.</summary>
    Manual,
}

/// <summary>Reads the mode of a class.</summary>
internal static class ThreadingModes
{
    /// <summary>What the attribute of the class itself says.</summary>
    public static ThreadingMode Declared(INamedTypeSymbol type)
    {
        AttributeData? attribute = Known.Attribute(type, Known.PyClass) ?? Known.Attribute(type, Known.PyModule);
        object? value = attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == "Threading").Value.Value;
        return value is int mode ? (ThreadingMode)mode : ThreadingMode.Unspecified;
    }

    /// <summary>The mode of the class: its own, or where it has none that of the nearest exported base.</summary>
    public static ThreadingMode Of(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null && IsExported(current); current = current.BaseType)
        {
            ThreadingMode mode = Declared(current);
            if (mode != ThreadingMode.Unspecified)
                return mode;
        }
        return ThreadingMode.Unspecified;
    }

    /// <summary>Whether calls run in the critical section of the object.</summary>
    public static bool IsLocked(ITypeSymbol? type) => type is INamedTypeSymbol named && Of(named) == ThreadingMode.Locked;

    private static bool IsExported(INamedTypeSymbol type) => Known.Has(type, Known.PyClass) || Known.Has(type, Known.PyModule);
}
