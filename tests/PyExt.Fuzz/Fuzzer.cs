using System.Collections.Concurrent;
using System.Diagnostics;

namespace PyExt.Fuzz;

/// <summary>What came of a run, for one target.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Inputs">How many inputs it read.</param>
/// <param name="Refused">How many of them it refused.</param>
/// <param name="Slowest">The longest time for one.</param>
/// <param name="LargestAllocation">The most memory allocated for one, in bytes.</param>
public sealed record TargetResult(string Target, long Inputs, long Refused, TimeSpan Slowest, long LargestAllocation);

/// <summary>An input that a target did not survive as it should.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Index">Which input it was; it is made again from the seed and this.</param>
/// <param name="Problem">What happened.</param>
/// <param name="Input">The bytes.</param>
public sealed record Failure(string Target, long Index, string Problem, byte[] Input);

/// <summary>Feeds mutations to targets. Each input follows from the seed and its number alone, whatever runs beside it.</summary>
public sealed class Fuzzer(IReadOnlyList<Target> targets, int seed)
{
    private const long AllowedAllocation = 256L << 20;
    private const int AllowedFactor = 64;
    private const int MostFailures = 20;

    private readonly ConcurrentBag<Failure> _failures = [];
    private readonly Counter[] _counters = [.. targets.Select(_ => new Counter())];
    private readonly ConcurrentDictionary<int, (long Index, long Start)> _running = new();
    private int _failureCount;

    /// <summary>How long one input may take; generous, because machines are busy.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What failed.</summary>
    public IReadOnlyCollection<Failure> Failures => _failures;

    /// <summary>What each target did.</summary>
    public IReadOnlyList<TargetResult> Results =>
        [.. targets.Zip(_counters, (target, counter) => new TargetResult(target.Name, counter.Inputs, counter.Refused, TimeSpan.FromTicks(counter.SlowestTicks), counter.LargestAllocation))];

    /// <summary>The input of a number.</summary>
    public (Target Target, byte[] Input) Make(long index)
    {
        Target target = targets[(int)(index % targets.Count)];
        return (target, Mutator.Mutate(target.Seeds, target.IsText, new Random(HashCode(seed, index))));
    }

    /// <summary>Runs a number of inputs.</summary>
    /// <param name="inputs">How many.</param>
    /// <param name="workers">How many threads.</param>
    /// <param name="onHang">Called with an input that takes longer than the budget; the thread that reads it cannot be stopped.</param>
    public void Run(long inputs, int workers, Action<Failure> onHang)
    {
        using Timer watch = new(_ => FindHang(onHang), null, TimeBudget / 4, TimeBudget / 4);
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(worker => new Thread(() =>
        {
            for (long index = worker; index < inputs && _failureCount < MostFailures; index += workers)
                RunOne(worker, index);
            _running.TryRemove(worker, out _);
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
    }

    private void RunOne(int worker, long index)
    {
        (Target target, byte[] input) = Make(index);
        // The reader may change nothing, but what is kept for the report must be what it saw.
        long start = Stopwatch.GetTimestamp();
        _running[worker] = (index, start);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        bool isAccepted = false;
        try
        {
            isAccepted = target.Read(input);
        }
#pragma warning disable CA1031 // Finding every kind of exception is what this is for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(new Failure(target.Name, index, exception.ToString(), input));
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > AllowedAllocation + ((long)AllowedFactor * input.Length))
            Fail(new Failure(target.Name, index, $"allocated {allocated >> 20} MB for an input of {input.Length} bytes", input));
        _counters[(int)(index % targets.Count)].Add(isAccepted, elapsed, allocated);
    }

    private void Fail(Failure failure)
    {
        if (Interlocked.Increment(ref _failureCount) <= MostFailures)
            _failures.Add(failure);
    }

    private void FindHang(Action<Failure> onHang)
    {
        foreach ((long index, long start) in _running.Values)
        {
            if (Stopwatch.GetElapsedTime(start) <= TimeBudget)
                continue;
            (Target target, byte[] input) = Make(index);
            onHang(new Failure(target.Name, index, $"took longer than {TimeBudget.TotalSeconds:0} s", input));
        }
    }

    // The same on every run and every machine, unlike System.HashCode.
    private static int HashCode(int seed, long index)
    {
        ulong value = ((ulong)(uint)seed << 32) ^ (ulong)index;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return (int)(value ^ (value >> 31));
    }

    private sealed class Counter
    {
        private readonly Lock _gate = new();

        public long Inputs { get; private set; }

        public long Refused { get; private set; }

        public long SlowestTicks { get; private set; }

        public long LargestAllocation { get; private set; }

        public void Add(bool isAccepted, TimeSpan elapsed, long allocated)
        {
            lock (_gate)
            {
                Inputs++;
                Refused += isAccepted ? 0 : 1;
                SlowestTicks = Math.Max(SlowestTicks, elapsed.Ticks);
                LargestAllocation = Math.Max(LargestAllocation, allocated);
            }
        }
    }
}
