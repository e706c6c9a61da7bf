using PyExt;

namespace BenchPyExt;

/// <summary>A point in the plane.</summary>
#if FREE_THREADED
[PyClass(Threading = PyThreading.Locked)]
#else
[PyClass]
#endif
public sealed partial class Point(double x, double y)
{
    /// <summary>The first coordinate.</summary>
    public double X { get; set; } = x;

    /// <summary>The second coordinate.</summary>
    public double Y { get; set; } = y;

    /// <summary>The distance from the origin.</summary>
    public double Norm() => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>The sum of both coordinates, scaled.</summary>
    public double Scaled(double by) => (X + Y) * by;

    /// <summary>The area of the rectangle to the origin.</summary>
    public double Area => X * Y;

    /// <summary>Compares the distances from the origin.</summary>
    public static bool operator <(Point a, Point b) => (a.X * a.X) + (a.Y * a.Y) < (b.X * b.X) + (b.Y * b.Y);

    /// <summary>Compares the distances from the origin.</summary>
    public static bool operator >(Point a, Point b) => b < a;

    /// <summary>Adds two points.</summary>
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Compares by value.</summary>
    public override bool Equals(object? obj) => obj is Point other && X == other.X && Y == other.Y;

    /// <summary>The hash of both coordinates.</summary>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <summary>Shows both coordinates.</summary>
    public override string ToString() => $"Point({X}, {Y})";
}
