namespace Binding;

// Each returns what it was given: a round trip through C#.
public sealed partial class BindingModule
{
    public static bool Boolean(bool value) => value;

    public static sbyte Int8(sbyte value) => value;

    public static byte Uint8(byte value) => value;

    public static short Int16(short value) => value;

    public static ushort Uint16(ushort value) => value;

    public static int Int32(int value) => value;

    public static uint Uint32(uint value) => value;

    public static long Int64(long value) => value;

    public static ulong Uint64(ulong value) => value;

    public static float Float32(float value) => value;

    public static double Float64(double value) => value;

    public static char Character(char value) => value;

    public static string Text(string value) => value;

    public static byte[] Data(byte[] value) => value;

    public static long? OptionalInt(long? value) => value;

    public static string? OptionalText(string? value) => value;

    public static List<long> Integers(List<long> value) => value;

    public static List<string?> OptionalTexts(List<string?> value) => value;

    [return: PyUtf8]
    public static ReadOnlySpan<byte> Utf8([PyUtf8] ReadOnlySpan<byte> value, [PyUtf8] ReadOnlySpan<byte> other = default) => other.IsEmpty ? value : other;

    public static byte[] Utf8Bytes([PyUtf8] ReadOnlySpan<byte> value) => value.ToArray();

    [return: PyUtf8]
    public static ReadOnlySpan<byte> Decoded(ReadOnlySpan<byte> value) => value;

    public static string[] Texts(string[] value) => value;

    public static int[] Indices(int[] value) => value;

    public static IReadOnlyList<double> Numbers(IReadOnlyList<double> value) => value;

    public static IEnumerable<long> Enumerated(IEnumerable<long> value) => value.Select(item => item * 2);

    public static HashSet<string> Unique(HashSet<string> value) => value;

    public static List<List<long>> Nested(List<List<long>> value) => value;

    public static Dictionary<string, List<double>> Table(Dictionary<string, List<double>> value) => value;

    public static IReadOnlyDictionary<long, string> ReadOnlyTable(IReadOnlyDictionary<long, string> value) => value;

    public static (long, string) Pair((long, string) value) => value;

    public static (long, string, double, bool, byte[], string?, long) Seven((long, string, double, bool, byte[], string?, long) value) => value;

    public static PyObject Anything(PyObject value) => value;

    public static PyList ListHandle(PyList value) => value;

    public static PyDict DictHandle(PyDict value) => value;

    public static PyTuple TupleHandle(PyTuple value) => value;

    public static Point Location(Point value) => value;

    public static Point? OptionalLocation(Point? value) => value;

    public static List<Point> Locations(List<Point> value) => value;

    public static long SumOfBytes(ReadOnlySpan<byte> value)
    {
        long sum = 0;
        foreach (byte item in value)
            sum += item;
        return sum;
    }

    public static double SumOfDoubles(ReadOnlySpan<double> value)
    {
        double sum = 0;
        foreach (double item in value)
            sum += item;
        return sum;
    }

    public static void Double(Span<int> value)
    {
        for (int i = 0; i < value.Length; i++)
            value[i] *= 2;
    }

    public static void Fill(Span<byte> value, byte with) => value.Fill(with);

    public static ReadOnlySpan<byte> FirstHalf(ReadOnlySpan<byte> value) => value[..(value.Length / 2)];

    public static ReadOnlySpan<long> WithoutFirst(ReadOnlySpan<long> value) => value[1..];

    public static long SumWhileCalling(PyObject callback, ReadOnlySpan<byte> value)
    {
        callback.Call();
        return SumOfBytes(value);
    }

    public static PyResult<long> Parse(string text) =>
        long.TryParse(text, out long value) ? value : PyError.ValueError("not a number: " + text);

    public static PyResult<Point?> FindPoint(string name) => name switch
    {
        "origin" => new Point(0),
        "none" => (Point?)null,
        _ => PyError.KeyError(name),
    };

    public static PyResult Check(string kind) => kind switch
    {
        "ok" => PyResult.Ok,
        "type" => PyError.TypeError("wrong type"),
        "runtime" => PyError.RuntimeError("wrong"),
        "overflow" => PyError.OverflowError("too large"),
        "index" => PyError.IndexError("too far"),
        "exception" => PyError.FromException(new FormatException("bad format", new ArgumentException("inner"))),
        "default" => default(PyError),
        _ => new PyError(kind, "of that name"),
    };

    public static Vector SumOfVectors(List<Vector> value) => value.Aggregate(new Vector(0), (sum, item) => sum + item);

    public static Vector? OptionalVector(Vector? value) => value;

    public static Vector[] Vectors(int count) => [.. Enumerable.Range(0, count).Select(i => new Vector(i, -i))];

    public static Dictionary<string, Vector> VectorTable(Dictionary<string, Vector> value) => value;

    public static PyObject VectorObject(Py py, double x) => py.From(new Vector(x));

    public static double ReadVector(PyObject value) => value.As<Vector>().X;
}
