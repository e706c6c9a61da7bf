using PyExt;

namespace Counter;

/// <summary>A point in the plane.</summary>
[PyClass(Threading = PyThreading.Locked)]
public sealed partial class Point(double x, double y)
{
    /// <summary>Distance to the right of the origin.</summary>
    public double X { get; set; } = x;

    /// <summary>Distance above the origin.</summary>
    public double Y { get; set; } = y;

    /// <summary>Distance from the origin.</summary>
    public double Norm() => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>Adds coordinate by coordinate.</summary>
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    /// <inheritdoc/>
    public override string ToString() => $"Point({X}, {Y})";
}
