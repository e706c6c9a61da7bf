namespace Binding;

// Every kind of parameter. Most of these say what they got as the twins of test_signatures.py do, which is a `def` of the same signature.
public sealed partial class BindingModule
{
    // *args
    public static string Args(params long[] args) => Show(args, null);

    public static string ArgsAfter(long a, params ReadOnlySpan<long> args) => Show(args, null, a);

    public static string ArgsAfterDefault(long a, long b = 2, params List<long> args) => Show(args.ToArray(), null, a, b);

    // **kwargs
    public static string Kwargs([PyKwargs] Dictionary<string, long> kwargs) => Show(null, kwargs);

    public static string KwargsAfter(long a, [PyKwargs] IReadOnlyDictionary<string, long> kwargs) => Show(null, kwargs, a);

    public static string KwargsAfterDefault([PyKwargs] IDictionary<string, long> kwargs, long a = 1) => Show(null, new Dictionary<string, long>(kwargs), a);

    public static string KwargsDefault(long a = 1, [PyKwargs] Dictionary<string, long>? kwargs = null) => Show(null, kwargs, a);

    // Both
    public static string Both([PyKwargs] Dictionary<string, long> kwargs, params IEnumerable<long> args) => Show([.. args], kwargs);

    public static string BothAfter(long i, long j, [PyKwargs] Dictionary<string, long> kwargs, params IReadOnlyList<long> args) => Show([.. args], kwargs, i, j);

    public static string BothAfterDefault([PyKwargs] Dictionary<string, long> kwargs, long i = 1, long j = 3, params Span<long> args) => Show(args, kwargs, i, j);

    // Positional-only
    public static string PositionalOnly([PyPositionalOnly] long a) => Show(null, null, a);

    public static string PositionalOnlyAndMore(long a, [PyPositionalOnly] long b, long c) => Show(null, null, a, b, c);

    public static string PositionalOnlyDefault(long a, [PyPositionalOnly] long b = 2, long c = 3) => Show(null, null, a, b, c);

    public static string PositionalOnlyKwargs(long a, [PyPositionalOnly] long b, [PyKwargs] Dictionary<string, long> kwargs) => Show(null, kwargs, a, b);

    public static string PositionalOnlyArgs(long a, [PyPositionalOnly] long b = 2, params IList<long> args) => Show([.. args], null, a, b);

    // Keyword-only
    public static string KeywordOnly([PyKeywordOnly] long a) => Show(null, null, a);

    public static string KeywordOnlyDefaults([PyKeywordOnly] long a = 1, long b = 2) => Show(null, null, a, b);

    public static string KeywordOnlyAndMore(long a, [PyKeywordOnly] long b, long c, long d = 4) => Show(null, null, a, b, c, d);

    public static string KeywordOnlyAfterDefault(long a = 1, [PyKeywordOnly] long b = 2) => Show(null, null, a, b);

    public static string KeywordOnlyKwargs([PyKeywordOnly] long a, [PyKwargs] Dictionary<string, long> kwargs) => Show(null, kwargs, a);

    public static string KeywordOnlyArgs(long a, [PyKeywordOnly] long b, params ICollection<long> args) => Show([.. args], null, a, b);

    public static string KeywordOnlyBehindArgs([PyArgs] long[] args, long a, long b = 2) => Show(args, null, a, b);

    // All of them
    public static string Everything(long a, [PyPositionalOnly] long b, long c, [PyKeywordOnly] long d, [PyKwargs] Dictionary<string, long> kwargs, long e = 5, params long[] args) =>
        Show(args, kwargs, a, b, c, d, e);

    public static string PositionalAndKeywordOnly(long a, [PyPositionalOnly] long b, long c, [PyKeywordOnly] long d, long e = 5) => Show(null, null, a, b, c, d, e);

    public static string MoreThanFit(long a, long b, long c, long d, long e, long f, long g, long h, long i = 9, [PyKeywordOnly] long j = 10, long k = 11, long l = 12, long m = 13,
        long n = 14, long o = 15, long p = 16, long q = 17, long r = 18) => Show(null, null, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);

    public static string LongNames(long parameterNumberOne, long parameterNumberTwo, long parameter, long exactly8, long größe, long p = 6) =>
        Show(null, null, parameterNumberOne, parameterNumberTwo, parameter, exactly8, größe, p);

    public static string DefaultText(string text = "größer 😀 \ud800", char letter = 'é') => text + letter;

    /// <summary>Documents every parameter.</summary>
    /// <param name="first">A number.</param>
    /// <param name="theRest">More numbers.</param>
    /// <param name="options">What else.</param>
    public static string Documented(long first, [PyKwargs] Dictionary<string, long> options, params long[] theRest) => Show(theRest, options, first);

    // Objects as they are
    public static PyObject TupleOf([PyArgs] PyTuple args) => args;

    public static PyObject DictOf([PyKwargs] PyDict kwargs) => kwargs;

    public PyObject Forward(PyObject callable, [PyArgs] PyTuple args, [PyKwargs] PyDict kwargs)
    {
        _total++;
        return callable.CallUnpacked(args, kwargs);
    }

    public static PyObject ForwardArgs(PyObject callable, [PyArgs] PyTuple args) => callable.CallUnpacked(args);

    // Items of other types
    public static string Words(params ReadOnlySpan<string> words) => string.Join(' ', words);

    public static double Halves(double by = 2, params ReadOnlySpan<double?> values)
    {
        double sum = 0;
        foreach (double? value in values)
            sum += (value ?? 0) / by;
        return sum;
    }

    public static long SumFrom(long first = 0, params ReadOnlySpan<long> more)
    {
        foreach (long value in more)
            first += value;
        return first;
    }

    /// <summary>What this thread has taken from the .NET heap so far.</summary>
    public static long Allocated() => GC.GetAllocatedBytesForCurrentThread();

    public static long Lists(params List<long>[] lists) => lists.Sum(list => list.Sum());

    public static HashSet<long> SetOf(params HashSet<long> items) => items;

    public static List<Point> Points([PyKwargs] Dictionary<string, Point> named, params List<Point> points) => [.. points, .. named.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    public static Dictionary<string, string?> Strings([PyKwargs] Dictionary<string, string?> kwargs) => kwargs;

    public static long Callbacks(params PyHandle[] callbacks) => callbacks.Length;

    public static async Task<string> Later([PyKwargs] Dictionary<string, long> kwargs, [PyKeywordOnly] long a = 1, params long[] args)
    {
        await Task.Yield();
        return Show(args, kwargs, a);
    }

    public static IEnumerator<long> Each(long times, params long[] args)
    {
        for (long i = 0; i < times; i++)
        {
            foreach (long value in args)
                yield return value;
        }
    }

    public static long Fails(params long[] values) => throw new ArgumentException($"{values.Length} values");

    private static string Show(ReadOnlySpan<long> args, IReadOnlyDictionary<string, long>? kwargs, params ReadOnlySpan<long> named)
    {
        string text = string.Join(' ', named.ToArray()) + "[" + string.Join(',', args.ToArray()) + "]";
        return kwargs is null ? text + "{}" : text + "{" + string.Join(',', kwargs.Select(pair => pair.Key + ":" + pair.Value)) + "}";
    }

    private static string Show(long[]? args, IReadOnlyDictionary<string, long>? kwargs, params ReadOnlySpan<long> named) => Show(args.AsSpan(), kwargs, named);
}

/// <summary>Made of whatever it is given.</summary>
[PyClass(Threading = PyThreading.Locked)]
public partial class Basket([PyKwargs] Dictionary<string, long> labels, [PyKeywordOnly] string name = "basket", params long[] items)
{
    private readonly long[] _items = items;

    public string Name => name;

    public List<long> Items() => [.. _items];

    public Dictionary<string, long> Labels() => labels;

    public string With(long first, [PyKeywordOnly] long last = 0, params ReadOnlySpan<long> more) => $"{name} {first} {string.Join(',', more.ToArray())} {last}";

    public static long CountOf([PyKwargs] PyDict kwargs, params List<long> args) => args.Count + kwargs.Count;
}

[PyClass(Threading = PyThreading.Locked)]
public sealed partial class Sack(long size, [PyArgs] List<string> things, [PyKwargs] Dictionary<string, long> labels)
{
    public string Show() => $"{size} {string.Join(',', things)} {string.Join(',', labels.Keys)}";
}

/// <summary>A value.</summary>
[PyClass]
public readonly partial struct Total
{
    public Total([PyKeywordOnly] long start = 0, params ReadOnlySpan<long> values)
    {
        Value = start;
        foreach (long value in values)
            Value += value;
    }

    public long Value { get; }

    public long Plus(params ReadOnlySpan<long> values)
    {
        long sum = Value;
        foreach (long value in values)
            sum += value;
        return sum;
    }
}

[PyClass]
public readonly partial struct Pair(long first, [PyPositionalOnly] long second, [PyKeywordOnly] long scale = 1)
{
    public long Value { get; } = (first + second) * scale;
}
