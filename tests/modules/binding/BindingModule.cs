namespace Binding;

/// <summary>What the tests of the binding call.</summary>
[PyModule(Threading = PyThreading.Locked)]
public sealed partial class BindingModule
{
    /// <summary>A constant of the module.</summary>
    public const double Gravity = 9.81;

    public const string Greeting = "hello";

    public const int MaxSize = 1 << 20;

    private long _total;
    private PyHandle? _kept;

    public static void Noop()
    {
    }

    /// <summary>Adds two numbers.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    public static long Add(long a, long b) => checked(a + b);

    public static string Three(long a, long b, long c) => $"{a} {b} {c}";

    public static string Defaults(long first, long second = 2, string third = "it's", double fourth = 1.5, bool fifth = true, string? sixth = null) =>
        $"{first} {second} {third} {fourth} {fifth} {sixth ?? "null"}";

    public static string AllOptional(long left = 1, long right = 2) => $"{left} {right}";

    [PyName("renamed")]
    public static long OriginalName([PyName("from_")] long start) => start;

    [PyIgnore]
    public static long Invisible() => 0;

    public static long Import(long @class) => @class;

    public long Count(long amount = 1) => _total += amount;

    public void Keep(PyObject value)
    {
        _kept?.Dispose();
        _kept = value.IsNone ? null : value.ToHandle();
    }

    public PyObject Kept(Py py) => _kept is null ? py.None : _kept.Get(py);

    /// <summary>Runs the .NET garbage collector and the finalizers.</summary>
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
