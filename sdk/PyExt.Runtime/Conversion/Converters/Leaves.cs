using System.Runtime.CompilerServices;
using PyExt.CApi;

namespace PyExt.Converters;

/// <summary>Python objects that hold no others and run no Python code when they are hashed, compared with each other, or die: those that are new can be put into a container without a transition.</summary>
internal static class Leaves
{
    /// <summary>
    /// Whether a converter makes nothing but <c>int</c>, <c>float</c>, <c>str</c>, <c>bool</c> and <c>None</c>. Known to the compiler, so a set of numbers takes 12 % less than with a look at the
    /// type of each.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AreAllThatMakes<TConverter>() => !CPythonProcess.IsFreeThreaded && (IsInteger<TConverter>() || IsOther<TConverter>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInteger<TConverter>() =>
        typeof(TConverter) == typeof(Int64Converter) || typeof(TConverter) == typeof(UInt64Converter) || typeof(TConverter) == typeof(Int32Converter) || typeof(TConverter) == typeof(UInt32Converter)
        || typeof(TConverter) == typeof(Int16Converter) || typeof(TConverter) == typeof(UInt16Converter) || typeof(TConverter) == typeof(SByteConverter) || typeof(TConverter) == typeof(ByteConverter);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOther<TConverter>() =>
        typeof(TConverter) == typeof(StringConverter) || typeof(TConverter) == typeof(CharConverter) || typeof(TConverter) == typeof(DoubleConverter)
        || typeof(TConverter) == typeof(SingleConverter) || typeof(TConverter) == typeof(BooleanConverter);
}
