using PyExt.Converters;

namespace PyExt.Interop;

/// <summary>The converters that <see cref="Py.From{T}"/> and <see cref="PyObject.As{T}"/> always have. Generated code adds those of the project's own types.</summary>
internal static class BuiltInConverters
{
    internal static void Register()
    {
        PyConverters.Use<long, Int64Converter>();
        PyConverters.Use<int, Int32Converter>();
        PyConverters.Use<double, DoubleConverter>();
        PyConverters.Use<bool, BooleanConverter>();
        PyConverters.Use<string, StringConverter>();
        PyConverters.Use<byte[], BytesConverter>();
    }
}
