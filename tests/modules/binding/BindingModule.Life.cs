using System.Runtime.CompilerServices;

namespace Binding;

// What the tests of process life need: threads that do things while Python forks, ends or fails.
public sealed partial class BindingModule
{
    /// <summary>Makes garbage; returns how many collections there were meanwhile.</summary>
    public static int Allocate(int megabytes)
    {
        int before = GC.CollectionCount(0);
        for (int i = 0; i < megabytes * 16; i++)
            GC.KeepAlive(new byte[1 << 16]);
        return GC.CollectionCount(0) - before;
    }

    /// <summary>Computes detached, without an allocation or a wait.</summary>
    public static long SpinDetached(Py py, int milliseconds) => py.AllowThreads(() => Spin(milliseconds));

    /// <summary>Makes garbage detached.</summary>
    public static int AllocateDetached(Py py, int megabytes) => py.AllowThreads(() => Allocate(megabytes));

    /// <summary>Computes attached.</summary>
    public static long SpinAttached(int milliseconds) => Spin(milliseconds);

    /// <summary>Lets the thread pool do something; false when nothing happens for two seconds.</summary>
    public static bool UseThreadPool(Py py) => py.AllowThreads(static () => Task.Run(static () => 1).Wait(2000));

    /// <summary>Starts a background thread that never ends.</summary>
    public static void StartThread(string kind)
    {
        var thread = new Thread(() =>
        {
            while (true)
            {
                switch (kind)
                {
                    case "spin":
                        Spin(1000);
                        break;
                    case "allocate":
                        Allocate(64);
                        break;
                    case "sleep":
                        Thread.Sleep(Timeout.Infinite);
                        break;
                    default:
                        throw new InvalidOperationException("nobody catches this");
                }
            }
        }) { IsBackground = true };
        thread.Start();
    }

    /// <summary>Whether a C# exception is thrown, caught and collected here.</summary>
    public static bool ThrowsAndCatches()
    {
        try
        {
            throw new InvalidOperationException("caught");
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Dereferences null.</summary>
    public static long NullDereference() => Nothing()!.Length;

    public static string FromNewThread(Py py) => py.AllowThreads(static () =>
    {
        string text = "";
        var thread = new Thread(() => text = "from a thread");
        thread.Start();
        thread.Join();
        return text;
    });

    /// <summary>Calls back within AllowThreads, on the same thread.</summary>
    public static string CallDetached(Py py, PyObject callback)
    {
        PyInterpreter interpreter = py.Interpreter;
        using PyHandle handle = callback.ToHandle();
        return py.AllowThreads(() =>
        {
            string result = "";
            interpreter.TryAttach(inner => result = inner.AllowThreads(() => "") + handle.Get(inner).Call().As<string>());
            return result;
        });
    }

    /// <summary>Drops the module while a thread attaches, then makes an instance of a class there.</summary>
    public static void AttachLater(Py py, PyObject ready)
    {
        PyInterpreter interpreter = py.Interpreter;
        PyHandle handle = ready.ToHandle();
        new Thread(() =>
        {
            Thread.Sleep(200);
            interpreter.TryAttach(attached =>
            {
                string result;
                try
                {
                    result = attached.From(new Point(1, 2)).Repr();
                }
                catch (InvalidOperationException exception)
                {
                    result = exception.Message;
                }
                handle.Get(attached).Call(result);
            });
        }) { IsBackground = true }.Start();
    }

    /// <summary>Starts a thread that gives up handles for a while, one after the other, and attaches in between where it can.</summary>
    public static void DropForAWhile(Py py, PyObject value, int count)
    {
        PyInterpreter interpreter = py.Interpreter;
        var handles = new PyHandle[count];
        for (int i = 0; i < count; i++)
            handles[i] = value.ToHandle();
        new Thread(() =>
        {
            foreach (PyHandle handle in handles)
            {
                handle.Dispose();
                Thread.SpinWait(200);
                interpreter.TryAttach(static _ => { });
            }
        }) { IsBackground = true }.Start();
    }

    /// <summary>Nanoseconds per TryAttach of a new thread: the first, and one of many.</summary>
    public static (double First, double Repeated) AttachCost(Py py, int count)
    {
        PyInterpreter interpreter = py.Interpreter;
        return py.AllowThreads(() =>
        {
            double first = 0, repeated = 0;
            var thread = new Thread(() =>
            {
                long start = System.Diagnostics.Stopwatch.GetTimestamp();
                interpreter.TryAttach(static _ => { });
                first = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalNanoseconds;
                start = System.Diagnostics.Stopwatch.GetTimestamp();
                for (int i = 0; i < count; i++)
                    interpreter.TryAttach(static _ => { });
                repeated = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
            });
            thread.Start();
            thread.Join();
            return (first, repeated);
        });
    }

    /// <summary>Nanoseconds per opening of a handle, which checks its owner, and per check alone.</summary>
    public static (double Open, double Check) OwnerCheckCost(Py py, PyObject value, int count)
    {
        using PyHandle handle = value.ToHandle();
        PyInterpreter current = py.Interpreter;
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            using PyScope scope = py.Scope();
            handle.Get(scope.Py);
        }
        double open = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
        int matches = 0;
        start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            if (ReferenceEquals(Volatile.Read(ref current), handle.Owner))
                matches++;
        }
        return (open, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalNanoseconds / matches);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[]? Nothing() => null;

    private static long Spin(int milliseconds)
    {
        long end = Environment.TickCount64 + milliseconds;
        long turns = 0;
        while (Environment.TickCount64 < end)
            turns = (turns * 7) + 1;
        return turns;
    }
}
