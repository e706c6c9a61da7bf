using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Generation;

/// <summary>The text of the <c>.pyi</c> stub.</summary>
public sealed class StubTests
{
    [Fact]
    public void Reads_as_the_snapshot()
    {
        string stub = Generated.From(Sample.Module).Stub;

        Snapshot.Matches("Stub.verified.txt", stub);
        Python.Parses(stub);
    }

    [Fact]
    public void The_tasks_find_name_and_version_beside_it()
    {
        Generated generated = Generated.From(Source.Compilation(Sample.Module), Options.Project(moduleName: "shapes._native"));

        Assert.Equal("shapes._native", generated.Metadata("ModuleName"));
        Assert.Equal("1", generated.Metadata("FormatVersion"));
    }

    [Fact]
    public void Of_an_empty_module_is_empty()
    {
        Stub("[PyModule] public sealed partial class Demo;", "");
    }

    [Fact]
    public void Of_an_empty_class()
    {
        Stub("[PyModule] public sealed partial class Demo; [PyClass] public sealed partial class Point { internal Point() { } }", """
            class Point:
                ...

            """);
    }

    [Fact]
    public void Blank_lines_as_PEP_8_has_them()
    {
        Stub("""
            /// <summary>Counts.</summary>
            [PyModule]
            public sealed partial class Demo
            {
                public const long First = 1;
                public const long Second = 2;
                public static long One() => 1;
                public static byte[] Two(byte[] data) => data;
            }

            [PyClass]
            public sealed partial class Point
            {
                public double X { get; set; }
                public static long Three() => 3;
            }
            """, """"
            """Counts."""

            import collections.abc
            import typing

            FIRST: typing.Final[int]
            SECOND: typing.Final[int]


            def one() -> int: ...


            def two(data: collections.abc.Buffer) -> bytes: ...


            class Point:
                def __init__(self) -> None: ...

                @property
                def x(self) -> float: ...

                @x.setter
                def x(self, value: float) -> None: ...

                @classmethod
                def three(cls) -> int: ...

            """");
    }

    [Fact]
    public void A_definition_after_the_docstring()
    {
        Stub("""
            /// <summary>Counts.</summary>
            [PyModule]
            public sealed partial class Demo
            {
                /// <summary>Says "one" at the end: "one"</summary>
                public static long One() => 1;
            }
            """, """"
            """Counts."""


            def one() -> int:
                """Says "one" at the end: "one"
                """

            """");
    }

    [Fact]
    public void A_member_that_hides_a_type()
    {
        Stub("""
            [PyModule]
            public sealed partial class Demo
            {
                public static HashSet<long> Set(List<long> list) => [.. list];
                public static byte[]? Bytes(string text) => null;
            }

            [PyClass]
            public sealed partial class Point
            {
                internal Point() { }
                public long Int => 1;
                public bool Property => true;
            }
            """, """
            import builtins
            import collections.abc


            def set(list: collections.abc.Iterable[builtins.int]) -> builtins.set[builtins.int]: ...


            def bytes(text: str) -> builtins.bytes | None: ...


            class Point:
                @builtins.property
                def int(self) -> builtins.int: ...

                @builtins.property
                def property(self) -> bool: ...

            """);
    }

    [Fact]
    public void A_type_of_another_module_is_imported()
    {
        Stub("""
            using PyExt.Interop;

            [PyModule]
            public sealed partial class Demo
            {
                public static List<TimeSpan> Twice(TimeSpan span) => [span, span];
            }

            [PyConverter("datetime.timedelta")]
            public readonly struct TimeSpanConverter : IPyConverter<TimeSpan>
            {
                public static bool TryFromPython(Py py, nint value, out TimeSpan result) => throw new NotImplementedException();

                public static nint ToPython(Py py, TimeSpan value) => 0;
            }
            """, """
            import datetime


            def twice(span: datetime.timedelta) -> list[datetime.timedelta]: ...

            """);
    }

    [Theory]
    [InlineData("public override bool Equals(object? obj) => true;", "def __eq__(self, other: object, /) -> bool: ...")]
    [InlineData("public static bool operator ==(Point a, Point b) => true; public static bool operator !=(Point a, Point b) => false;", "def __eq__(self, other: object, /) -> bool: ...")]
    public void Of_a_class_that_compares_by_value_and_has_no_hash(string member, string equality)
    {
        Stub($"[PyModule] public sealed partial class Demo; [PyClass] public sealed partial class Point {{ internal Point() {{ }} {member} }}", $"""
            import typing


            class Point:
                {equality}

                __hash__: typing.ClassVar[None]  # type: ignore[assignment]

            """);
    }

    [Fact]
    public void Of_a_documented_primary_constructor()
    {
        Stub("""
            [PyModule] public sealed partial class Demo;

            /// <summary>A point.</summary>
            /// <param name="firstOne">To the right.</param>
            [PyClass]
            public sealed partial class Point(double firstOne) { private readonly double _x = firstOne; }
            """, """"
            class Point:
                """A point.

                Args:
                    first_one: To the right.
                """

                def __init__(self, first_one: float) -> None: ...

            """");
    }

    [Fact]
    public void Of_a_documented_constructor()
    {
        Stub("""
            [PyModule] public sealed partial class Demo;

            /// <summary>A point.</summary>
            [PyClass]
            public sealed partial class Point
            {
                /// <summary>Makes one.</summary>
                /// <param name="x">To the right.</param>
                /// <param name="py">The token.</param>
                public Point(Py py, [PyName("right")] double x) { }
            }
            """, """"
            class Point:
                """A point.

                Args:
                    right: To the right.
                """

                def __init__(self, right: float) -> None:
                    """Makes one.

                    Args:
                        right: To the right.
                    """

            """");
    }

    [Fact]
    public void A_class_that_hides_a_type()
    {
        Stub("""
            [PyModule]
            public sealed partial class Demo
            {
                public static List<long> Make(ListLike? other, List<ListLike> all) => [];
            }

            [PyClass, PyName("list")]
            public sealed partial class ListLike
            {
                internal ListLike() { }
                public static ListLike operator +(ListLike a, ListLike b) => a;
                public static bool operator <(ListLike a, ListLike b) => true;
                public static bool operator >(ListLike a, ListLike b) => true;
            }
            """, """
            import builtins
            import collections.abc


            def make(other: list | None, all: collections.abc.Iterable[list]) -> builtins.list[int]: ...


            class list:
                def __add__(self, other: list, /) -> list: ...

                def __lt__(self, other: list, /) -> bool: ...

                def __gt__(self, other: list, /) -> bool: ...

            """);
    }

    private static void Stub(string source, string expected)
    {
        string stub = Generated.From(source).Stub;

        Assert.Equal(expected.ReplaceLineEndings("\n"), stub);
        Python.Parses(stub);
    }
}
