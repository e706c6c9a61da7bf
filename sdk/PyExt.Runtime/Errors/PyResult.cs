using System.Diagnostics.CodeAnalysis;

namespace PyExt;

/// <summary>
/// What a method returns that may fail without throwing: a value, or the Python exception to be raised. Both convert to it:
/// <c>public static PyResult&lt;long&gt; Parse(string text) =&gt; long.TryParse(text, out long value) ? value : PyError.ValueError("not a number")</c>.
/// </summary>
/// <typeparam name="T">The type of the value. To Python the method returns just that.</typeparam>
[SuppressMessage("Usage", "CA2225", Justification = "Made by returning a value or an error; Value and Error are what a named alternative would be.")]
[SuppressMessage("Performance", "CA1815", Justification = "A result is returned, not compared.")]
public readonly struct PyResult<T>
{
    private readonly T? _value;

    private PyResult(T? value, PyError error, bool isError)
    {
        _value = value;
        Error = error;
        IsError = isError;
    }

    /// <summary>Whether this is an error.</summary>
    public bool IsError { get; }

    /// <summary>The error, where <see cref="IsError"/>.</summary>
    public PyError Error { get; }

    /// <summary>The value, unless <see cref="IsError"/>.</summary>
    public T? Value => _value;

    /// <summary>A value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator PyResult<T>(T value) => new(value, default, isError: false);

    /// <summary>An error.</summary>
    /// <param name="error">The error.</param>
    public static implicit operator PyResult<T>(PyError error) => new(default, error, isError: true);
}

/// <summary>What a method without a value returns that may fail without throwing: <see cref="Ok"/>, or the Python exception to be raised. To Python it returns <c>None</c>.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "Made by returning an error or Ok.")]
[SuppressMessage("Performance", "CA1815", Justification = "A result is returned, not compared.")]
public readonly struct PyResult
{
    private PyResult(PyError error)
    {
        Error = error;
        IsError = true;
    }

    /// <summary>No error.</summary>
    public static PyResult Ok => default;

    /// <summary>Whether this is an error.</summary>
    public bool IsError { get; }

    /// <summary>The error, where <see cref="IsError"/>.</summary>
    public PyError Error { get; }

    /// <summary>An error.</summary>
    /// <param name="error">The error.</param>
    public static implicit operator PyResult(PyError error) => new(error);
}
