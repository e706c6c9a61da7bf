using System.Reflection;
using System.Runtime.CompilerServices;
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
                ValueError: It is odd.
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

    [Fact]
    public void Exceptions_have_the_names_that_Python_sees()
    {
        Docstring("""
            /// <exception cref="ArgumentOutOfRangeException">One.</exception>
            /// <exception cref="ArgumentNullException">Two.</exception>
            /// <exception cref="FileNotFoundException">Three.</exception>
            /// <exception cref="PathTooLongException">Four.</exception>
            /// <exception cref="NotSupportedException">Five.</exception>
            /// <exception cref="Mine">Six.</exception>
            /// <exception cref="Mine.Key">Seven.</exception>
            /// <exception cref="PyException">Eight.</exception>
            /// <exception cref="Missing">Nine.</exception>
            """, """
            Raises:
                ValueError: One.
                TypeError: Two.
                FileNotFoundError: Three.
                OSError: Four.
                RuntimeError: Five.
                RuntimeError: Six.
                KeyError: Seven.
                Exception: Eight.
                Missing: Nine.
            """);
    }

    /// <summary>The table of the generator is the one that the runtime translates by.</summary>
    [Fact]
    public void Exceptions_are_named_as_the_runtime_raises_them()
    {
        MethodInfo runtime = typeof(PyExt.Interop.ExceptionTranslator).GetMethod("PythonType", BindingFlags.Static | BindingFlags.NonPublic)!;
        Compilation compilation = Source.Compilation("");
        Type[] types = [.. typeof(object).Assembly.GetExportedTypes().Append(typeof(KeyNotFoundException)).Append(typeof(System.Net.Http.HttpRequestException))
            .Where(type => type.IsAssignableTo(typeof(Exception)) && !type.IsAbstract && !type.IsGenericType && compilation.GetTypeByMetadataName(type.FullName!) is not null)];

        Assert.True(types.Length > 50);
        Assert.All(types, type => Assert.Equal(
            (string)runtime.Invoke(null, [RuntimeHelpers.GetUninitializedObject(type)])!,
            PythonExceptions.NameOf(compilation.GetTypeByMetadataName(type.FullName!)!)));
    }

    private static void Docstring(string comment, string? expected)
    {
        Compilation compilation = Source.Compilation($$"""
            internal class Mine : Exception { internal class Key : KeyNotFoundException; }

            internal static class Demo
            {
            {{comment}}
                internal static long M(Py py, long firstNumber, long second) => firstNumber + second;
            }
            """);
        ISymbol method = compilation.GetTypeByMetadataName("Demo")!.GetMembers("M").Single();

        string? docstring = DocComments.Read(method, compilation, new Dictionary<string, string> { ["firstNumber"] = "first_number", ["second"] = "other" });

        Assert.Equal(expected?.ReplaceLineEndings("\n"), docstring);
    }
}
