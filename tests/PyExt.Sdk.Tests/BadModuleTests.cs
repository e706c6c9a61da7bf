using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>C# that cannot become a Python module: an error of the compiler, on the line that causes it.</summary>
public sealed class BadModuleTests
{
    private const string MutableStatic = """
        using PyExt;

        namespace Bad;

        [PyModule]
        public sealed partial class BadModule
        {
            private static long s_total;

            public static long Add(long amount) => s_total += amount;
        }
        """;

    [Fact]
    public void A_project_needs_a_module()
    {
        Refused("""
            namespace Bad;

            public static class Something
            {
            }
            """,
            "PYX0100", "The project has no [PyModule] class. Add: [PyModule] public sealed partial class MyModule { … } — "
            + "its public methods become the functions of the Python module 'bad'.");
    }

    [Fact]
    public void A_project_has_one_module()
    {
        Refused("""
            using PyExt;

            namespace Bad;

            [PyModule]
            public sealed partial class First;

            [PyModule]
            public sealed partial class Second;
            """,
            "PYX0101", "'First' and 'Second' are both the Python module 'bad'. "
            + "A project builds one module: remove one [PyModule], or move it to a project of its own.");
    }

    [Fact]
    public void The_generated_half_needs_a_partial_class()
    {
        Refused("""
            using PyExt;

            namespace Bad;

            [PyModule]
            public sealed class BadModule;
            """,
            "PYX0102", "'BadModule' is exported to Python and must be declared partial, so that the generated half can be added: public sealed partial class BadModule", line: 6);
    }

    [Fact]
    public void A_parameter_must_have_a_type_that_can_cross()
    {
        Refused("""
            using PyExt;

            namespace Bad;

            [PyModule]
            public sealed partial class BadModule
            {
                public static void Send(System.Threading.Thread thread)
                {
                }
            }
            """,
            "PYX0104", "'thread' has the type 'System.Threading.Thread', which cannot cross to Python. Types that can: numbers, bool, string, byte[], T?, lists, arrays, "
            + "dictionaries, sets, tuples, PyObject, [PyClass] classes, and types with a [PyConverter]; [PyIgnore] hides the member.", line: 8);
    }

    [Fact]
    public void Two_members_cannot_have_one_Python_name()
    {
        Refused("""
            using PyExt;

            namespace Bad;

            [PyModule]
            public sealed partial class BadModule
            {
                public static long Add(long a) => a;

                public static long Add(long a, long b) => a + b;
            }
            """,
            "PYX0106", "'BadModule.Add(long)' and 'BadModule.Add(long, long)' are both 'add' in Python. Python has no overloads: rename one with [PyName(\"…\")] or hide it with [PyIgnore].", line: 10);
    }

    [Fact]
    public void A_name_must_be_an_identifier()
    {
        Refused("""
            using PyExt;

            namespace Bad;

            [PyModule]
            public sealed partial class BadModule
            {
                [PyName("add-up")]
                public static long Add(long a) => a;
            }
            """,
            "PYX0107", "'add-up' is not a Python identifier: letters, digits and _, not starting with a digit, and not a keyword");
    }

    [Theory]
    [InlineData("PerInterpreterGil")]
    [InlineData("SharedGil")]
    public void A_mutable_static_would_be_shared_between_interpreters(string promise)
    {
        Refused(MutableStatic,
            "PYX0001", "'BadModule.s_total' is static and can change: every interpreter of the process would share it. Make it an instance member of the [PyModule] class "
            + "(one instance per module object), make it immutable, or mark it [ProcessShared(\"why\")] if every access is atomic or locked.", line: 8, promise);
    }

    [Fact]
    public void No_option_of_the_build_silences_the_rules_of_a_promise()
    {
        using TestProject project = new TestProject("Bad")
            .WithModule(MutableStatic)
            .Write(".editorconfig", "root = true\n\n[*.cs]\ndotnet_diagnostic.PYX0001.severity = none\ndotnet_analyzer_diagnostic.category-PyExt.Soundness.severity = none\n")
            .With("NoWarn", "$(NoWarn);PYX0001")
            .With("RunAnalyzers", "false");

        Assert.Equal("PYX0001", Diagnostic.OnlyError(project.Pack()).Code);
        Assert.Empty(project.Leftovers);
    }

    private static void Refused(string source, string code, string text, int? line = null, string promise = "PerInterpreterGil")
    {
        using TestProject project = new TestProject("Bad").WithModule(source).With("PyMultipleInterpreters", promise);

        CommandResult result = project.Pack();

        Diagnostic error = Diagnostic.OnlyError(result);
        Assert.Equal((code, text), (error.Code, error.Text));
        if (line is not null)
            Assert.StartsWith($"{Path.Combine(project.Folder, "BadModule.cs")}({line},", error.Origin, StringComparison.Ordinal);
        Assert.Empty(project.Leftovers);
    }
}
