namespace Binding;

/// <summary>A point in the plane.</summary>
/// <param name="x">Across.</param>
/// <param name="y">Up.</param>
[PyClass(Threading = PyThreading.Locked)]
public sealed partial class Point(double x, double y = 0) : IEquatable<Point>
{
    /// <summary>How many coordinates there are.</summary>
    public const int Dimensions = 2;

    /// <summary>Across.</summary>
    public double X { get; set; } = x;

    public double Y { get; set; } = y;

    /// <summary>Read-only.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    public static Point Origin() => new(0, 0);

    public static Point FromPair((double, double) pair) => new(pair.Item1, pair.Item2);

    /// <summary>Multiplies.</summary>
    public Point Scale(double factor, double offset = 0) => new((X * factor) + offset, (Y * factor) + offset);

    public Point Itself() => this;

    /// <summary>Reaches the module's state without a static.</summary>
    public long CountIn(BindingModule module, long amount) => module.Count(amount);

    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(Point a, double k) => new(a.X * k, a.Y * k);

    public static Point operator *(double k, Point a) => a * k;

    public static double operator *(Point a, Point b) => (a.X * b.X) + (a.Y * b.Y);

    public static Point operator /(Point a, double k) => k == 0 ? throw new DivideByZeroException("cannot divide a point by zero") : new(a.X / k, a.Y / k);

    public static Point operator -(Point a) => new(-a.X, -a.Y);

    public static bool operator <(Point a, Point b) => a.Length < b.Length;

    public static bool operator >(Point a, Point b) => a.Length > b.Length;

    public bool Equals(Point? other) => other is not null && other.X == X && other.Y == Y;

    public override bool Equals(object? obj) => Equals(obj as Point);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public override string ToString() => $"Point({X}, {Y})";
}

/// <summary>A base class.</summary>
[PyClass(Threading = PyThreading.Locked)]
public partial class Animal(string name)
{
    private PyHandle? _friend;

    public string Name { get; } = name;

    public virtual string Speak() => Name + " is silent";

    public void SetFriend(PyObject friend) => _friend = friend.IsNone ? null : friend.ToHandle();

    public PyObject GetFriend(Py py) => _friend is null ? py.None : _friend.Get(py);
}

/// <summary>A derived class.</summary>
[PyClass]
public sealed partial class Dog(string name, int age = 3) : Animal(name)
{
    public int Age { get; set; } = age;

    /// <summary>Any object.</summary>
    public PyHandle? Toy { get; set; }

    public override string Speak() => Name + " barks";

    public string Play() => Name + " plays";
}

/// <summary>Equal by value; what a copy is.</summary>
[PyClass]
public sealed partial record Version(long Major, string Label)
{
    public Version Next() => this with { Major = Major + 1 };
}

/// <summary>Compares by value but has no hash.</summary>
[PyClass]
#pragma warning disable CS0660, CS0661
public sealed partial class Unhashable(long value)
{
    public long Value => value;

    public static bool operator ==(Unhashable left, Unhashable right) => left.Value == right.Value;

    public static bool operator !=(Unhashable left, Unhashable right) => left.Value != right.Value;
}
#pragma warning restore CS0660, CS0661

/// <summary>Python cannot make one.</summary>
[PyClass]
public sealed partial class Token
{
    private Token()
    {
    }

    public static Token Create() => new();
}

/// <summary>A constructor that fails.</summary>
[PyClass]
public sealed partial class Positive
{
    public Positive(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    public long Value { get; }
}
