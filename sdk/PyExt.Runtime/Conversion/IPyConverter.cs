using System.Diagnostics.CodeAnalysis;

namespace PyExt.Interop;

/// <summary>
/// Converts one C# type from and to Python. The generator finds converters by <see cref="PyConverterAttribute"/> and composes generic ones:
/// <c>ListConverter&lt;T, TConverter&gt;</c> serves every <c>List&lt;T&gt;</c> whose <c>T</c> has a converter.
/// </summary>
/// <typeparam name="T">The C# type.</typeparam>
public interface IPyConverter<T>
    where T : allows ref struct
{
    /// <summary>Reads a Python object.</summary>
    /// <param name="py">The token of the call.</param>
    /// <param name="value">The object: a borrowed reference.</param>
    /// <param name="result">The value.</param>
    /// <returns>False with a Python exception set (a <c>TypeError</c> where the object has the wrong type).</returns>
    static abstract bool TryFromPython(Py py, nint value, [MaybeNullWhen(false)] out T result);

    /// <summary>Makes a Python object.</summary>
    /// <param name="py">The token of the call.</param>
    /// <param name="value">The value.</param>
    /// <returns>A new reference, or 0 with a Python exception set.</returns>
    static abstract nint ToPython(Py py, T value);

    /// <summary>
    /// Reads an object of the exact built-in type (<c>int</c>, <c>float</c>, <c>str</c>, …) where that takes no more than looking at its memory: no Python code runs, nothing is raised, and
    /// nothing is released. Containers read their items so without taking references.
    /// </summary>
    /// <param name="value">The object: a borrowed reference.</param>
    /// <param name="result">The value.</param>
    /// <returns>False for every other object, without an exception: <see cref="TryFromPython"/> decides then.</returns>
    static virtual bool TryFromExact(nint value, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        return false;
    }
}
