using PyExt;

namespace BenchPyExt;

/// <summary>A point in the plane as a struct: the Python object holds the two numbers themselves.</summary>
[PyClass]
public readonly partial record struct Vector(double X, double Y)
{
    /// <summary>The distance from the origin.</summary>
    public double Norm() => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>Adds two.</summary>
    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);
}
