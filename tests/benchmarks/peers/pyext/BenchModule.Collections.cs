namespace BenchPyExt;

// Buffers, tuples, sets, lists of floats and strings.
public sealed partial class BenchModule
{
    private readonly HashSet<long> _set = [.. Enumerable.Range(0, 100).Select(i => (long)i)];
    private readonly string[] _strings = [.. Enumerable.Range(0, 100).Select(i => $"item {i:00}")];
    private readonly double[] _floats = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];

    /// <summary>The sum of a buffer of doubles.</summary>
    public static double SumBuffer(ReadOnlySpan<double> items)
    {
        double sum = 0;
        foreach (double item in items)
            sum += item;
        return sum;
    }

    /// <summary>Takes a tuple.</summary>
    public static double TupleIn((long First, double Second, string Third) items) => items.First + items.Second + items.Third.Length;

    /// <summary>Returns a tuple.</summary>
    public static (long First, double Second, string Third) TupleOut() => (1, 2.5, "three");

    /// <summary>The sum of a set.</summary>
    public static long SetIn(HashSet<long> items)
    {
        long sum = 0;
        foreach (long item in items)
            sum += item;
        return sum;
    }

    /// <summary>A set of a hundred numbers.</summary>
    public HashSet<long> SetOut() => _set;

    /// <summary>The number of characters in a list.</summary>
    public static long StringsIn(List<string> items)
    {
        long sum = 0;
        foreach (string item in items)
            sum += item.Length;
        return sum;
    }

    /// <summary>A hundred strings.</summary>
    public string[] StringsOut() => _strings;

    /// <summary>The sum of a list.</summary>
    public static double FloatsIn(List<double> items)
    {
        double sum = 0;
        foreach (double item in items)
            sum += item;
        return sum;
    }

    /// <summary>A thousand numbers.</summary>
    public double[] FloatsOut() => _floats;
}
