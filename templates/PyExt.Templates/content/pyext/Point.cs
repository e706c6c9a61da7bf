namespace PyExtType;

/// <summary>A point in the plane.</summary>
[PyClass]
public sealed partial class Point(double x, double y)
{
    /// <summary>The distance to the right.</summary>
    public double X { get; set; } = x;

    /// <summary>The distance upwards.</summary>
    public double Y { get; set; } = y;

    /// <summary>The distance from the origin.</summary>
    public double Norm() => Math.Sqrt(X * X + Y * Y);

    /// <summary>Adds two points as vectors.</summary>
    public static Point operator +(Point left, Point right) => new(left.X + right.X, left.Y + right.Y);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"Point({X}, {Y})");
}
