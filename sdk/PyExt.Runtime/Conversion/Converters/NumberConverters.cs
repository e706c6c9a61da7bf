using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary><c>long</c> and <c>int</c>.</summary>
[PyConverter("int")]
public readonly unsafe struct Int64Converter : IPyConverter<long>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFromPython(Py py, nint value, out long result) => TryFromExact(value, out result) || TrySlow(value, out result);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFromExact(nint value, out long result)
    {
        result = 0;
        return CPythonProcess.TypeOf(value) == CPythonProcess.LongType && ObjectLayout.TryReadCompactLong(value, out result);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, long value) => CPython.PyLong_FromLongLong(value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TrySlow(nint value, out long result)
    {
        int overflow;
        if (CPythonProcess.TypeOf(value) == CPythonProcess.LongType)
        {
            result = CPython.PyLong_AsLongLongAndOverflow(value, &overflow);
            return overflow == 0 || PyErrors.Overflow("Python int too large to convert to C# long");
        }
        // bool, subclasses, and whatever has __index__: runs Python code.
        result = 0;
        nint integer = CPython.PyNumber_Index(value);
        if (integer == 0)
            return false;
        result = CPython.PyLong_AsLongLongAndOverflow(integer, &overflow);
        CPython.Py_DecRef(integer);
        return overflow == 0 || PyErrors.Overflow("Python int too large to convert to C# long");
    }
}

/// <summary>The integers that fit into a <c>long</c>, range-checked.</summary>
internal static class SmallInteger<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryFromPython(Py py, nint value, out T result)
    {
        result = default;
        if (!Int64Converter.TryFromPython(py, value, out long wide))
            return false;
        if (wide < long.CreateTruncating(T.MinValue) || wide > long.CreateTruncating(T.MaxValue))
            return OutOfRange(wide);
        result = T.CreateTruncating(wide);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryFromExact(nint value, out T result)
    {
        bool read = Int64Converter.TryFromExact(value, out long wide);
        result = T.CreateTruncating(wide);
        return read && long.CreateTruncating(result) == wide;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool OutOfRange(long value) => PyErrors.Overflow(string.Create(CultureInfo.InvariantCulture,
        $"{value} is out of range: C# {typeof(T).Name} holds {T.MinValue} to {T.MaxValue}"));
}

/// <summary><c>int</c> and <c>int</c>.</summary>
[PyConverter("int")]
public readonly struct Int32Converter : IPyConverter<int>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out int result) => SmallInteger<int>.TryFromPython(py, value, out result);

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out int result) => SmallInteger<int>.TryFromExact(value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, int value) => CPython.PyLong_FromLongLong(value);
}

/// <summary><c>short</c> and <c>int</c>.</summary>
[PyConverter("int")]
public readonly struct Int16Converter : IPyConverter<short>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out short result) => SmallInteger<short>.TryFromPython(py, value, out result);

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out short result) => SmallInteger<short>.TryFromExact(value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, short value) => CPython.PyLong_FromLongLong(value);
}

/// <summary><c>sbyte</c> and <c>int</c>.</summary>
[PyConverter("int")]
public readonly struct SByteConverter : IPyConverter<sbyte>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out sbyte result) => SmallInteger<sbyte>.TryFromPython(py, value, out result);

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out sbyte result) => SmallInteger<sbyte>.TryFromExact(value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, sbyte value) => CPython.PyLong_FromLongLong(value);
}

/// <summary><c>byte</c> and <c>int</c>.</summary>
[PyConverter("int")]
public readonly struct ByteConverter : IPyConverter<byte>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out byte result) => SmallInteger<byte>.TryFromPython(py, value, out result);

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out byte result) => SmallInteger<byte>.TryFromExact(value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, byte value) => CPython.PyLong_FromLongLong(value);
}

/// <summary><c>ushort</c> and <c>int</c>.</summary>
[PyConverter("int")]
public readonly struct UInt16Converter : IPyConverter<ushort>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out ushort result) => SmallInteger<ushort>.TryFromPython(py, value, out result);

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out ushort result) => SmallInteger<ushort>.TryFromExact(value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, ushort value) => CPython.PyLong_FromLongLong(value);
}

/// <summary><c>uint</c> and <c>int</c>.</summary>
[PyConverter("int")]
public readonly struct UInt32Converter : IPyConverter<uint>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out uint result) => SmallInteger<uint>.TryFromPython(py, value, out result);

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out uint result) => SmallInteger<uint>.TryFromExact(value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, uint value) => CPython.PyLong_FromLongLong(value);
}

/// <summary><c>ulong</c> and <c>int</c>.</summary>
[PyConverter("int")]
public readonly struct UInt64Converter : IPyConverter<ulong>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFromPython(Py py, nint value, out ulong result) => TryFromExact(value, out result) || TrySlow(value, out result);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFromExact(nint value, out ulong result)
    {
        bool read = Int64Converter.TryFromExact(value, out long signed);
        result = (ulong)signed;
        return read && signed >= 0;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, ulong value) => CPython.PyLong_FromUnsignedLongLong(value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TrySlow(nint value, out ulong result)
    {
        result = 0;
        nint integer = CPython.PyNumber_Index(value);
        if (integer == 0)
            return false;
        result = CPython.PyLong_AsUnsignedLongLong(integer);
        CPython.Py_DecRef(integer);
        return result != ulong.MaxValue || CPython.PyErr_Occurred() == 0;
    }
}

/// <summary><c>double</c> and <c>float</c>.</summary>
[PyConverter("float")]
public readonly struct DoubleConverter : IPyConverter<double>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFromPython(Py py, nint value, out double result) => TryFromExact(value, out result) || TrySlow(value, out result);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFromExact(nint value, out double result)
    {
        result = 0;
        if (CPythonProcess.TypeOf(value) != CPythonProcess.FloatType)
            return false;
        result = ObjectLayout.IsKnown ? ObjectLayout.ReadFloat(value) : ReadByCall(value);
        return true;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, double value) => CPython.PyFloat_FromDouble(value);

    // Apart, since a call in a loop over a list of them keeps the loop's variables in memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double ReadByCall(nint exactFloat) => CPython.PyFloat_AsDoubleExact(exactFloat);

    // int, subclasses, and whatever has __float__ or __index__: runs Python code.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TrySlow(nint value, out double result)
    {
        result = CPython.PyFloat_AsDouble(value);
        return result != -1.0 || CPython.PyErr_Occurred() == 0;
    }
}

/// <summary><c>float</c> and <c>float</c>.</summary>
[PyConverter("float")]
public readonly struct SingleConverter : IPyConverter<float>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out float result)
    {
        bool converted = DoubleConverter.TryFromPython(py, value, out double wide);
        result = (float)wide;
        return converted;
    }

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out float result)
    {
        bool converted = DoubleConverter.TryFromExact(value, out double wide);
        result = (float)wide;
        return converted;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, float value) => CPython.PyFloat_FromDouble(value);
}

/// <summary><c>bool</c> and <c>bool</c>: only <c>True</c> and <c>False</c>, as truth of anything else is rarely meant.</summary>
[PyConverter("bool")]
public readonly struct BooleanConverter : IPyConverter<bool>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out bool result)
    {
        result = value == CPythonProcess.True;
        return result || value == CPythonProcess.False || PyErrors.WrongType("'" + PyErrors.TypeName(value) + "' object cannot be interpreted as a bool");
    }

    /// <inheritdoc/>
    public static bool TryFromExact(nint value, out bool result)
    {
        result = value == CPythonProcess.True;
        return result || value == CPythonProcess.False;
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, bool value) => value ? CPythonProcess.True : CPythonProcess.False;
}
