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

    public static string[] Texts(string[] value) => value;

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
}
