using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.RefSafety;

/// <summary>Detours to the same ways out: by reference, through other handles, through types of the user's own.</summary>
public sealed class FurtherEscapeTests
{
    [Theory]
    [InlineData("ref")]
    [InlineData("out")]
    public void By_reference_parameter(string modifier)
    {
        Escape.IsRejected($$"""
            internal static class Demo
            {
                private static void Make(Py py, {{modifier}} PyObject made) => made = py.From(1);

                public static PyObject Leak(Py py)
                {
                    PyObject kept = py.None;
                    using PyScope s = py.Scope();
                    Make(s.Py, {{modifier}} kept); // CS8168, CS8350 | Make(py, {{modifier}} kept);
                    return kept;
                }
            }
            """);
    }

    [Fact]
    public void Scoped_parameter()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static PyObject Leak(scoped PyObject value, Py py) =>
                    value; // CS8352 | py.From(value.As<long>());

                public static PyObject LeakToken(scoped Py py, Py other) =>
                    py.From(1); // CS8352 | other.From(1);
            }
            """);
    }

    [Fact]
    public void Through_an_argument()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static void Leak(Py py, PyObject target)
                {
                    PyArg kept = target;
                    using PyScope s = py.Scope();
                    kept = s.Py.From(1); // CS8168, CS8347 | kept = py.From(1);
                    target.Call(kept);
                }
            }
            """);
    }

    [Theory]
    [InlineData("PyIterator", "NewList().GetEnumerator()")]
    [InlineData("PyList", "NewList()")]
    [InlineData("PyDict", "NewDict()")]
    [InlineData("PyObject", "NewList().GetEnumerator().Current")]
    [InlineData("PyObject", "NewList()[0]")]
    [InlineData("PyObject", "NewDict()[\"a\"]")]
    [InlineData("PyObject", "From(1).Type")]
    [InlineData("PyObject", "Import(\"os\").Attr(\"path\").Invoke(\"join\", \"a\")")]
    [InlineData("PyObject", "From(1).Call(1, 2)")]
    [InlineData("PyObject", "None")]
    [InlineData("Py", "From(1).Token")]
    public void Through_what_an_object_hands_out(string handle, string made)
    {
        Escape.IsRejected($$"""
            internal static class Demo
            {
                public static {{handle}} Leak(Py py, Py outer)
                {
                    using PyScope s = py.Scope();
                    return s.Py.{{made}}; // CS8168 | return outer.{{made}};
                }
            }
            """);
    }

    [Fact]
    public void Item_of_an_iteration()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static PyObject Leak(Py py)
                {
                    PyObject kept = py.None;
                    using PyScope s = py.Scope();
                    foreach (PyObject item in s.Py.NewList())
                        kept = item; // CS8352 | kept = py.From(item.As<long>());
                    return kept;
                }
            }
            """);
    }

    [Fact]
    public void Found_in_a_dictionary()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static PyObject Leak(Py py, PyDict outer)
                {
                    PyObject kept;
                    using PyScope s = py.Scope();
                    s.Py.NewDict().TryGet("a", out kept); // CS8168, CS8350 | outer.TryGet("a", out kept);
                    return kept;
                }
            }
            """);
    }

    [Fact]
    public void Opened_handle()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static PyObject Leak(Py py, PyHandle handle)
                {
                    using PyScope s = py.Scope();
                    return handle.Get(s.Py); // CS8168, CS8347 | return handle.Get(py);
                }
            }
            """);
    }

    [Fact]
    public void Field_of_a_ref_struct()
    {
        Escape.IsRejected("""
            internal ref struct Holder
            {
                public PyObject Value;
            }

            internal static class Demo
            {
                private static Holder s_holder; // CS8345

                public static Holder Leak(Py py)
                {
                    var holder = new Holder { Value = py.None };
                    using PyScope s = py.Scope();
                    holder.Value = s.Py.From(1); // CS8168
                    Holder inner = new Holder { Value = s.Py.From(1) };
                    return inner; // CS8352 | return new Holder { Value = py.From(inner.Value.As<long>()) };
                }
            }
            """);
    }

    [Fact]
    public void Reference_to_a_handle()
    {
        Escape.IsRejected("""
            internal ref struct Holder
            {
                public ref PyObject Value; // CS9050
                public PyObject Copy { get; set; }
            }

            internal static class Demo
            {
                public static ref PyObject Leak(PyObject value, ref PyObject other) =>
                    ref value; // CS8166 | ref other;
            }
            """);
    }

    [Fact]
    public void Captured_primary_constructor_parameter()
    {
        Escape.IsRejected("""
            internal sealed class Demo(Py py)
            {
                private readonly PyHandle _json = py.Import("json").ToHandle();

                public PyObject Leak(Py current) =>
                    py.Import("os"); // CS9110 | _json.Get(current);
            }

            internal sealed record Positional(PyObject Value); // CS8345
            """);
    }

    [Fact]
    public void Bound_method_as_a_delegate()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static bool Leak(PyObject value)
                {
                    Func<bool> truth = value.IsTrue; // CS0123 | Func<bool> truth = static () => true;
                    return truth();
                }
            }
            """);
    }

    [Fact]
    public void Type_argument_of_a_generic_that_stores()
    {
        Escape.IsRejected("""
            internal sealed class Store<T> where T : allows ref struct
            {
                private T _value; // CS8345
                private static T s_value; // CS8345
                public static T Pass(T value) => value;
            }

            internal static class Demo
            {
                public static PyObject Pass(PyObject value) => Store<PyObject>.Pass(value);
            }
            """);
    }

    [Fact]
    public void Scope_passed_by_value_gives_nothing_out()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static PyObject Leak(PyScope s, Py py) =>
                    s.Py.From(1); // CS8166 | py.From(1);
            }
            """);
    }

    [Fact]
    public void Using_scope_passed_by_reference()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                private static PyObject Make(ref PyScope s) => s.Py.From(1);

                private static PyObject Make(in PyScope s, int number) => s.Py.From(number);

                public static PyObject Leak(Py py)
                {
                    PyObject kept = py.None;
                    using PyScope s = py.Scope();
                    kept = Make(ref s); // CS1657
                    kept = Make(in s, 1); // CS8347, CS8168
                    Make(in s, 1);
                    return kept;
                }
            }
            """);
    }

    [Theory]
    [InlineData("return Pass(s.Py.None, py); // CS8168, CS8347 | return s.Py.None.IsNone ? Pass(py.None, py) : py.None;")]
    [InlineData("return s.Py.None.IsNone ? s.Py.None : py.None; // CS8168 | return s.Py.None.IsNone ? py.None : py.None;")]
    [InlineData("return s.Py.None is var found ? found : py.None; // CS8352 | return py.None is var found ? found : s.Py.None.IsNone ? py.None : py.None;")]
    [InlineData("Func<Py, PyObject> make = static token => token.None; return make(s.Py); // CS8168, CS8347 | return s.Py.None.IsNone ? py.None : py.None;")]
    [InlineData("PyObject kept = py.None; ref PyObject alias = ref kept; alias = s.Py.None; return kept; // CS8168 | return s.Py.None.IsNone ? py.None : py.None;")]
    [InlineData("PyScope other = py.Scope(); return other.Py.None; // CS8168 | return s.Py.None.IsNone ? py.None : py.None;")]
    [InlineData("scoped PyObject kept = default; { using PyScope t = py.Scope(); kept = t.Py.None; } return py.From(kept.IsNone); // CS8352 | return s.Py.None.IsNone ? py.None : py.None;")]
    [InlineData("scoped PyObject kept = default; using (PyScope t = py.Scope()) { kept = t.Py.None; } return py.From(kept.IsNone); // CS8352 | return s.Py.None.IsNone ? py.None : py.None;")]
    [InlineData("scoped PyObject kept = default; again: using PyScope t = py.Scope(); kept = t.Py.None; goto again; // CS8649 | return s.Py.None.IsNone ? py.None : py.None;")]
    [InlineData("using Late late = new(); using PyScope t = py.Scope(); late.Value = t.Py.None; return py.None; // CS1654 | return s.Py.None.IsNone ? py.None : new Late { Value = py.None }.Value;")]
    [InlineData("using PyScope t = py.Scope(); t = s; return py.None; // CS1656 | return s.Py.None.IsNone ? py.None : py.None;")]
    public void Through_an_expression(string body)
    {
        Escape.IsRejected($$"""
            internal ref struct Late
            {
                public PyObject Value { get; set; }
                public readonly void Dispose() => Value.Attr("late");
            }

            internal static class Demo
            {
                private static PyObject Pass(PyObject value, Py other) => other.None.IsNone ? value : value;

                public static PyObject Leak(Py py)
                {
                    using PyScope s = py.Scope();
                    {{body}}
                }
            }
            """);
    }
}
