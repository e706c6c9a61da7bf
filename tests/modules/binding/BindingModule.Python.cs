namespace Binding;

// C# that calls Python.
public sealed partial class BindingModule
{
    public PyObject Apply(Py py, PyObject callback) => callback.Call(py.From(_total));

    public static PyObject CallWith(PyObject callable, long first, string second, double third) => callable.Call(first, second, third, true, null as string, new byte[] { 1, 2 });

    public static string Dumps(Py py, PyObject value) => py.Import("json").Invoke("dumps", value).As<string>();

    public static PyObject Build(Py py)
    {
        PyDict result = py.NewDict();
        PyList items = py.NewList();
        items.Add(1);
        items.Add("two");
        items.Add(3.0);
        result.Set("items", items);
        result.Set("count", items.Count);
        return result;
    }

    public static long SumItems(PyObject iterable)
    {
        long sum = 0;
        foreach (PyObject item in iterable)
            sum += item.As<long>();
        return sum;
    }

    /// <summary>Makes and releases a temporary per turn.</summary>
    public static long Loop(Py py, long count)
    {
        long sum = 0;
        for (long i = 0; i < count; i++)
        {
            using PyScope scope = py.Scope();
            sum += scope.Py.From(i).As<long>();
        }
        return sum;
    }

    public static string Describe(PyObject value) => $"{value.ToString()} {value.Repr()} {value.IsTrue()} {value.IsNone} {value.IsCallable} {value.Type.Attr("__name__").ToString()}";

    public static PyObject Lookup(PyObject container, PyObject key) => container[key];

    public static void Assign(PyObject target, string name, PyObject value) => target.SetAttr(name, value);

    public static bool Same(PyObject left, PyObject right) => left.Is(right);

    public static bool EqualTo(PyObject left, PyObject right) => left.Equals(right);

    public static bool IsA(PyObject value, PyObject type) => value.IsInstance(type);

    public static string GetOr(PyDict dict, string key, string otherwise) => dict.TryGet(key, out PyObject found) ? found.As<string>() : otherwise;

    /// <summary>Sleeps detached, so that other threads run.</summary>
    public static long Sleep(Py py, int milliseconds) => py.AllowThreads(() =>
    {
        Thread.Sleep(milliseconds);
        return (long)milliseconds;
    });

    /// <summary>Spins until a signal handler raises.</summary>
    public static void SpinUntilSignal(Py py)
    {
        while (true)
            py.CheckSignals();
    }

    public static void Throw(string kind) => throw kind switch
    {
        "argument" => new ArgumentException("bad value"),
        "null" => new ArgumentNullException("parameter"),
        "range" => new ArgumentOutOfRangeException("index"),
        "format" => new FormatException("bad format"),
        "cast" => new InvalidCastException("bad cast"),
        "key" => new KeyNotFoundException("no key"),
        "index" => new IndexOutOfRangeException("no index"),
        "zero" => new DivideByZeroException("zero"),
        "overflow" => new OverflowException("too large"),
        "not implemented" => new NotImplementedException("later"),
        "file" => new FileNotFoundException("no file"),
        "access" => new UnauthorizedAccessException("no access"),
        "end" => new EndOfStreamException("no more"),
        "io" => new IOException("broken"),
        "timeout" => new TimeoutException("late"),
        "memory" => new OutOfMemoryException("full"),
        "python" => new PyException("StopIteration", "done"),
        "python unknown" => new PyException("NoSuchError", "what"),
        "inner" => new InvalidOperationException("outer", new FormatException("inner")),
        _ => new InvalidOperationException("odd"),
    };

    public static PyObject CallThrough(PyObject callable) => callable.Call();

    public static string Catch(PyObject callable)
    {
        try
        {
            callable.Call();
            return "nothing";
        }
        catch (PyException exception)
        {
            return exception.TypeName + ": " + exception.Message;
        }
    }

    public static string CatchInScope(Py py, PyObject callable)
    {
        for (int i = 0; ; i++)
        {
            using PyScope scope = py.Scope();
            try
            {
                scope.Py.From(i);
                callable.Call();
            }
            catch (PyException exception)
            {
                return exception.TypeName + ": " + exception.Message;
            }
        }
    }

    public static void CallInScope(Py py, PyObject callable)
    {
        using PyScope scope = py.Scope();
        using PyScope inner = scope.Py.Scope();
        inner.Py.From(new byte[1]);
        inner.Py.Import("functools").Invoke("partial", callable).Call();
    }

    public static void Chain(PyObject callable)
    {
        try
        {
            callable.Call();
        }
        catch (PyException exception)
        {
            throw new InvalidOperationException("while calling back", exception);
        }
    }

    /// <summary>Leaves a handle to the object to the .NET garbage collector.</summary>
    public static void DropLater(PyObject value) => _ = value.ToHandle();

    /// <summary>Drops handles on other threads.</summary>
    public static void DropElsewhere(Py py, PyObject value, int count)
    {
        var handles = new PyHandle[count];
        for (int i = 0; i < count; i++)
            handles[i] = value.ToHandle();
        py.AllowThreads(() =>
        {
            var threads = new Thread[2];
            for (int t = 0; t < threads.Length; t++)
            {
                int start = t;
                threads[t] = new Thread(() =>
                {
                    for (int i = start; i < handles.Length; i += threads.Length)
                        handles[i].Dispose();
                });
                threads[t].Start();
            }
            foreach (Thread thread in threads)
                thread.Join();
        });
    }

    /// <summary>Calls back from threads that Python has not made, and waits for them.</summary>
    public static long CallFromThreads(Py py, PyObject callback, int threads, int calls)
    {
        PyInterpreter interpreter = py.Interpreter;
        using PyHandle handle = callback.ToHandle();
        long answered = 0;
        py.AllowThreads(() =>
        {
            var workers = new Thread[threads];
            for (int t = 0; t < threads; t++)
            {
                int number = t;
                workers[t] = new Thread(() =>
                {
                    for (int i = 0; i < calls; i++)
                    {
                        if (interpreter.TryAttach(attached => handle.Get(attached).Call(number)))
                            Interlocked.Increment(ref answered);
                    }
                });
                workers[t].Start();
            }
            foreach (Thread worker in workers)
                worker.Join();
        });
        return answered;
    }

    /// <summary>Attaches on a thread that is attached already.</summary>
    public static string AttachAgain(Py py, PyObject callback)
    {
        using PyHandle handle = callback.ToHandle();
        string result = "";
        bool attached = py.Interpreter.TryAttach(inner => result = handle.Get(inner).Call().As<string>());
        return result + " " + attached;
    }

    /// <summary>Goes on calling from a thread until the interpreter ends.</summary>
    public static void CallUntilTheEnd(Py py, PyObject callback)
    {
        PyInterpreter interpreter = py.Interpreter;
        PyHandle handle = callback.ToHandle();
        new Thread(() =>
        {
            while (interpreter.TryAttach(attached => handle.Get(attached).Call()))
            {
            }
        }) { IsBackground = true }.Start();
    }

    /// <summary>What an exception of an attached thread leaves.</summary>
    public static string FailFromThread(Py py, PyObject callback)
    {
        PyInterpreter interpreter = py.Interpreter;
        PyHandle handle = callback.ToHandle();
        return py.AllowThreads(() =>
        {
            string message = "nothing";
            var thread = new Thread(() =>
            {
                try
                {
                    interpreter.TryAttach(attached => handle.Get(attached).Call());
                }
                catch (PyException exception)
                {
                    message = $"{exception.TypeName}: {exception.Message} {exception.Value!.IsDisposed}";
                }
            });
            thread.Start();
            thread.Join();
            return message;
        });
    }

    public static long InterpreterId(Py py) => py.Interpreter.Id;
}
