using PyExt;

namespace Counter;

/// <summary>Counts things.</summary>
[PyModule(Threading = PyThreading.Locked)]
public sealed partial class CounterModule
{
    // Module state: every interpreter that imports the module has its own total. Locked: without a GIL the module takes one call at a time, so no addition is lost.
    private long _total;

    /// <summary>Adds and returns the total.</summary>
    public long Add(long amount = 1) => _total = checked(_total + amount);

    /// <summary>Returns the total.</summary>
    public long Total() => _total;

    /// <summary>Calls back with the total and returns what the callback returned.</summary>
    public PyObject Apply(Py py, PyObject callback) => callback.Call(py.From(_total));

    /// <summary>Runs the .NET garbage collector, all generations, and waits for it.</summary>
    public static void Collect() => GC.Collect();

    /// <summary>Tells how often the .NET garbage collector has run in this process.</summary>
    public static long Collections() => GC.CollectionCount(0);
}
