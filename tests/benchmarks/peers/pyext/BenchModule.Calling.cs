using PyExt;

namespace BenchPyExt;

// Ways to take arguments, and Python called from C#.
public sealed partial class BenchModule
{
    /// <summary>Takes one of each.</summary>
    public static long Typed(bool flag, long number, double fraction, string text) => (flag ? 1 : 0) + number + (long)fraction + text.Length;

    /// <summary>Takes many keyword arguments.</summary>
    public static long Many(long a, long b, long c, long d, long e, long f, long g, long h) => a + b + c + d + e + f + g + h;

    /// <summary>The number of positional arguments.</summary>
    public static long Varargs([PyArgs] PyTuple arguments) => arguments.Count;

    /// <summary>The number of keyword arguments.</summary>
    public static long Varkw([PyKwargs] PyDict arguments) => arguments.Count;

    /// <summary>Calls back.</summary>
    public static PyObject Apply0(PyObject callback) => callback.Call();

    /// <summary>Calls back with two numbers.</summary>
    public static PyObject Apply2(PyObject callback, long first, long second) => callback.Call(first, second);

    /// <summary>Calls a method by its name.</summary>
    public static PyObject CallMethod(PyObject target) => target.Invoke("read");

    /// <summary>Reads an attribute by its name.</summary>
    public static PyObject GetAttribute(PyObject target) => target.Attr("value");

    /// <summary>The sum of what an iterable gives.</summary>
    public static long Iterate(PyObject items)
    {
        long sum = 0;
        foreach (PyObject item in items)
            sum += item.As<long>();
        return sum;
    }

    /// <summary>Numbers, one by one.</summary>
    public static IEnumerator<long> Numbers(long count)
    {
        for (long number = 0; number < count; number++)
            yield return number;
    }

    /// <summary>Enters and leaves the interpreter from another thread.</summary>
    public static long Attach(Py py, long count)
    {
        PyInterpreter interpreter = py.Interpreter;
        return py.AllowThreads(() =>
        {
            long attached = 0;
            var thread = new Thread(() =>
            {
                for (long i = 0; i < count; i++)
                {
                    if (interpreter.TryAttach(static _ => { }))
                        attached++;
                }
            });
            thread.Start();
            thread.Join();
            return attached;
        });
    }
}
