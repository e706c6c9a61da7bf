using System;
using PyExt.CApi;
using PyExt.Interop;

namespace PyExt.Converters;

/// <summary><c>ReadOnlySpan&lt;byte&gt;</c> and <c>bytes</c>; looks at whatever exports a buffer of bytes (<c>bytearray</c>, <c>memoryview</c>, …), without a copy.</summary>
[PyConverter("bytes", ParameterHint = "collections.abc.Buffer", NeedsFrame = true)]
public readonly unsafe struct ReadOnlyByteSpanConverter : IPyConverter<ReadOnlySpan<byte>>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out ReadOnlySpan<byte> result)
    {
        // Immutable, and alive as long as the call: bytes need not be asked for their buffer.
        if (CPythonProcess.TypeOf(value) == CPythonProcess.BytesType && ObjectLayout.IsKnown && ObjectLayout.SizeOf(value) <= int.MaxValue)
        {
            result = new ReadOnlySpan<byte>(ObjectLayout.BytesOf(value), (int)ObjectLayout.SizeOf(value));
            return true;
        }
        return Buffers.TryRead(py, value, out result);
    }

    /// <inheritdoc/>
    public static nint ToPython(Py py, ReadOnlySpan<byte> value) => BytesConverter.NewBytes(value);
}

/// <summary><c>Span&lt;byte&gt;</c> and whatever exports a writable buffer of bytes (<c>bytearray</c>, …): C# writes into it. Returned, it is copied to <c>bytes</c>.</summary>
[PyConverter("bytes", ParameterHint = "collections.abc.Buffer", NeedsFrame = true)]
public readonly struct ByteSpanConverter : IPyConverter<Span<byte>>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out Span<byte> result) => Buffers.TryReadWritable(py, value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, Span<byte> value) => BytesConverter.NewBytes(value);
}

/// <summary>
/// <c>ReadOnlySpan&lt;T&gt;</c> and whatever exports a C-contiguous buffer of that number type (<c>array.array</c>, a NumPy array, <c>memoryview.cast</c>), without a copy. Returned, it is a
/// <c>list</c>.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("list[{0}]", ParameterHint = "collections.abc.Buffer", NeedsFrame = true)]
public readonly struct ReadOnlySpanConverter<T, TConverter> : IPyConverter<ReadOnlySpan<T>>
    where T : unmanaged
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out ReadOnlySpan<T> result) => Buffers.TryRead(py, value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, ReadOnlySpan<T> value) => Sequences.NewList<T, TConverter>(py, value);
}

/// <summary><c>Span&lt;T&gt;</c> and whatever exports a writable, C-contiguous buffer of that number type: C# writes into it. Returned, it is copied to a <c>list</c>.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <typeparam name="TConverter">Its converter.</typeparam>
[PyConverter("list[{0}]", ParameterHint = "collections.abc.Buffer", NeedsFrame = true)]
public readonly struct SpanConverter<T, TConverter> : IPyConverter<Span<T>>
    where T : unmanaged
    where TConverter : IPyConverter<T>
{
    /// <inheritdoc/>
    public static bool TryFromPython(Py py, nint value, out Span<T> result) => Buffers.TryReadWritable(py, value, out result);

    /// <inheritdoc/>
    public static nint ToPython(Py py, Span<T> value) => Sequences.NewList<T, TConverter>(py, (ReadOnlySpan<T>)value);
}
