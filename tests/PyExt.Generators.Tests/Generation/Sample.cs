namespace PyExt.Generators.Tests.Generation;

/// <summary>A module with everything that the generator knows.</summary>
internal static class Sample
{
    public const string Module = """"
        namespace Geometry;

        /// <summary>Plane geometry.</summary>
        /// <remarks>Says "points" a lot, and C:\paths.</remarks>
        [PyModule]
        public sealed partial class GeometryModule(Py py)
        {
            /// <summary>The largest number of points.</summary>
            public const int MaxPoints = 1000;

            public const string Greeting = "it's \"here\"\n";

            private readonly PyHandle _json = py.Import("json").ToHandle();

            private long _count;

            /// <summary>Adds numbers.</summary>
            /// <param name="firstNumber">The first.</param>
            /// <param name="second">The second.</param>
            /// <returns>The sum.</returns>
            /// <exception cref="OverflowException">It does not fit.</exception>
            public static long Add(long firstNumber, long second = 2) => checked(firstNumber + second);

            public static void Nothing()
            {
            }

            public long Count(bool reset = false)
            {
                long count = _count;
                _count = reset ? 0 : count + 1;
                return count;
            }

            public string Dump(Py py, PyObject value) => _json.Get(py).Invoke("dumps", value).As<string>();

            public static string? Describe(Point? point, string? label = null, string quote = "it's", double scale = 1, float nan = float.NaN) =>
                label is null || scale == nan ? null : label + quote + point;

            public static List<string> Names(IEnumerable<string> names, HashSet<int> set, Dictionary<string, List<double?>> map, (long, string) pair, byte[] data) => [.. names];

            public static Dictionary<string, Point> Points(Point[] points) => points.ToDictionary(point => point.ToString());

            public static (long Count, double Sum) Fold(PyList list, PyDict dict, PyTuple tuple, PyHandle handle) => (list.Count + dict.Count + tuple.Count, handle.IsDisposed ? 0 : 1);

            /// <summary>Is named like a type that hints use.</summary>
            public static HashSet<long> Set(List<long> list) => [.. list];
        }

        /// <summary>A point in the plane.</summary>
        /// <param name="x">To the right.</param>
        /// <param name="y">Up.</param>
        [PyClass]
        public partial class Point(double x, double y = 0) : IEquatable<Point>, IComparable<Point>
        {
            /// <summary>How many coordinates.</summary>
            public const int Dimensions = 2;

            /// <summary>To the right.</summary>
            public double X { get; set; } = x;

            public double Y { get; } = y;

            public string Label { set => _ = value; }

            public long Tag;

            /// <summary>The origin.</summary>
            public static Point Origin() => new(0);

            public double Norm(GeometryModule module) => Math.Sqrt((X * X) + (Y * Y)) + module.Count();

            public Point MoveBy(Point other, long times = 1) => this + (times * other);

            public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

            public static Point operator *(Point a, double b) => new(a.X * b, a.Y * b);

            public static Point operator *(double a, Point b) => b * a;

            public static Point operator -(Point a) => new(-a.X, -a.Y);

            public static bool operator <(Point a, Point b) => a.CompareTo(b) < 0;

            public static bool operator >(Point a, Point b) => a.CompareTo(b) > 0;

            public int CompareTo(Point? other) => X.CompareTo(other?.X ?? 0);

            public bool Equals(Point? other) => other is not null && X == other.X && Y == other.Y;

            public override bool Equals(object? obj) => Equals(obj as Point);

            public override int GetHashCode() => HashCode.Combine(X, Y);

            public override string ToString() => $"Point({X}, {Y})";
        }

        [PyClass]
        public sealed partial class Point3(double x, double y, double z) : Point(x, y)
        {
            public double Z { get; } = z;
        }

        /// <summary>Keeps things.</summary>
        [PyClass, PyName("Bookshelf")]
        public sealed partial class Shelf
        {
            private PyHandle? _thing;

            public PyHandle? Best { get; set; }

            public void Put(PyObject thing, [PyName("from_")] string? source = null) => _thing = source is null ? thing.ToHandle() : null;

            public PyObject Take(Py py) => _thing is null ? py.None : _thing.Get(py);

            public byte[] Bytes(byte[] bytes) => bytes;
        }
        """";
}
