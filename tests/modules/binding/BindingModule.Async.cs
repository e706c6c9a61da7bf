namespace Binding;

public sealed partial class BindingModule
{
    public static Task<long> AddNow(long a, long b) => Task.FromResult(a + b);

    /// <summary>Adds two numbers, later.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <param name="milliseconds">How much later.</param>
    /// <returns>The sum.</returns>
    public static async Task<long> AddLater(long a, long b, long milliseconds = 1)
    {
        await Task.Delay((int)milliseconds);
        return a + b;
    }

    public static async Task<long> AddOnThePool(long a, long b) => await Task.Run(() => a + b);

    public static ValueTask<string> TextNow(string text) => new(text);

    public static async ValueTask<string> TextLater(string text)
    {
        await Task.Delay(1);
        return text;
    }

    public static Task DoneNow() => Task.CompletedTask;

    public static async Task DoneLater() => await Task.Delay(1);

    public static async ValueTask ValueDoneLater() => await Task.Delay(1);

    public static async Task<(long, string)> PairLater()
    {
        await Task.Yield();
        return (1, "two");
    }

    public static async Task<List<Point>> PointsLater(long count)
    {
        await Task.Delay(1);
        return [.. Enumerable.Range(0, (int)count).Select(i => new Point(i, i))];
    }

    public static async Task<PyResult<long>> ParseLater(string text)
    {
        await Task.Yield();
        return long.TryParse(text, out long value) ? value : PyError.ValueError("not a number: " + text);
    }

    public static Task<long>? NoTask() => null;

    public static async Task<long> FailNow(string how)
    {
        Raise(how);
        await Task.Yield();
        return 0;
    }

    public static async Task<long> FailLater(string how)
    {
        await Task.Delay(1);
        Raise(how);
        return 0;
    }

    /// <summary>Ends when it is cancelled.</summary>
    public static async Task<string> SleepFor(long milliseconds, CancellationToken cancellation = default)
    {
        await Task.Delay((int)milliseconds, cancellation);
        return "slept";
    }

    /// <summary>Answers although it is cancelled, after some cleaning up.</summary>
    public static async Task<long> AnswerWhenCancelled(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(60_000, cancellation);
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(10, CancellationToken.None);
            return 42;
        }
        return 0;
    }

    public static async Task<long> FailWhenCancelled(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(60_000, cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException("the cleaning up failed");
        }
        return 0;
    }

    public static async Task<long> NeverListens(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await new TaskCompletionSource().Task;
        return 0;
    }

    public static Task Never() => new TaskCompletionSource().Task;

    /// <summary>Calls Python after it has waited, from a thread of .NET.</summary>
    public static Task<bool> CallLater(Py py, PyHandle callback, long argument) => CallLater(py.Interpreter, callback, argument);

    /// <summary>The synchronous part may use a buffer; what goes on later may not.</summary>
    public static Task<long> SumOf(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (byte one in bytes)
            sum += one;
        return AddLater(sum, 0);
    }

    private static void Raise(string how) => throw how switch
    {
        "python" => new PyException("LookupError", "from C#"),
        "stop" => new PyException("StopIteration", "too early"),
        "cancel" => new OperationCanceledException("by itself"),
        "cause" => new InvalidOperationException("outer", new FormatException("inner")),
        _ => new ArgumentException(how),
    };

    private static async Task<bool> CallLater(PyInterpreter interpreter, PyHandle callback, long argument)
    {
        await Task.Delay(1);
        return interpreter.TryAttach((callback, argument), static (py, state) => state.callback.Get(py).Call(py.From(state.argument)));
    }
}

/// <summary>Something to wait for.</summary>
[PyClass(Threading = PyThreading.Manual)]
public sealed partial class Gate
{
    private readonly TaskCompletionSource<long> _opened = new();
    private readonly object _lock = new();
    private int _cancelled;
    private int _passed;

    public int Passed => Volatile.Read(ref _passed);

    public int Cancelled => Volatile.Read(ref _cancelled);

    /// <summary>Waits until it is opened.</summary>
    public async Task<long> Pass(long times, CancellationToken cancellation)
    {
        try
        {
            long opened = await _opened.Task.WaitAsync(cancellation);
            Interlocked.Increment(ref _passed);
            return opened * times;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
    }

    public Task<long> PassUncancelled() => _opened.Task;

    /// <summary>Opens it, with a lock held: who waits must not be let in under it.</summary>
    public void Open(long value)
    {
        lock (_lock)
            _opened.TrySetResult(value);
    }

    /// <summary>A Python thread that waits for the same lock.</summary>
    public void TakeLock()
    {
        lock (_lock)
            Interlocked.MemoryBarrier();
    }
}
