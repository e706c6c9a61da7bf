using Microsoft.CodeAnalysis;
using PyExt.Generators.Reading;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Reading;

/// <summary>Default values of parameters, in the words of both languages.</summary>
public sealed class DefaultValuesTests
{
    [Theory]
    [InlineData("long", "5", "5", "5")]
    [InlineData("long", "-5", "-5", "-5")]
    [InlineData("long", "long.MinValue", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("ulong", "ulong.MaxValue", "18446744073709551615", "18446744073709551615")]
    [InlineData("int", "0x10", "16", "16")]
    [InlineData("byte", "255", "255", "255")]
    [InlineData("bool", "true", "True", "true")]
    [InlineData("bool", "false", "False", "false")]
    [InlineData("double", "1", "1.0", "1D")]
    [InlineData("double", "0.1", "0.1", "0.1D")]
    [InlineData("double", "-0.0", "-0.0", "-0D")]
    [InlineData("double", "1e300", "1E+300", "1E+300D")]
    [InlineData("double", "double.NaN", "...", "double.NaN")]
    [InlineData("double", "double.NegativeInfinity", "...", "double.NegativeInfinity")]
    [InlineData("float", "1.5f", "1.5", "1.5F")]
    [InlineData("float", "float.PositiveInfinity", "...", "float.PositiveInfinity")]
    [InlineData("string", "\"text\"", "'text'", "\"text\"")]
    [InlineData("string", "\"it's\"", "\"it's\"", "\"it's\"")]
    [InlineData("string", "\"say \\\"it's\\\"\"", "'say \"it\\'s\"'", "\"say \\\"it's\\\"\"")]
    [InlineData("string", "\"say \\\"it\\\"\"", "'say \"it\"'", "\"say \\\"it\\\"\"")]
    [InlineData("string", "\"C:\\\\a\\n\\t\\r\\0\\u007f\"", "'C:\\\\a\\n\\t\\r\\x00\\x7f'", null)]
    [InlineData("string", "\"größe\\u00a0\\u2028\\ud800\"", "'größe\\xa0\\u2028\\ud800'", null)]
    [InlineData("string", "\"\\U0001F600\\U000E0001\"", "'\U0001F600\\U000e0001'", null)]
    [InlineData("string?", "null", "None", "default")]
    [InlineData("long?", "null", "None", "default")]
    [InlineData("long?", "7", "7", "7")]
    [InlineData("char", "'x'", "'x'", "'x'")]
    [InlineData("char", "'\\''", "\"'\"", "'\\''")]
    public void Of_a_parameter(string type, string value, string python, string? csharp)
    {
        IParameterSymbol parameter = Parameter(type, value);

        Assert.Equal(python, DefaultValues.Python(parameter));
        if (csharp is not null)
            Assert.Equal(csharp, DefaultValues.CSharp(parameter));
        // What is generated is the same value again.
        Assert.Equal(parameter.ExplicitDefaultValue, Parameter(type, DefaultValues.CSharp(parameter)).ExplicitDefaultValue);
        if (parameter.Type.SpecialType is SpecialType.System_String or SpecialType.System_Char && Python.Repr(python) is { } repr)
            Assert.Equal(repr, python);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("'it\\'s'", "'it\\'s'")]
    [InlineData("'größe \U0001F600'", "'gr\\u00f6\\u00dfe \\U0001f600'")]
    public void In_a_text_signature(string literal, string expected)
    {
        Assert.Equal(expected, DefaultValues.Ascii(literal));
        Assert.Equal(Python.Repr(literal), Python.Repr(expected));
    }

    private static IParameterSymbol Parameter(string type, string value)
    {
        Compilation compilation = Source.Compilation($$"""internal static class Demo { internal static void M({{type}} value = {{value}}) { } }""");
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return Assert.Single(Assert.IsAssignableFrom<IMethodSymbol>(compilation.GetTypeByMetadataName("Demo")!.GetMembers("M").Single()).Parameters);
    }
}
