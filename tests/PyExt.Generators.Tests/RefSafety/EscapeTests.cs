using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.RefSafety;

/// <summary>The ways out of a call that a Python object must not have. The compiler closes each of them, so none needs a check at run time.</summary>
public sealed class EscapeTests
{
    [Fact]
    public void Static_field()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                private static PyObject s_kept; // CS8345
                public static Py Token { get; set; } // CS8345
                [ThreadStatic] private static PyObject t_kept; // CS8345

                public static PyObject Pass(PyObject value)
                {
                    return value;
                }
            }
            """);
    }

    [Theory]
    [InlineData("Py")]
    [InlineData("PyObject")]
    [InlineData("PyList")]
    [InlineData("PyDict")]
    [InlineData("PyTuple")]
    [InlineData("PyArg")]
    [InlineData("PyIterator")]
    [InlineData("PyScope")]
    public void Class_field(string handle)
    {
        Escape.IsRejected($$"""
            internal sealed class Demo
            {
                private {{handle}} _kept; // CS8345
                public {{handle}} Kept { get; set; } // CS8345
                public long Other { get; set; }
            }
            """);
    }

    [Fact]
    public void Returned_out_of_a_nested_scope()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static PyObject Leak(Py py)
                {
                    using PyScope s = py.Scope();
                    return s.Py.From(1); // CS8168 | return py.From(s.Py.From(1).As<long>());
                }
            }
            """);
    }

    [Fact]
    public void Assigned_out_of_a_nested_scope()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static PyObject Leak(Py py)
                {
                    PyObject kept = py.None;
                    for (int i = 0; i < 3; i++)
                    {
                        using PyScope s = py.Scope();
                        kept = s.Py.From(i); // CS8168 | kept = py.From(s.Py.From(i).As<int>());
                    }
                    return kept;
                }
            }
            """);
    }

    [Fact]
    public void Captured_in_a_lambda()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static Func<string> Leak(PyObject value)
                {
                    string text = value.ToString();
                    return () => value.ToString(); // CS9108 | return () => text;
                }
            }
            """);
    }

    [Fact]
    public void Captured_in_a_local_function()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static string Leak(PyObject value)
                {
                    string text = value.ToString();
                    return Read();

                    string Read() => value.ToString(); // CS9108 | string Read() => text;
                }
            }
            """);
    }

    [Fact]
    public void Captured_in_a_thread_start()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static void Leak(Py py, PyObject value)
                {
                    long number = value.As<long>();
                    new Thread(() => value.Call()).Start(); // CS9108 | new Thread(() => Console.WriteLine(number)).Start();
                    Task.Run(() => py.Import("os")); // CS9108 | Task.Run(() => number);
                    ThreadPool.QueueUserWorkItem(_ => py.CheckSignals()); // CS9108
                }
            }
            """);
    }

    [Fact]
    public void Handed_to_a_thread_as_its_argument()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static void Leak(PyObject value)
                {
                    new Thread(static o => { }).Start(value); // CS1503 | new Thread(static o => { }).Start(value.ToHandle());
                    ThreadPool.QueueUserWorkItem(static o => { }, value, true); // CS9244 | ThreadPool.QueueUserWorkItem(static o => { }, value.ToHandle(), true);
                }
            }
            """);
    }

    [Fact]
    public void Boxed()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static object Leak(PyObject value)
                {
                    object boxed = value; // CS0029 | object boxed = value.ToHandle();
                    ValueType type = value; // CS0029
                    dynamic any = value; // CS0029
                    return boxed;
                }
            }
            """);
    }

    [Fact]
    public void Scope_as_its_interface()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static void Leak(Py py)
                {
                    using PyScope s = py.Scope();
                    IDisposable boxed = s; // CS0029
                    ((IDisposable)s).Dispose(); // CS0030
                }
            }
            """);
    }

    [Fact]
    public void List_and_array_and_tuple_of_handles()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static void Leak(PyObject value)
                {
                    var list = new List<PyObject>(); // CS9244 | var list = new List<PyHandle>();
                    PyObject[] array = [value]; // CS0611
                    (PyObject, int) pair = (value, 1); // CS9244, CS9244
                    PyObject? optional = value; // CS9244
                    var anonymous = new { value }; // CS0828
                    Span<PyObject> span = default; // CS9244
                    list.Clear();
                }
            }
            """);
    }

    [Fact]
    public void Held_across_await()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                private static PyObject Make() => default;

                public static async Task<bool> Leak()
                {
                    PyObject value = Make();
                    bool before = value.IsNull;
                    await Task.Yield();
                    return value.IsNull; // CS4007 | return before;
                }
            }
            """);
    }

    [Fact]
    public void Parameter_of_an_async_method()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static async Task Leak(PyObject value) // CS4012 | public static async Task Leak(PyHandle value)
                {
                    await Task.Yield();
                }
            }
            """);
    }

    [Fact]
    public void Held_across_yield()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                private static PyObject Make() => default;

                public static IEnumerable<bool> Leak()
                {
                    PyObject value = Make();
                    bool before = value.IsNull;
                    yield return before;
                    yield return value.IsNull; // CS4007 | yield return before;
                }
            }
            """);
    }

    [Fact]
    public void Parameter_of_an_iterator()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static IEnumerable<bool> Leak(PyObject value, PyHandle handle)
                {
                    yield return value.IsNull; // CS4007 | yield return handle.IsDisposed;
                }
            }
            """);
    }

    [Fact]
    public void Scope_disposed_by_hand()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static void Leak(Py py)
                {
                    using PyScope s = py.Scope();
                    s.Dispose(); // CS1061
                }
            }
            """);
    }

    [Fact]
    public void Token_captured_while_detached()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static long Leak(Py py, PyObject value)
                {
                    py.AllowThreads(() => { py.Import("os"); }); // CS9108
                    py.AllowThreads(() => { value.Call(); }); // CS9108
                    py.AllowThreads(py.CheckSignals); // CS1503
                    return py.AllowThreads(static () => 42L);
                }
            }
            """);
    }

    [Fact]
    public void Handle_returned_by_detached_work()
    {
        Escape.IsRejected("""
            internal static class Demo
            {
                public static long Leak(Py py)
                {
                    Func<PyObject> none = static () => default;
                    py.AllowThreads(none); // CS9244 | none();
                    return py.AllowThreads(static () => 42L);
                }
            }
            """);
    }
}
