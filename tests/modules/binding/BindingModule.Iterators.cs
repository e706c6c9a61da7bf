using System.Collections;

namespace Binding;

public sealed partial class BindingModule
{
    private readonly List<long> _numbers = [];
    private int _ended;

    /// <summary>Counts.</summary>
    /// <param name="end">Where to stop.</param>
    /// <returns>The numbers before that.</returns>
    public static IEnumerator<long> CountTo(long end)
    {
        for (long number = 0; number < end; number++)
            yield return number;
    }

    public static IEnumerator<string?> TextOrNothing()
    {
        yield return "text";
        yield return null;
    }

    public static IEnumerator<Point> PointsOnALine(long count)
    {
        for (int i = 0; i < count; i++)
            yield return new Point(i, i);
    }

    public static IEnumerator<PyHandle> Repeat(PyHandle value, long times)
    {
        for (int i = 0; i < times; i++)
            yield return value;
    }

    public static IEnumerator<long>? MaybeCount(bool counts) => counts ? CountTo(3) : null;

    /// <summary>A struct that implements the interface.</summary>
    public static List<long>.Enumerator EnumeratorOfAList(long count) => new List<long>(Enumerable.Range(0, (int)count).Select(i => (long)i)).GetEnumerator();

    public static IEnumerable<long> StillAList(long count) => Enumerable.Range(0, (int)count).Select(i => (long)i);

    public static IEnumerator<sbyte> FailsAt(long failing, string how)
    {
        for (sbyte i = 0; i < failing; i++)
            yield return i;
        if (how == "conversion")
            throw new InvalidCastException("not a number");
        throw how == "stop" ? new PyException("StopIteration", "too early") : new PyException("LookupError", "at " + failing);
    }

    /// <summary>Notes its end; the finally block runs once, whoever ends it.</summary>
    public IEnumerator<long> NotesItsEnd(long count)
    {
        try
        {
            for (long i = 0; i < count; i++)
                yield return i;
        }
        finally
        {
            Interlocked.Increment(ref _ended);
        }
    }

    public static IEnumerator<long> FailsAtItsEnd()
    {
        try
        {
            yield return 1;
            yield return 2;
        }
        finally
        {
            ThrowInvalid("the end failed");
        }
    }

    public long Ended() => _ended;

    /// <summary>Calls Python in the middle of a step.</summary>
    public static IEnumerator<long> CallsBack(Py py, PyHandle callback) => CallsBack(py.Interpreter, callback);

    /// <summary>Takes a while for each step, detached from Python.</summary>
    public static IEnumerator<long> Slow(Py py, long count) => Slow(py.Interpreter, count);

    /// <summary>Reads a list of the module that other calls change: its steps hold the module's lock.</summary>
    public IEnumerator<long> AddedNumbers()
    {
        for (int i = 0; i < _numbers.Count; i++)
            yield return _numbers[i];
    }

    public void AddNumber(long number)
    {
        _numbers.Add(number);
        if (_numbers.Count > 1000)
            _numbers.RemoveRange(0, 500);
    }

    private static void ThrowInvalid(string message) => throw new InvalidOperationException(message);

    private static IEnumerator<long> CallsBack(PyInterpreter interpreter, PyHandle callback)
    {
        for (long i = 0; ; i++)
        {
            interpreter.TryAttach((callback, i), static (py, state) => state.callback.Get(py).Call(py.From(state.i)));
            yield return i;
        }
    }

    private static IEnumerator<long> Slow(PyInterpreter interpreter, long count)
    {
        for (long i = 0; i < count; i++)
        {
            interpreter.TryAttach(static py => py.AllowThreads(static () => Thread.Sleep(20)));
            yield return i;
        }
    }
}

/// <summary>Something that foreach takes.</summary>
[PyClass(Threading = PyThreading.Locked)]
public partial class Bag : IEnumerable<string>
{
    private readonly List<string> _items = [];
    private PyHandle? _tag;

    public Bag(IEnumerable<string> items) => _items.AddRange(items);

    /// <summary>Anything: to make cycles with.</summary>
    public PyHandle? Tag
    {
        get => _tag;
        set => _tag = value;
    }

    public void Add(string item) => _items.Add(item);

    /// <summary>The items.</summary>
    public virtual IEnumerator<string> GetEnumerator()
    {
        for (int i = 0; i < _items.Count; i++)
            yield return _items[i];
    }

    public IEnumerator<string> Backwards()
    {
        for (int i = _items.Count - 1; i >= 0; i--)
            yield return _items[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A class that derives from it and iterates in another way.</summary>
[PyClass(Threading = PyThreading.Locked)]
public sealed partial class LoudBag(IEnumerable<string> items) : Bag(items)
{
    public override IEnumerator<string> GetEnumerator()
    {
        IEnumerator<string> quiet = base.GetEnumerator();
        return Shout(quiet);
    }

    private static IEnumerator<string> Shout(IEnumerator<string> quiet)
    {
        while (quiet.MoveNext())
            yield return quiet.Current.ToUpperInvariant();
    }
}

/// <summary>A class that is an iterator itself.</summary>
[PyClass(Threading = PyThreading.Locked)]
public sealed partial class Countdown(long start) : IEnumerator<long>
{
    private long _next = start + 1;

    public long Current => _next;

    [PyIgnore]
    object IEnumerator.Current => Current;

    public bool MoveNext() => --_next > 0;

    public void Reset() => _next = start + 1;

    [PyIgnore]
    public void Dispose()
    {
    }
}

/// <summary>A struct that foreach takes.</summary>
[PyClass]
public readonly partial record struct Span2(long Start, long End)
{
    public IEnumerator<long> GetEnumerator()
    {
        for (long i = Start; i < End; i++)
            yield return i;
    }
}

/// <summary>Its iterator is an object of a class of its own.</summary>
[PyClass(Threading = PyThreading.Frozen)]
public sealed partial class Launch(long start)
{
    private readonly long _start = start;

    public Countdown GetEnumerator() => new(_start);
}
