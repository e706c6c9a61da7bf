using Microsoft.CodeAnalysis;
using PyExt.Generators.Reading;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Reading;

/// <summary>XML documentation as docstrings.</summary>
public sealed class DocCommentsTests
{
    [Fact]
    public void A_summary()
    {
        Docstring("""
            /// <summary>
            /// Adds   two
            /// numbers.
            /// </summary>
            """, "Adds two numbers.");
    }

    [Fact]
    public void Everything()
    {
        Docstring("""
            /// <summary>Adds <c>a</c> and <see cref="Demo"/>, <see langword="null"/>, <see href="https://python.org"/>, <see cref="Demo">that</see>, <paramref name="firstNumber"/>.</summary>
            /// <remarks>First.<para>Second &lt;b&gt; &amp; "quoted" \n.</para>Third.</remarks>
            /// <param name="firstNumber">The first.</param>
            /// <param name="py">Not exported.</param>
            /// <param name="second">The
            /// second.</param>
            /// <returns>The sum.</returns>
            /// <exception cref="System.ArgumentException">It is odd.</exception>
            """, """
            Adds a and Demo, null, https://python.org, that, first_number.

            First.

            Second <b> & "quoted" \n.

            Third.

            Args:
                first_number: The first.
                other: The second.

            Returns:
                The sum.

            Raises:
                ArgumentException: It is odd.
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/// <summary></summary>")]
    [InlineData("/// <summary>\n///   \n/// </summary>")]
    [InlineData("// no documentation")]
    public void Nothing(string comment) => Docstring(comment, null);

    [Fact]
    public void What_is_no_XML() => Docstring("/// <summary>a < b</summary>", null);

    [Fact]
    public void Only_parameters_that_are_exported()
    {
        Docstring("""
            /// <summary>Adds.</summary>
            /// <param name="py">The token.</param>
            """, "Adds.");
    }

    private static void Docstring(string comment, string? expected)
    {
        Compilation compilation = Source.Compilation($$"""
            internal static class Demo
            {
            {{comment}}
                internal static long M(Py py, long firstNumber, long second) => firstNumber + second;
            }
            """);
        ISymbol method = compilation.GetTypeByMetadataName("Demo")!.GetMembers("M").Single();

        string? docstring = DocComments.Read(method, new Dictionary<string, string> { ["firstNumber"] = "first_number", ["second"] = "other" });

        Assert.Equal(expected?.ReplaceLineEndings("\n"), docstring);
    }
}
